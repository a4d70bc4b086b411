package reins.learner.algo.calql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.Transitions;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.learner.replay.ReplayBuffer;

class MonteCarloReturnsTest {
  private static final float NONE = Float.NEGATIVE_INFINITY;
  private final Buffers buffers =
      new Buffers(4, 1, 1, new MonteCarloReturns(Intake::correctionsToBoth, 0.5));

  private void step(long episode, float reward, boolean done, Source source) {
    Transition t = Transitions.of(1, 1, reward, 1, done, source, false);
    buffers.add(
        new Transition(
            t.obs(),
            t.action(),
            t.proposed(),
            reward,
            t.mask(),
            done,
            t.nextObs(),
            source,
            1,
            episode,
            0,
            false,
            false,
            0,
            false));
  }

  private static float[] floors(ReplayBuffer buffer) {
    Batch batch = new Batch(buffer.size(), 1, 1);
    for (int i = 0; i < batch.rows(); i++) buffer.copy(i, batch, i);
    return batch.floor();
  }

  @Test
  void shouldTellACorrectionWhatTheWholeEpisodeEarnedFromThere() {
    step(1, 0, false, Source.POLICY);
    step(1, 2, false, Source.PERSON); // the person lets go again
    step(1, 4, true, Source.POLICY);
    assertArrayEquals(new float[] {2, 4, 4}, floors(buffers.online()));
    assertArrayEquals(new float[] {4}, floors(buffers.demonstration()));
  }

  @Test
  void shouldHaveNoFloorBeforeTheEpisodesEndNorForOneThatBrokeOff() {
    step(1, 8, false, Source.POLICY);
    assertArrayEquals(new float[] {NONE}, floors(buffers.online()));
    step(2, 1, true, Source.POLICY);
    assertArrayEquals(new float[] {NONE, 1}, floors(buffers.online()));
  }

  @Test
  void shouldNotTouchWhatHasTakenTheRoomOfAnEarlierStep() {
    for (int i = 0; i < 5; i++) step(1, i, false, Source.POLICY); // the first gave way
    step(1, 5, true, Source.POLICY);
    // rows 0 and 1 hold rewards 4 and 5: G_5 = 5, G_4 = 4 + 2.5, G_3 = 3 + 3.25, G_2 = 2 + 3.125
    assertArrayEquals(new float[] {6.5f, 5, 5.125f, 6.25f}, floors(buffers.online()));
  }

  @Test
  void shouldTellTwoRobotsApart() {
    step(1, 8, false, Source.POLICY);
    step(2, 4, false, Source.POLICY);
    step(1, 2, true, Source.POLICY);
    step(2, 1, true, Source.POLICY);
    assertArrayEquals(new float[] {9, 4.5f, 2, 1}, floors(buffers.online()));
  }
}
