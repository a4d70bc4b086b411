package reins.policy.episode;

import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/** An object that lies still on its height, and fingers that stand where they were told. */
final class TableRest implements Rest {
  private static final double SETTLED_M = 0.002;
  private static final double REST_TOLERANCE_M = 0.01;
  private static final double WIDTH_TOLERANCE_M = 0.005;

  private final TaskConfig task;
  private final double[] lastObject_m = new double[3];

  TableRest(TaskConfig task) {
    this.task = task;
  }

  @Override
  public boolean reached(StateFrame state, Objects objects) {
    boolean rests = atRest(objects.p_base_object_m) && gripperReady(state);
    System.arraycopy(objects.p_base_object_m, 0, lastObject_m, 0, 3);
    return rests;
  }

  /** A gripper that the action does not move holds what it holds. */
  private boolean gripperReady(StateFrame state) {
    return task.action().gripper() < 0
        || Math.abs(state.width_cmd_m - state.width_m) < WIDTH_TOLERANCE_M;
  }

  private boolean atRest(double[] p_m) {
    boolean onHeight =
        p_m[2] > task.reset().object_low_m()[2] - REST_TOLERANCE_M
            && p_m[2] < task.reset().object_high_m()[2] + REST_TOLERANCE_M;
    double moved_m = 0;
    for (int i = 0; i < 3; i++) moved_m = Math.max(moved_m, Math.abs(p_m[i] - lastObject_m[i]));
    return onHeight && moved_m < SETTLED_M;
  }
}
