package reins.learner.algo.rlif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.Transitions;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;

class TakeoverRewardTest {
  private final Buffers buffers = new Buffers(100, 1, 1, new TakeoverReward(-1));

  private void step(long episode, int step, Source source) {
    Transition t = Transitions.of(1, 1, 5, 1, false, source, false);
    buffers.add(
        new Transition(
            t.obs(),
            t.action(),
            t.proposed(),
            5, // the task's reward, which nobody may look at
            1,
            false,
            t.nextObs(),
            source,
            1,
            episode,
            step,
            false,
            false,
            0,
            false));
  }

  private float[] rewards() {
    Batch batch = new Batch(buffers.online().size(), 1, 1);
    for (int i = 0; i < batch.rows(); i++) buffers.online().copy(i, batch, i);
    return batch.reward();
  }

  @Test
  void shouldBlameTheStepBeforeATakeoverAndNothingElse() {
    step(1, 1, Source.POLICY);
    step(1, 2, Source.POLICY);
    step(1, 3, Source.PERSON);
    step(1, 4, Source.PERSON);
    step(1, 5, Source.POLICY);
    step(1, 6, Source.PERSON);
    assertArrayEquals(new float[] {0, -1, 0, 0, -1, 0}, rewards());
    assertEquals(0, buffers.demonstration().size());
  }

  @Test
  void shouldNotBlameTheEpisodeBefore() {
    step(1, 9, Source.POLICY);
    step(2, 10, Source.PERSON);
    assertArrayEquals(new float[] {0, 0}, rewards());
  }

  @Test
  void shouldNotBlameAcrossAGap() {
    step(1, 1, Source.POLICY);
    step(1, 3, Source.PERSON);
    assertArrayEquals(new float[] {0, 0}, rewards());
  }

  @Test
  void shouldTakeNoRewardFromDemonstrations() {
    buffers.add(Transitions.of(1, 1, 7, 0, true, Source.PERSON, true));
    Batch batch = new Batch(1, 1, 1);
    buffers.demonstration().copy(0, batch, 0);
    assertArrayEquals(new float[] {0}, batch.reward());
    assertArrayEquals(new float[] {0}, batch.mask());
  }

  /** Two robots at once: one's takeover says nothing about the other's step. */
  @Test
  void shouldBlameTheRobotThatWasTakenOver() {
    step(1, 1, Source.POLICY);
    step(2, 1, Source.POLICY);
    step(1, 2, Source.PERSON);
    step(2, 2, Source.POLICY);
    assertArrayEquals(new float[] {-1, 0, 0, 0}, rewards());
  }
}
