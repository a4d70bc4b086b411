package reins.policy.human;

import reins.contract.config.TaskConfig;

/** What the person wants in this step. Its person owns it; the loop reads it at once. */
public final class Intent {
  /** The person acts in the policy's place. */
  public boolean engaged;

  /** The person says that the task is solved. */
  public boolean markedSuccess;

  /** The person ends the episode. */
  public boolean markedAbort;

  /** [A] the person's action in [-1, 1]; meaningful while engaged. */
  public final double[] action = new double[TaskConfig.MAX_ACTION];
}
