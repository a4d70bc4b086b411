package reins.policy.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.policy.Transitions;

class SpoolTest {
  private static final long NEVER = Long.MAX_VALUE;
  @TempDir Path dir;

  private Spool open() {
    return Spool.open(dir, "task", NEVER);
  }

  private List<Path> recordFiles() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(f -> f.toString().endsWith(".log")).toList();
    }
  }

  private static int step(reins.wire.Transition transition) {
    return transition.getStep();
  }

  /** Step {@code i} begins with picture {@code i} and ends with {@code i + 1}. */
  private static void show(Spool spool, int from, int to) {
    for (int i = from; i <= to; i++)
      spool.accept(Transitions.step(i).showing(picture(i), picture(i + 1)));
  }

  private static byte[] picture(int mark) {
    return new byte[] {(byte) mark, 1, 2};
  }

  @Test
  void shouldKeepEachPictureOnceAndJoinNothingThatWasApart() {
    try (Spool spool = open()) {
      show(spool, 1, 3);
      show(spool, 7, 8); // an episode ended, or a step was dropped
      int[] images = new int[5];
      for (int i = 0; i < 5; i++) {
        reins.wire.Transition t = spool.read();
        images[i] = t.getImage().size();
        if (i == 3) assertArrayEquals(picture(7), t.getImage().toByteArray());
        assertArrayEquals(picture(t.getStep() + 1), t.getNextImage().toByteArray());
      }
      assertArrayEquals(new int[] {3, 0, 0, 3, 0}, images);
    }
  }

  @Test
  void shouldSendTheFirstAfterAReconnectOrARestartWhole() {
    try (Spool spool = open()) {
      show(spool, 1, 5);
      spool.acknowledge(spool.session(), 2);
      spool.rewind();
      assertArrayEquals(picture(3), spool.read().getImage().toByteArray());
      assertEquals(0, spool.read().getImage().size());
    }
    try (Spool spool = open()) {
      assertArrayEquals(picture(3), spool.read().getImage().toByteArray());
      show(spool, 6, 6); // another process: it does not know what it saw before
      spool.read();
      spool.read();
      assertArrayEquals(picture(6), spool.read().getImage().toByteArray());
    }
  }

  @Test
  void shouldBeginAFileWithAWholeRecord() {
    try (Spool spool = Spool.open(dir, "task", 100)) {
      show(spool, 1, 2);
      spool.acknowledge(spool.session(), 2);
      show(spool, 3, 4); // rotates
      spool.rewind();
      assertArrayEquals(picture(3), spool.read().getImage().toByteArray());
      assertEquals(0, spool.read().getImage().size());
    }
  }

  private static void append(Spool spool, int from, int to) {
    for (int i = from; i <= to; i++) spool.accept(Transitions.step(i));
  }

  @Test
  void shouldReadBackInOrder() {
    try (Spool spool = open()) {
      append(spool, 1, 3);
      for (int i = 1; i <= 3; i++) {
        assertEquals(i, step(spool.read()));
        assertEquals(i, spool.readSeq());
      }
      assertNull(spool.read());
      append(spool, 4, 4);
      assertEquals(4, step(spool.read()));
    }
  }

  @Test
  void shouldSendAgainWhatWasNotAcknowledged() {
    try (Spool spool = open()) {
      append(spool, 1, 5);
      for (int i = 0; i < 4; i++) spool.read();
      spool.acknowledge(spool.session(), 2);
      spool.rewind();
      assertEquals(3, step(spool.read()));
      assertEquals(3, spool.readSeq());
    }
  }

  @Test
  void shouldGoOnAfterARestart() {
    long session;
    try (Spool spool = open()) {
      session = spool.session();
      append(spool, 1, 5);
      spool.acknowledge(session, 2);
    }
    try (Spool spool = open()) {
      assertEquals(session, spool.session());
      assertEquals(5, spool.recorded());
      assertEquals(2, spool.acknowledged());
      append(spool, 6, 6);
      for (int i = 3; i <= 6; i++) assertEquals(i, step(spool.read()));
      assertNull(spool.read());
    }
  }

  @Test
  void shouldLoseOnlyARecordThatWasBeingWritten() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 3);
    }
    try (FileChannel file = FileChannel.open(recordFiles().getFirst(), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 5);
    }
    try (Spool spool = open()) {
      assertEquals(2, spool.recorded());
      append(spool, 33, 33);
      spool.read();
      spool.read();
      assertEquals(33, step(spool.read()));
      assertEquals(3, spool.readSeq());
    }
  }

  @Test
  void shouldBeginANewSessionWhereAcknowledgedRecordsAreGone() throws IOException {
    long session;
    try (Spool spool = open()) {
      session = spool.session();
      append(spool, 1, 3);
      spool.acknowledge(session, 3);
    }
    try (FileChannel file = FileChannel.open(recordFiles().getFirst(), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 5);
    }
    try (Spool spool = open()) {
      assertNotEquals(session, spool.session());
      assertEquals(0, spool.recorded());
    }
  }

  /** A pipe that nobody reads stands for a disk that takes its time. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldNotLetAStepWaitForTheWatermark() throws Exception {
    Path pipe = dir.resolve("acknowledged.next");
    try (Spool spool = open()) {
      append(spool, 1, 2);
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
      long session = spool.session();
      Thread link = Thread.ofPlatform().start(() -> spool.acknowledge(session, 1));
      while (spool.acknowledged() == 0) Thread.onSpinWait();
      append(spool, 3, 3);
      assertEquals(3, spool.recorded());
      assertTrue(link.isAlive(), "it is still writing");
      Files.readAllBytes(pipe);
      link.join();
    }
  }

  @Test
  void shouldSurviveALostWatermark() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 3);
      spool.acknowledge(spool.session(), 3);
    }
    Files.write(dir.resolve("acknowledged"), new byte[] {1, 2, 3});
    try (Spool spool = open()) {
      assertEquals(3, spool.recorded());
      assertEquals(0, spool.acknowledged());
      assertEquals(1, step(spool.read()));
    }
  }

  @Test
  void shouldIgnoreAcknowledgementsOfOthers() {
    try (Spool spool = open()) {
      append(spool, 1, 3);
      spool.acknowledge(spool.session() + 1, 3);
      assertEquals(0, spool.acknowledged());
      spool.acknowledge(spool.session(), 99);
      assertEquals(3, spool.acknowledged());
      spool.acknowledge(spool.session(), 1);
      assertEquals(3, spool.acknowledged());
    }
  }

  @Test
  void shouldStayBoundedWhileEverythingIsAcknowledged() throws IOException {
    long session;
    try (Spool spool = Spool.open(dir, "task", 2000)) {
      session = spool.session();
      for (int i = 1; i <= 500; i++) {
        append(spool, i, i);
        assertEquals(i, step(spool.read()));
        assertEquals(i, spool.readSeq());
        spool.acknowledge(session, i);
      }
      assertEquals(1, recordFiles().size());
      assertTrue(Files.size(recordFiles().getFirst()) < 3000);
    }
    try (Spool spool = open()) {
      assertEquals(session, spool.session());
      assertEquals(500, spool.recorded());
      assertEquals(500, spool.acknowledged());
      append(spool, 501, 501);
      assertEquals(501, step(spool.read()));
      assertEquals(501, spool.readSeq());
    }
  }

  @Test
  void shouldIgnoreARotationThatDidNotHappen() throws IOException {
    try (Spool spool = open()) {
      append(spool, 1, 3);
    }
    Files.write(dir.resolve("records-%020d.log".formatted(4)), new byte[] {7, 0});
    try (Spool spool = open()) {
      assertEquals(3, spool.recorded());
      assertEquals(1, recordFiles().size());
    }
  }

  @Test
  void shouldRefuseAnotherTasksSpool() {
    open().close();
    String message =
        assertThrows(ConfigException.class, () -> Spool.open(dir, "other", NEVER)).getMessage();
    assertTrue(message.contains("another task contract"), message);
  }

  @Test
  void shouldRefuseASpoolInUse() {
    try (Spool spool = open()) {
      String message = assertThrows(ConfigException.class, this::open).getMessage();
      assertTrue(message.contains("in use"), message);
      assertEquals(0, spool.recorded());
    }
    open().close();
  }
}
