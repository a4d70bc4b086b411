package reins.ros.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;

class BagTest {
  private static final MessageType TYPE = MessageCatalog.standard().get("std_msgs/Float64");

  @TempDir Path folder;

  private Path write(int messages) throws IOException {
    Path file = folder.resolve("test.bag");
    try (BagWriter bag = new BagWriter(file)) {
      for (int i = 0; i < messages; i++)
        bag.write(i % 2 == 0 ? "/a" : "/b", new RawMessage(TYPE, new byte[8]), new RosTime(i, 7));
    }
    return file;
  }

  private static List<String> read(Path file) throws IOException {
    List<String> seen = new ArrayList<>();
    try (BagReader bag = new BagReader(file)) {
      bag.forEach(
          (topic, time, message) ->
              seen.add(topic + " " + time.secs() + " " + message.type().name()));
    }
    return seen;
  }

  @Test
  void shouldReadWhatItWrote() throws IOException {
    List<String> seen = read(write(50_000));
    assertEquals(50_000, seen.size());
    assertEquals("/a 0 std_msgs/Float64", seen.getFirst());
    assertEquals("/b 49999 std_msgs/Float64", seen.getLast());
    assertEquals(List.of(), read(write(0)));
  }

  @Test
  void shouldReadWhatAKilledRecorderLeft() throws IOException {
    Path file = write(50_000);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
    int seen = read(file).size();
    assertTrue(seen > 10_000 && seen < 50_000, seen + " messages");
  }

  @Test
  void shouldSayWhatItDoesNotRead() throws IOException {
    Path other = folder.resolve("other.bag");
    Files.writeString(other, "#ROSBAG V1.2\nand so on");
    assertTrue(error(other).contains("expected a bag of version 2.0"));
    Files.writeString(other, "");
    assertTrue(error(other).contains("expected a bag of version 2.0"));
    Path file = write(10);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(
        file, text.replace("compression=none", "compression=lz4 "), StandardCharsets.ISO_8859_1);
    assertTrue(error(file).contains("compressed (lz4 )"));
  }

  private static String error(Path file) {
    return assertThrows(IOException.class, () -> read(file)).getMessage();
  }

  @Test
  void shouldReadOrRefuseDamagedBags() throws IOException {
    byte[] good = Files.readAllBytes(write(100));
    Random random = new Random(1);
    Path file = folder.resolve("damaged.bag");
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 5; k++)
        bad[4096 + random.nextInt(bad.length - 4096)] = (byte) random.nextInt();
      Files.write(file, bad);
      try {
        read(file);
      } catch (IOException | RuntimeException refused) {
        assertTrue(refused.getMessage() != null, () -> refused.toString());
      }
    }
  }
}
