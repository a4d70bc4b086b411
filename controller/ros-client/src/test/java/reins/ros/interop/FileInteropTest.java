package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.bag.BagReader;
import reins.ros.bag.BagWriter;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.RosTime;

/** Bags that one side writes and the other reads, and the sums of definitions. */
@Tag("system")
class FileInteropTest {
  private static final URI NO_MASTER = URI.create("http://localhost:1/");
  private static final int COUNT = 20;

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

  /** One line for each message that {@link #COUNT} numbers of every sample make, topic by topic. */
  private static List<String> lines() {
    List<String> all = new ArrayList<>();
    for (Sample sample : Sample.values())
      for (int i = 1; i <= COUNT; i++)
        all.add(line(sample, i, sample.describe(message(sample, i))));
    return all;
  }

  private static String line(Sample sample, long secs, String described) {
    return "/" + sample.word() + " " + secs + " 5 " + described;
  }

  private static DynamicMessage message(Sample sample, int i) {
    DynamicMessage message = new DynamicMessage(MessageCatalog.standard().get(sample.type));
    sample.fill(message, i);
    return message;
  }

  @Test
  void shouldReadWhatRosbagWrote() throws IOException, InterruptedException {
    Path theirs = folder.resolve("theirs.bag");
    ros.resource("samples.py");
    ros.script("bag.py", "write", theirs.toString(), Integer.toString(COUNT));
    Map<Sample, List<String>> seen = new EnumMap<>(Sample.class);
    try (BagReader reader = new BagReader(theirs)) {
      reader.forEach(
          (topic, time, message) -> {
            Sample sample = Sample.valueOf(topic.substring(1).toUpperCase(Locale.ROOT));
            seen.computeIfAbsent(sample, absent -> new ArrayList<>())
                .add(line(sample, time.secs(), sample.describe(message.decode())));
          });
    }
    assertEquals(lines(), seen.values().stream().flatMap(List::stream).toList());
  }

  @Test
  void shouldWriteWhatRosbagReads() throws IOException, InterruptedException {
    Path ours = folder.resolve("ours.bag");
    ros.resource("samples.py");
    try (BagWriter writer = new BagWriter(ours)) {
      for (int i = 1; i <= COUNT; i++)
        for (Sample sample : Sample.values())
          writer.write("/" + sample.word(), Sample.raw(message(sample, i)), new RosTime(i, 5));
    }
    List<String> read = ros.script("bag.py", "read", ours.toString()).lines().sorted().toList();
    assertEquals(lines().stream().sorted().toList(), read);
    String about = ros.run(NO_MASTER, "/usr/bin/rosbag", "info", ours.toString());
    assertTrue(about.contains("messages:    " + 3 * COUNT), about);
    assertTrue(about.contains("sensor_msgs/Image      [060021388200f6f0f447d0fcd9c64743]"), about);
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
