package reins.policy;

import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/** Transitions for tests, told apart by their step. */
public final class Transitions {
  private Transitions() {}

  /** A transition of the given step. */
  public static Transition step(int step) {
    return new Transition(
        new float[] {step, 1, 2},
        new float[] {0.5f},
        new float[] {-0.5f},
        0,
        1,
        false,
        new float[] {step + 1, 1, 2},
        Source.SCRIPT,
        3,
        4,
        step,
        false,
        false,
        5,
        true);
  }
}
