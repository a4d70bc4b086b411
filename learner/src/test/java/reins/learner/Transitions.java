package reins.learner;

import java.util.Arrays;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/** Transitions for tests, recognisable by one number. */
public final class Transitions {
  private Transitions() {}

  /** A step of the policy; everything in it is {@code mark}. */
  public static Transition policy(int obsDim, int actionDim, float mark) {
    return of(obsDim, actionDim, mark, 1, false, Source.POLICY, false);
  }

  /** A step with everything open; a demonstration that ends has succeeded. */
  public static Transition of(
      int obsDim,
      int actionDim,
      float mark,
      float mask,
      boolean done,
      Source source,
      boolean demonstration) {
    float[] obs = new float[obsDim];
    Arrays.fill(obs, mark);
    float[] action = new float[actionDim];
    Arrays.fill(action, Math.clamp(mark, -1, 1));
    float[] nextObs = new float[obsDim];
    Arrays.fill(nextObs, mark + 0.5f);
    return new Transition(
        obs,
        action,
        action,
        mark,
        mask,
        done,
        nextObs,
        source,
        0,
        0,
        0,
        demonstration,
        done && demonstration,
        0,
        false);
  }
}
