package reins.policy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BothEndsTest {
  private final BothEnds ends = new BothEnds();

  private void send(long from, long to, long... interventions) {
    for (long seq = from; seq <= to; seq++) {
      boolean intervention = false;
      for (long i : interventions) intervention |= i == seq;
      ends.sent(seq, intervention);
    }
  }

  @Test
  void shouldAgreeWhereNothingIsLost() {
    send(1, 6, 2, 3, 5);
    ends.stored(1, 1, 0);
    ends.stored(2, 1, 1);
    assertEquals(1, ends.sentAndAcknowledged());
    ends.stored(6, 1, 3);
    assertEquals(3, ends.sentAndAcknowledged());
    assertEquals(3, ends.stored());
    assertFalse(ends.differ());
  }

  @Test
  void shouldNoticeOneThatTheLearnerTookForThePolicys() {
    send(1, 3, 2);
    ends.stored(1, 1, 0);
    ends.stored(3, 1, 0);
    assertTrue(ends.differ());
    ends.stored(3, 1, 1);
    assertTrue(ends.differ(), "once is for good");
  }

  /** The actor was restarted, and then the line broke: what is sent again counts once. */
  @Test
  void shouldGoOnWhereAnEarlierProcessEndedAndCountNothingTwice() {
    send(10, 12, 11);
    ends.stored(10, 1, 4);
    send(10, 14, 11, 13);
    ends.acknowledged(11);
    ends.acknowledged(12);
    ends.stored(13, 1, 6);
    ends.stored(14, 1, 6);
    assertEquals(2, ends.sentAndAcknowledged());
    assertEquals(2, ends.stored());
    assertFalse(ends.differ());
  }

  /**
   * Two recordings, one after the other, with the same policy process: each counts from nothing.
   */
  @Test
  void shouldCountAnewWhereAnotherJournalTakesOver() {
    send(1, 4, 1, 2, 4);
    ends.stored(1, 1, 1);
    ends.stored(4, 1, 3);
    send(5, 7, 5, 7);
    ends.stored(5, 5, 1);
    ends.stored(6, 5, 1);
    assertFalse(ends.differ(), "its first count is where it begins");
    assertEquals(4, ends.sentAndAcknowledged());
    assertEquals(4, ends.stored());
    ends.stored(7, 5, 1);
    assertTrue(ends.differ(), "it lost one");
  }

  /** A learner that was away goes on in the same journal, and so does the count. */
  @Test
  void shouldNoticeWhatTheSameJournalLostMeanwhile() {
    send(1, 3, 1, 2);
    ends.stored(3, 1, 2);
    send(4, 4);
    ends.stored(4, 1, 1);
    assertTrue(ends.differ());
  }
}
