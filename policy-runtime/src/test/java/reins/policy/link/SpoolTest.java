package reins.policy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  private static int step(byte[] transition) {
    try {
      return reins.wire.Transition.parseFrom(transition).getStep();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
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
