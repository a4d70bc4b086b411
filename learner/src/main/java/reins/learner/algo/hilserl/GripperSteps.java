package reins.learner.algo.hilserl;

import reins.learner.replay.Batch;

/**
 * What the gripper was told to do in a step, and whether that changed it.
 *
 * @param commandAt index in the observation of what the gripper was told last: positive open,
 *     negative closed
 * @param actionDim of the whole action, the gripper's number last
 * @param threshold above it the gripper closes, below its negative it opens, between it stays
 * @param penalty reward for a change
 */
record GripperSteps(int obsDim, int commandAt, int actionDim, float threshold, float penalty) {
  static final int OPEN = 0;
  static final int STAY = 1;
  static final int CLOSE = 2;
  static final int CHOICES = 3;

  /** Which choice a row's action was. */
  int choice(Batch batch, int row) {
    float gripper = batch.action()[row * actionDim + actionDim - 1];
    if (gripper > threshold) return CLOSE;
    return gripper < -threshold ? OPEN : STAY;
  }

  /**
   * Whether a choice would have left the gripper as the row's action did: to open what is open is
   * to stay.
   */
  boolean sameAs(Batch batch, int row, int choice) {
    return closes(batch, row, choice) == closes(batch, row, choice(batch, row));
  }

  private boolean closes(Batch batch, int row, int choice) {
    return choice == CLOSE || choice == STAY && command(batch, row) < 0;
  }

  private float command(Batch batch, int row) {
    return batch.obs()[row * obsDim + commandAt];
  }

  /** The penalty of a row: only where the choice is not what the gripper does already. */
  float penalty(Batch batch, int row) {
    float command = command(batch, row);
    int choice = choice(batch, row);
    boolean changes = choice == CLOSE ? command > 0 : choice == OPEN && command < 0;
    return changes ? penalty : 0;
  }
}
