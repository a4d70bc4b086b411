package reins.contract.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {
  @TempDir Path dir;

  @Test
  void shouldGiveBackWhatWasWritten() {
    Path file = dir.resolve("log");
    byte[] large = new byte[200_000];
    large[77_777] = 5;
    try (RecordLog log = RecordLog.open(file, r -> {})) {
      log.append(new byte[] {1, 2, 3});
      log.append(new byte[0]);
      log.append(large);
      assertEquals(3, log.records());
    }
    List<byte[]> read = new ArrayList<>();
    try (RecordLog log = RecordLog.open(file, read::add)) {
      assertEquals(3, log.records());
    }
    assertArrayEquals(new byte[] {1, 2, 3}, read.get(0));
    assertArrayEquals(large, read.get(2));
  }

  /**
   * A process may die after any byte: every prefix of the file gives the whole records before the
   * cut, and can be appended to.
   */
  @Test
  void shouldSurviveACutAtEveryByte() throws IOException {
    Path whole = dir.resolve("whole");
    try (RecordLog log = RecordLog.open(whole, r -> {})) {
      for (byte i = 0; i < 4; i++) log.append(new byte[] {i, i, i});
    }
    byte[] bytes = Files.readAllBytes(whole);
    for (int cut = 0; cut <= bytes.length; cut++) {
      Path file = dir.resolve("cut" + cut);
      Files.write(file, java.util.Arrays.copyOf(bytes, cut));
      int expected = cut / 11;
      try (RecordLog log = RecordLog.open(file, r -> {})) {
        assertEquals(expected, log.records());
        log.append(new byte[] {9});
      }
      List<byte[]> read = new ArrayList<>();
      RecordLog.open(file, read::add).close();
      assertEquals(expected + 1, read.size());
      assertArrayEquals(new byte[] {9}, read.getLast());
    }
  }

  @Test
  void shouldStopAtDamage() throws IOException {
    Path file = dir.resolve("damaged");
    try (RecordLog log = RecordLog.open(file, r -> {})) {
      for (byte i = 0; i < 4; i++) log.append(new byte[] {i, i, i});
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {99}), 11 + 8);
    }
    List<byte[]> read = new ArrayList<>();
    RecordLog.open(file, read::add).close();
    assertEquals(1, read.size());
  }
}
