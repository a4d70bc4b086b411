package reins.sim.world;

import reins.contract.config.Goal;
import reins.contract.config.TaskConfig;

/**
 * What lies in front of the arm and what the arm holds: one scene for each kind of goal.
 *
 * <p>Units and frames: the base frame is the world frame, table top at z = 0.
 */
public sealed interface TableScene permits CubeScene, MarkerScene, PegScene {
  /** Simulated time of one step of every scene: the controller's period. */
  double TIMESTEP_S = 0.001;

  /** MJCF of the body {@code object}, what it stands for included. */
  String object();

  /** MJCF of what is fixed to the tool, in the tool's frame; empty: nothing. */
  default String held() {
    return "";
  }

  /** The gripper's opening at the start, of at most {@code width_max_m}. */
  default double opening_m(double width_max_m) {
    return width_max_m;
  }

  /** Sliding friction of the rubber finger tips; the greater one of a pair counts. */
  default double tip_friction() {
    return 1.2;
  }

  /**
   * Where the object is after a reset.
   *
   * @return [3]
   */
  double[] p_base_object_m();

  /** The scene that a task's goal needs. */
  static TableScene of(TaskConfig task) {
    TaskConfig.Reset reset = task.reset();
    double[] middle_m = new double[3];
    for (int i = 0; i < 3; i++)
      middle_m[i] = (reset.object_low_m()[i] + reset.object_high_m()[i]) / 2;
    return switch (task.reward()) {
      case Goal.Lift lift -> CubeScene.pickCube();
      case Goal.Reach reach -> new MarkerScene(middle_m, reach.tolerance_m());
      case Goal.Insert peg -> new PegScene(middle_m, peg);
    };
  }
}
