package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.bag.BagReader;
import reins.ros.bag.BagWriter;
import reins.ros.message.MessageCatalog;

/** Bags that one side writes and the other reads, and the sums of definitions. */
@Tag("system")
class FileInteropTest {
  private static final URI NO_MASTER = URI.create("http://localhost:1/");

  @TempDir Path folder;
  private Ros ros;

  @BeforeAll
  static void requireRos() {
    Ros.require();
  }

  @BeforeEach
  void open() {
    ros = new Ros(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    ros.close();
  }

  @Test
  void shouldReadRosbagsAndBeReadByRosbag() throws IOException, InterruptedException {
    Path theirs = folder.resolve("theirs.bag");
    ros.script("bag.py", "write", theirs.toString());
    List<String> seen = new ArrayList<>();
    Path ours = folder.resolve("ours.bag");
    try (BagReader reader = new BagReader(theirs);
        BagWriter writer = new BagWriter(ours)) {
      reader.forEach(
          (topic, time, message) -> {
            seen.add(topic + " " + time.secs() + " " + message.decode());
            writer.write(topic, message, time);
          });
    }
    assertEquals(2000, seen.size());
    assertEquals("/words 1000 {data: word 999}", seen.getLast());
    List<String> read = ros.script("bag.py", "read", ours.toString()).lines().toList();
    List<String> original = ros.script("bag.py", "read", theirs.toString()).lines().toList();
    assertEquals(original, read, "rosbag reads the same in ours as in its own");
    assertEquals("/words 1000 5 data: \"word 999\"", read.getLast());
    String about = ros.run(NO_MASTER, "/usr/bin/rosbag", "info", ours.toString());
    assertTrue(about.contains("messages:    2000"), about);
    assertTrue(about.contains("geometry_msgs/PoseStamped"), about);
  }

  @Test
  void shouldHaveTheSumsOfEveryDefinitionThatDebianHas() throws InterruptedException, IOException {
    List<String> ours = new ArrayList<>();
    for (String kind : List.of("msg", "srv"))
      for (String name : shipped(kind))
        ours.add(
            name
                + " "
                + (kind.equals("msg")
                    ? MessageCatalog.standard().get(name).md5()
                    : MessageCatalog.standard().getService(name).md5()));
    String[] names = ours.stream().map(line -> line.split(" ")[0]).toArray(String[]::new);
    assertEquals(String.join("\n", ours), ros.script("sums.py", names).strip());
    assertTrue(ours.size() > 130, ours.size() + " types compared");
  }

  /** Those of packages that this machine has generated classes of. */
  private static List<String> shipped(String kind) throws IOException {
    Path root = Path.of("src/main/resources/reins/ros", kind);
    Path python = Path.of("/usr/lib/python3/dist-packages");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace("." + kind, ""))
          .filter(
              name ->
                  Files.isRegularFile(python.resolve(name.replace("/", "/" + kind + "/_") + ".py")))
          .sorted()
          .toList();
    }
  }
}
