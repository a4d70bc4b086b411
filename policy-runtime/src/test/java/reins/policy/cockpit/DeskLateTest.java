package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.Command;
import reins.policy.episode.Outcome;
import reins.policy.human.Word;

/** What is said over a slow line: the page says it until it is heard, and it counts once. */
class DeskLateTest extends DeskStage {
  private long old;

  /** A picture that is too old to be answered, and nobody who sends. */
  @BeforeEach
  void slow() {
    old = pulse.beat(arm.now_ns);
    for (int i = 0; i < 5; i++) step();
    silent = true;
  }

  /** A message that answers the old picture. */
  private void late(Viewer from, InputFrame frame) {
    desk.accept(from, frame, arm.now_ns);
  }

  private void again(Viewer from, long number, long ack, Word what) {
    word = what;
    said = number - 1;
    desk.accept(from, frame(++seq, ack), arm.now_ns);
    word = null;
  }

  private long fresh() {
    return pulse.beat(arm.now_ns);
  }

  @Test
  void shouldStoreASentenceHoweverLateAndOnce() {
    text = "far too fast";
    InputFrame sentence = frame(++seq, old);
    late(page, sentence);
    assertEquals(1, desk.standing().sentences());
    assertEquals("far too fast", desk.standing().sentence());
    assertEquals(sentence.said(), page.taken, "and the page is shown so");
    assertEquals(1, tally.late.sum());
    said--;
    desk.accept(page, frame(++seq, fresh()), arm.now_ns + Viewer.SENTENCE_NS);
    assertEquals(1, desk.standing().sentences(), "said again it is the same");
    desk.accept(page, frame(++seq, fresh()), arm.now_ns + Viewer.SENTENCE_NS);
    assertEquals(2, desk.standing().sentences(), "typed again it is another");
  }

  /** Nobody types so fast: it is said again, and stored then. */
  @Test
  void shouldNotHearASentenceThatItDidNotStore() {
    text = "one";
    desk.accept(page, frame(++seq, fresh()), arm.now_ns);
    text = "two";
    desk.accept(page, frame(++seq, fresh()), arm.now_ns + 1);
    assertEquals(said - 1, page.taken);
    said--;
    desk.accept(page, frame(++seq, fresh()), arm.now_ns + Viewer.SENTENCE_NS);
    assertEquals(said, page.taken);
    assertEquals("two", desk.standing().sentence());
  }

  @Test
  void shouldHearAPauseHoweverLateAndOnce() {
    word = Word.PAUSE;
    late(page, frame(++seq, old));
    loop.step(arm.now_ns);
    assertEquals(Command.HOLD.ordinal(), command());
    assertTrue(desk.standing().paused());
    again(page, page.taken + 1, fresh(), Word.START);
    step();
    assertFalse(desk.standing().paused());
    for (int i = 0; i < 3; i++) {
      word = Word.PAUSE;
      late(page, frame(++seq, old));
    }
    step();
    assertTrue(desk.standing().paused(), "pressed again it is another");
  }

  @Test
  void shouldLetAPauseTakeBackAStartOfTheSameStep() {
    word = Word.PAUSE;
    late(page, frame(++seq, old));
    step();
    again(page, page.taken + 1, fresh(), Word.START);
    word = Word.PAUSE;
    late(page, frame(++seq, old));
    step();
    assertTrue(desk.standing().paused());
  }

  @Test
  void shouldNotPauseOnAViewersWord() {
    Viewer second = new Viewer(desk.nextNumber(), null);
    desk.join(second);
    word = Word.PAUSE;
    late(second, frame(++seq, old));
    late(second, frame(++seq, old));
    step();
    assertFalse(desk.standing().paused());
    assertEquals(1, tally.notCommander.sum());
  }

  @Test
  void shouldHearAWordOfALateMessageWhenItIsSaidAgainInTime() {
    again(page, 1, old, Word.SUCCESS);
    assertEquals(0, page.taken);
    loop.step(arm.now_ns);
    assertEquals(0, results.size(), "late, it is not done");
    again(page, 1, fresh(), Word.SUCCESS);
    assertEquals(1, page.taken);
    step();
    assertEquals(Outcome.SUCCESS, results.getLast().outcome());
  }

  @Test
  void shouldTakeAWordThatIsSaidAgainAndAgainForOne() {
    again(page, 1, fresh(), Word.START);
    word = Word.PAUSE;
    late(page, frame(++seq, old));
    step();
    again(page, 1, fresh(), Word.START);
    step();
    assertTrue(desk.standing().paused(), "that start was before the pause");
    again(page, 2, fresh(), Word.START);
    step();
    assertFalse(desk.standing().paused());
  }

  /** A page that opens anew counts on; what another page was heard to say is nothing to it. */
  @Test
  void shouldCountTheWordsOfEachPageByThemselves() {
    Viewer second = new Viewer(desk.nextNumber(), null);
    desk.join(second);
    again(page, 5, fresh(), Word.AGAIN);
    again(second, 1, fresh(), Word.ASK);
    assertEquals(5, page.taken);
    assertEquals(1, second.taken);
    assertEquals(second.number, desk.standing().asking());
    again(page, 6, fresh(), Word.GIVE);
    again(page, 6, fresh(), Word.GIVE);
    assertEquals(second.number, desk.standing().commander());
    assertEquals(0, tally.notCommander.sum(), "said again, it is no word of a viewer");
  }
}
