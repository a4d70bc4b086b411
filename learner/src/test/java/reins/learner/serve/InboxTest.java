package reins.learner.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.CameraTerm;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.Transitions;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.wire.Ack;
import reins.wire.Record;

class InboxTest {
  private static final PolicySpec SPEC = new PolicySpec(3, 2, "abc");
  private static final TransitionCodec CODEC = new TransitionCodec(SPEC);

  @TempDir Path folder;

  private static Record record(long session, long seq) {
    return CODEC.encode(session, seq, Transitions.policy(3, 2, seq), null);
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

  /** Each actor counts its episodes from the same number. */
  @Test
  void shouldTellTheEpisodesOfTwoActorsApartAlsoAfterARestart() throws InterruptedException {
    List<Long> episodes = new ArrayList<>();
    Intake noting = (t, online, demonstration) -> episodes.add(t.episode());
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      for (long session : new long[] {5, 6}) inbox.store(record(session, 1));
      for (long session : new long[] {6, 5}) inbox.store(record(session, 2));
      inbox.drainInto(new Buffers(1000, 3, 2, noting), Long.MAX_VALUE);
    }
    assertEquals(2, episodes.stream().distinct().count());
    List<Long> before = List.copyOf(episodes);
    episodes.clear();
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      inbox.drainInto(new Buffers(1000, 3, 2, noting), Long.MAX_VALUE);
    }
    assertEquals(before, episodes);
  }

  private static final CameraTerm EYE = new CameraTerm("eye", 8, 8, 127.5, 127.5, 1);
  private static final PolicySpec SEEING = new PolicySpec(3, 2, EYE, "abc");

  private static byte[] picture(int mark) {
    byte[] picture = new byte[EYE.numbers()];
    picture[5] = (byte) mark;
    return picture;
  }

  /** Step {@code mark} begins with its own picture and ends with the next one's. */
  private static Record seen(long session, long seq, int mark, boolean whole) {
    Transition t = Transitions.policy(3, 2, mark).showing(picture(mark), picture(mark + 1));
    byte[] before = whole ? null : picture(mark);
    return new TransitionCodec(SEEING).encode(session, seq, t, before);
  }

  private static void expectOwnPictures(Inbox inbox, int... marks) {
    Buffers replay = new Buffers(1000, 3, 2, EYE.numbers(), Intake::correctionsToBoth);
    inbox.drainInto(replay, Long.MAX_VALUE);
    assertEquals(marks.length, replay.online().size());
    Batch batch = new Batch(marks.length, 3, 2, EYE.numbers());
    for (int i = 0; i < marks.length; i++) {
      replay.online().copy(i, batch, i);
      assertEquals(marks[i], batch.reward()[i]);
      assertEquals(marks[i], batch.images()[i * EYE.numbers() + 5]);
      assertEquals(marks[i] + 1, batch.nextImages()[i * EYE.numbers() + 5]);
    }
  }

  @Test
  void shouldKeepEachPictureOnceAndGiveItBackToItsOwnSteps() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      inbox.store(seen(5, 1, 1, true));
      inbox.store(seen(6, 1, 21, true)); // another actor in between
      inbox.store(seen(5, 2, 2, false));
      inbox.store(seen(5, 3, 8, true)); // a new episode
      inbox.store(seen(5, 3, 8, true)); // sent again
      inbox.store(seen(6, 2, 22, false));
      expectOwnPictures(inbox, 1, 21, 2, 8, 22);
    }
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      inbox.store(seen(5, 4, 9, false)); // the learner was away; the stream goes on
      inbox.store(seen(6, 3, 23, true)); // began anew
      expectOwnPictures(inbox, 1, 21, 2, 8, 22, 9, 23);
    }
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      expectOwnPictures(inbox, 1, 21, 2, 8, 22, 9, 23);
    }
  }

  /** A step's picture may lie in the step before it, which is forgotten. */
  @Test
  void shouldKeepThePicturesOfWhatItDoesNotForget() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      inbox.store(seen(5, 1, 1, true));
      inbox.store(seen(6, 1, 21, true));
      inbox.store(seen(5, 2, 2, false));
      inbox.store(seen(5, 3, 3, false));
      inbox.store(seen(6, 2, 22, false));
    }
    assertEquals(3, Journal.forget(journal(), 2));
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      expectOwnPictures(inbox, 2, 3, 22);
      inbox.store(seen(5, 4, 4, false));
      expectOwnPictures(inbox, 4);
    }
    assertEquals(0, Journal.forget(journal(), 4));
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      inbox.store(seen(5, 5, 5, true));
      expectOwnPictures(inbox, 5);
    }
  }

  @Test
  void shouldReadAJournalOfMoreSessionsThanItRemembersPicturesOf() throws InterruptedException {
    int sessions = 200;
    int[] marks = new int[sessions + 1];
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      for (int s = 0; s < sessions; s++) inbox.store(seen(s, 1, marks[s] = s % 100, true));
      assertRefused(inbox, seen(0, 2, 1, false), "image: expected 192 bytes, got 0");
      inbox.store(seen(0, 2, marks[sessions] = 1, true)); // as at the actor's next attempt
    }
    try (Inbox inbox = Inbox.open(SEEING, journal())) {
      expectOwnPictures(inbox, marks);
    }
  }

  @Test
  void shouldRefusePicturesOfAnotherSize() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SEEING, null)) {
      Transition t = Transitions.policy(3, 2, 1).showing(picture(1), new byte[7]);
      Record odd = new TransitionCodec(SEEING).encode(5, 1, t, null);
      assertRefused(inbox, odd, "next_image: expected 192 bytes, got 7");
      assertRefused(inbox, record(5, 1), "image: expected 192 bytes, got 0");
    }
    try (Inbox inbox = Inbox.open(SPEC, null)) {
      assertRefused(inbox, seen(5, 1, 1, true), "image: expected 0 bytes, got 192");
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

  /** Each session's corrections are counted from its first record that is here. */
  @Test
  void shouldSayWhereItsCountBegins() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      inbox.store(record(5, 7));
      Ack ack = inbox.store(CODEC.encode(5, 8, correction(), null));
      assertEquals(7, ack.getFirst());
      assertEquals(1, ack.getInterventions());
      assertFalse(inbox.store(record(5, 8)).hasInterventions(), "it was there");
    }
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      assertEquals(7, inbox.store(record(5, 9)).getFirst());
    }
  }

  private static Transition correction() {
    return Transitions.of(3, 2, 0, 1, false, Source.PERSON, false);
  }

  @Test
  void shouldForgetWhatIsKeptElsewhereAndKnowThatItHadIt() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      for (long seq = 1; seq <= 4; seq++) inbox.store(record(5, seq));
      inbox.store(record(6, 1));
      inbox.store(record(5, 5));
    }
    assertEquals(2, Journal.forget(journal(), 4));
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      assertEquals(2, inbox.stored());
      assertFalse(inbox.store(record(5, 4)).hasInterventions(), "it was sent again");
      assertFalse(inbox.store(record(5, 5)).hasInterventions());
      assertEquals(2, inbox.stored());
    }
    assertEquals(0, Journal.forget(journal(), 2));
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      assertEquals(0, inbox.stored());
      inbox.store(record(5, 5));
      inbox.store(record(6, 1));
      assertEquals(0, inbox.stored(), "nothing comes twice");
      assertEquals(6, inbox.store(record(5, 6)).getFirst());
      assertEquals(1, inbox.stored());
      assertRefused(inbox, record(6, 3), "seq: expected 2");
    }
  }

  @Test
  void shouldRefuseGapsBadNumbersAndOtherTasks() throws InterruptedException {
    try (Inbox inbox = Inbox.open(SPEC, journal())) {
      inbox.store(record(5, 10)); // an actor whose earlier steps another run has
      assertRefused(inbox, record(5, 12), "seq: expected 11");
      assertRefused(
          inbox,
          CODEC.encode(5, 11, Transitions.policy(4, 2, 0), null),
          "obs: expected 3 numbers, got 4");
      assertRefused(
          inbox,
          CODEC.encode(5, 11, Transitions.policy(3, 2, Float.NaN), null),
          "reward: expected");
      assertRefused(
          inbox,
          CODEC.encode(5, 11, Transitions.of(3, 2, 0, 0.5f, false, Source.POLICY, false), null),
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
    var copy = CODEC.decode(TransitionCodec.parse(CODEC.encode(1, 1, t, null).toByteArray()), null);
    assertEquals(CODEC.encode(1, 1, t, null), CODEC.encode(1, 1, copy, null));
    assertEquals(Source.SCRIPT, copy.source());
  }
}
