package reins.policy.episode;

import reins.contract.config.Goal;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * Whether the task's goal is met, seen from what is measured.
 *
 * <p>Units and frames: metres in the base frame.
 */
final class Judge {
  private final Goal goal;
  private final double restZ_m;

  Judge(TaskConfig task) {
    goal = task.reward();
    restZ_m = task.reset().object_low_m()[2];
  }

  boolean succeeded(StateFrame state, Objects objects) {
    double[] object = objects.p_base_object_m;
    double[] tool = state.p_base_tool_m;
    double beside_m = Math.hypot(object[0] - tool[0], object[1] - tool[1]);
    return switch (goal) {
      case Goal.Lift lift -> object[2] - restZ_m >= lift.lift_m();
      case Goal.Reach reach -> Math.hypot(beside_m, object[2] - tool[2]) <= reach.tolerance_m();
      // The peg stands in the hole, not beside the block.
      case Goal.Insert peg ->
          beside_m <= peg.clearance_m() && object[2] - (tool[2] - peg.reach_m()) >= peg.depth_m();
    };
  }
}
