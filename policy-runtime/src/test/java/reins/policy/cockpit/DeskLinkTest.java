package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.exchange.Command;
import reins.policy.human.LinkLoss;
import reins.policy.human.Silence;
import reins.policy.human.Word;

/** What becomes of the robot when a page that drives freezes, stalls or closes. */
class DeskLinkTest extends DeskStage {
  @Test
  void shouldHoldWithinTwoHundredMillisecondsOfAFrozenPageAndWaitForStart() {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    long last_ns = page.heard_ns;
    while (command() == Command.ACT.ordinal()) step();
    long held_ns = loop.chosen().frame.stamp_ns;
    assertTrue(held_ns - last_ns <= Silence.RETURN_NS, "returned after " + (held_ns - last_ns));
    for (int i = 0; i < 12; i++) step();
    assertTrue(desk.standing().paused());
    assertEquals(1, desk.standing().linkLosses());
    // It comes back with the key still down: nothing moves, not even after start.
    silent = false;
    for (int i = 0; i < 3; i++) step();
    say(Word.START);
    step();
    assertFalse(personDrives());
    assertEquals(Command.ACT.ordinal(), command(), "the policy goes on");
    axes[1] = 0;
    step();
    axes[1] = 1;
    step();
    step();
    assertTrue(personDrives());
  }

  @Test
  void shouldGoOnAfterAShortStall() {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    for (int i = 0; i < 4; i++) step();
    assertEquals(Command.HOLD.ordinal(), command());
    silent = false;
    step();
    step();
    assertTrue(personDrives());
    assertEquals(0, desk.standing().linkLosses());
    assertEquals(1, desk.standing().stalls());
    assertEquals(120_000_000, desk.standing().longestReturn_ns(), 1);
  }

  @Test
  void shouldLetThePolicyGoOnWhereTheRigSaysSo() {
    build(LinkLoss.POLICY);
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    assertTrue(personDrives());
    silent = true;
    long last_ns = page.heard_ns;
    while (personDrives()) step();
    assertTrue(loop.chosen().frame.stamp_ns - last_ns <= Silence.RETURN_NS);
    assertEquals(Command.ACT.ordinal(), command());
    assertFalse(desk.standing().paused());
  }

  @Test
  void shouldHoldInTheStepAfterAClosedPage() {
    axes[0] = -1;
    for (int i = 0; i < 3; i++) step();
    desk.leave(page);
    silent = true;
    loop.step(arm.now_ns);
    assertEquals(Command.HOLD.ordinal(), command());
    assertEquals(0, desk.standing().commander());
  }

  /** The hand of a closed page is at rest before the step is over. */
  @Test
  void shouldRestTheHandOfAClosedPageWithinTheStep() {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    loop.step(arm.now_ns);
    assertEquals(1, loop.chosen().frame.action[1], 1e-9);
    desk.leave(page);
    loop.revise(arm.now_ns + 30_000_000);
    assertEquals(0.3, loop.chosen().frame.action[1], 1e-9);
    arm.period();
    loop.step(arm.now_ns);
    assertEquals(Command.HOLD.ordinal(), command());
  }

  @Test
  void shouldNotUseAnswersToOldPicturesNorRepeatedNumbers() {
    long old = pulse.beat(arm.now_ns);
    for (int i = 0; i < 5; i++) step();
    axes[1] = 1;
    silent = true;
    desk.accept(page, frame(++seq, old), arm.now_ns);
    assertEquals(1, tally.late.sum());
    desk.accept(page, frame(seq, pulse.beat(arm.now_ns)), arm.now_ns);
    assertEquals(1, tally.repeated.sum());
    loop.step(arm.now_ns);
    assertFalse(personDrives());
    assertFalse(pulse.recent(Long.MAX_VALUE, arm.now_ns));
  }

  /** How a line to a page that drives dies. */
  enum Death {
    /** The page says nothing more. */
    FROZEN,
    /** What it said comes, all at once and too late. */
    STALLED,
    /** The socket is gone. */
    KILLED
  }

  /** Whatever dies and whatever the rig says follows: the person has the robot no longer. */
  @ParameterizedTest
  @CsvSource({
    "HOLD, FROZEN",
    "HOLD, STALLED",
    "HOLD, KILLED",
    "POLICY, FROZEN",
    "POLICY, STALLED",
    "POLICY, KILLED"
  })
  void shouldBeBackWithinTwoHundredMillisecondsHoweverTheLineDies(LinkLoss whenLost, Death death) {
    build(whenLost);
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    assertTrue(personDrives());
    long last_ns = page.heard_ns, old = pulse.beat(page.heard_ns);
    silent = true;
    if (death == Death.KILLED) desk.leave(page);
    for (int i = 0; i < 10 && personDrives(); i++) {
      step();
      if (death == Death.STALLED && i > 2)
        for (int k = 0; k < 20; k++) desk.accept(page, frame(++seq, old), arm.now_ns);
    }
    assertTrue(loop.chosen().frame.stamp_ns - last_ns <= Silence.RETURN_NS);
    int expected = (whenLost == LinkLoss.HOLD ? Command.HOLD : Command.ACT).ordinal();
    for (int i = 0; i < 15; i++) {
      assertEquals(expected, command());
      assertFalse(personDrives());
      step();
    }
  }
}
