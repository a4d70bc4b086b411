package reins.learner.algo.hilserl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.learner.replay.Batch;

class GripperStepsTest {
  private final GripperSteps steps = new GripperSteps(2, 1, 3, 0.5f, -0.02f);

  /** Command: 1 open, -1 closed. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.9, 2, -0.02", // closes
    "-1, 0.9, 2, 0", // is closed already
    "-1, -0.9, 0, -0.02", // opens
    "1, -0.9, 0, 0", // is open already
    "1, 0.3, 1, 0",
    "-1, -0.3, 1, 0",
    "1, 0, 1, 0"
  })
  void shouldPriceChangesOnly(float command, float action, int choice, float penalty) {
    Batch batch = new Batch(2, 2, 3);
    batch.obs()[3] = command;
    batch.action()[5] = action;
    assertEquals(choice, steps.choice(batch, 1));
    assertEquals(penalty, steps.penalty(batch, 1));
    assertEquals(GripperSteps.STAY, steps.choice(batch, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.9, false, false, true", // closes
    "1, -0.9, true, true, false", // open, stays open
    "1, 0, true, true, false",
    "-1, 0.9, false, true, true", // closed, stays closed
    "-1, 0, false, true, true",
    "-1, -0.9, true, false, false" // opens
  })
  void shouldTakeChoicesWithOneEffectForOne(
      float command, float action, boolean open, boolean stay, boolean close) {
    Batch batch = new Batch(2, 2, 3);
    batch.obs()[3] = command;
    batch.action()[5] = action;
    assertEquals(open, steps.sameAs(batch, 1, GripperSteps.OPEN));
    assertEquals(stay, steps.sameAs(batch, 1, GripperSteps.STAY));
    assertEquals(close, steps.sameAs(batch, 1, GripperSteps.CLOSE));
  }
}
