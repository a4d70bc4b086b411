package reins.learner.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.data.PolicySpec;
import reins.contract.exchange.Source;
import reins.learner.Transitions;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.wire.Record;

class InboxTest {
  private static final PolicySpec SPEC = new PolicySpec(3, 2, "abc");
  private static final TransitionCodec CODEC = new TransitionCodec(SPEC);

  @TempDir Path folder;

  private static Record record(long session, long seq) {
    return CODEC.encode(session, seq, Transitions.policy(3, 2, seq));
  }

  private Path journal() {
    return folder.resolve("journal.bin");
  }

  @Test
  void shouldStoreEachRecordOnceOverRestartsAndSessions() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      for (long seq : new long[] {1, 2, 2, 1, 3}) inbox.store(record(5, seq));
      inbox.store(record(6, 1));
      assertEquals(4, inbox.stored());
    }
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      assertEquals(4, inbox.stored());
      inbox.store(record(5, 3));
      inbox.store(record(5, 4));
      assertEquals(5, inbox.stored());
    }
  }

  @Test
  void shouldHandOutTheJournalInItsOrder() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      for (long seq = 1; seq <= 6; seq++) inbox.store(record(5, seq));
    }
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      Buffers replay = new Buffers(1000, 3, 2, Intake::correctionsToBoth);
      inbox.drainInto(replay, 4);
      assertEquals(4, inbox.drained());
      inbox.drainInto(replay, Long.MAX_VALUE);
      assertEquals(6, inbox.drained());
      Batch batch = new Batch(6, 3, 2);
      for (int i = 0; i < 6; i++) {
        replay.online().copy(i, batch, i);
        assertEquals(i + 1, batch.reward()[i]);
      }
    }
  }

  @Test
  void shouldCutOffATornTailAndTakeTheRecordAgain() throws InterruptedException, IOException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      for (long seq = 1; seq <= 3; seq++) inbox.store(record(5, seq));
    }
    try (FileChannel file = FileChannel.open(journal(), StandardOpenOption.WRITE)) {
      file.truncate(Files.size(journal()) - 7);
    }
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      assertEquals(2, inbox.stored());
      inbox.store(record(5, 3));
      assertEquals(3, inbox.stored());
    }
  }

  @Test
  void shouldRefuseGapsBadNumbersAndOtherTasks() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      inbox.store(record(5, 10)); // an actor whose earlier steps another run has
      assertRefused(inbox, record(5, 12), "seq: expected 11");
      assertRefused(
          inbox,
          CODEC.encode(5, 11, Transitions.policy(4, 2, 0)),
          "obs: expected 3 numbers, got 4");
      assertRefused(
          inbox, CODEC.encode(5, 11, Transitions.policy(3, 2, Float.NaN)), "reward: expected");
      assertRefused(
          inbox,
          CODEC.encode(5, 11, Transitions.of(3, 2, 0, 0.5f, false, Source.POLICY, false)),
          "mask: expected 0 or 1");
      assertEquals(1, inbox.stored());
    }
    PolicySpec other = new PolicySpec(3, 2, "other");
    var e = assertThrows(IllegalArgumentException.class, () -> Inbox.open(other, journal()));
    assertTrue(e.getMessage().startsWith("journal: recorded for another task"), e.getMessage());
  }

  private static void assertRefused(Inbox inbox, Record record, String line) {
    var e = assertThrows(IllegalArgumentException.class, () -> inbox.store(record));
    assertTrue(e.getMessage().startsWith(line), e.getMessage());
  }

  @Test
  void shouldKeepEverythingOfATransition() {
    var t = Transitions.of(3, 2, 0.25f, 0, true, Source.SCRIPT, true);
    var copy = CODEC.decode(CODEC.parse(CODEC.encode(1, 1, t).toByteArray()));
    assertEquals(CODEC.encode(1, 1, t), CODEC.encode(1, 1, copy));
    assertEquals(Source.SCRIPT, copy.source());
  }
}
