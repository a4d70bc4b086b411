package reins.learner.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

class SolvedDemonstrationsTest {
  private final Buffers buffers =
      new Buffers(100, 1, 1, new SolvedDemonstrations(Intake::correctionsToBoth));

  private void episode(long episode, boolean demonstration, int steps, boolean success) {
    for (int step = 0; step < steps; step++) step(episode, step, demonstration, false, false);
    step(episode, steps, demonstration, true, success);
  }

  private void step(long episode, int step, boolean demonstration, boolean done, boolean success) {
    float[] one = {episode};
    Source source = demonstration ? Source.PERSON : Source.POLICY;
    buffers.add(
        new Transition(
            one,
            one,
            one,
            0,
            1,
            done,
            one,
            source,
            1,
            episode,
            step,
            demonstration,
            success,
            1,
            false));
  }

  @Test
  void shouldKeepWhatEndedInSuccess() {
    episode(1, true, 4, true);
    assertEquals(5, buffers.demonstration().size());
    assertEquals(5, buffers.demonstration().shown());
  }

  @Test
  void shouldLeaveOutWhatFailedOrBrokeOff() {
    episode(1, true, 4, false);
    step(2, 0, true, false, false); // and then the actor died
    episode(3, true, 2, true);
    assertEquals(3, buffers.demonstration().size());
    Batch batch = new Batch(1, 1, 1);
    for (int row = 0; row < 3; row++) {
      buffers.demonstration().copy(row, batch, 0);
      assertEquals(3, batch.obs()[0], "of the third episode");
    }
  }

  @Test
  void shouldKeepApartWhatTwoRobotsShowAtTheSameTime() {
    for (int i = 0; i < 3; i++) {
      step(1, i, true, false, false);
      step(7, i, true, false, false);
    }
    step(1, 3, true, true, false);
    assertEquals(0, buffers.demonstration().size());
    step(7, 3, true, true, true);
    assertEquals(4, buffers.demonstration().size());
  }

  @Test
  void shouldForgetWhatBrokeOffInTheEnd() {
    for (int i = 1; i <= 17; i++) step(i, 0, true, false, false);
    step(1, 1, true, true, true); // of an episode whose beginning is gone
    assertEquals(1, buffers.demonstration().size());
  }

  @Test
  void shouldHoldBackNothingElse() {
    step(1, 0, false, false, false);
    assertEquals(1, buffers.online().size());
    step(2, 0, true, false, false);
    assertEquals(0, buffers.demonstration().size());
    step(1, 1, false, false, false);
    assertEquals(2, buffers.online().size());
  }
}
