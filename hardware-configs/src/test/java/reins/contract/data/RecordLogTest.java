package reins.contract.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;

class RecordLogTest {
  @TempDir Path dir;

  @Test
  void shouldGiveBackWhatWasWritten() {
    Path file = dir.resolve("log");
    byte[] large = new byte[200_000];
    large[77_777] = 5;
    try (RecordLog log = RecordLog.open(file, r -> {})) {
      log.append(new byte[] {1, 2, 3});
      log.append(new byte[] {4});
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

  /** A full disk takes any part of a record; when there is room again, nothing is missing. */
  @Test
  void shouldGoOnAfterAnAppendThatBrokeOff() throws IOException {
    for (int room = 0; room < 11; room++) {
      Path file = dir.resolve("full" + room);
      RecordLog.open(file, r -> {}).close();
      FullDisk disk = new FullDisk(file);
      try (RecordLog log = new RecordLog(file, disk)) {
        log.append(new byte[] {1, 1, 1});
        disk.room = room;
        assertThrows(UncheckedIOException.class, () -> log.append(new byte[] {2, 2, 2}));
        assertEquals(11, log.end());
        disk.room = Long.MAX_VALUE;
        log.append(new byte[] {3, 3, 3});
        assertArrayEquals(new byte[] {3, 3, 3}, log.read(11));
      }
      List<byte[]> read = new ArrayList<>();
      RecordLog.open(file, read::add).close();
      assertEquals(2, read.size());
      assertArrayEquals(new byte[] {3, 3, 3}, read.get(1));
    }
  }

  @Test
  void shouldCutOffZerosThatAPowerCutLeft() throws IOException {
    Path file = dir.resolve("zeros");
    try (RecordLog log = RecordLog.open(file, r -> {})) {
      log.append(new byte[] {1});
    }
    Files.write(file, new byte[64], StandardOpenOption.APPEND);
    List<byte[]> read = new ArrayList<>();
    RecordLog.open(file, read::add).close();
    assertEquals(1, read.size());
    assertEquals(9, Files.size(file));
  }

  @Test
  void shouldBelongToOneOwner() {
    Path file = dir.resolve("log");
    try (RecordLog log = RecordLog.open(file, r -> {})) {
      var refused = assertThrows(ConfigException.class, () -> RecordLog.open(file, r -> {}));
      assertEquals(file + ": in use by another process", refused.getMessage());
      log.append(new byte[] {1});
    }
    RecordLog.open(file, r -> {}).close();
  }
}
