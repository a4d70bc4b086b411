package reins.policy.device;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;
import reins.contract.geometry.Quaternions;

/**
 * How far a leader arm has moved from one pose to another, in steps of the task's action.
 *
 * <p>Threads: one owner.
 */
sealed interface Displacement {
  /** Length of what is written. */
  int length();

  /** {@code steps} written: from the one pose to the other. */
  void between(double[] from_rad, double[] to_rad, double[] steps);

  /** Joint by joint. */
  record OfJoints(int length, double step_rad) implements Displacement {
    @Override
    public void between(double[] from_rad, double[] to_rad, double[] steps) {
      for (int i = 0; i < length; i++) steps[i] = (to_rad[i] - from_rad[i]) / step_rad;
    }
  }

  /** Of the leader's tool in the leader's base frame, which is taken for the robot's. */
  final class OfTool implements Displacement {
    private final Kinematics from;
    private final Kinematics to;
    private final ActionSpace.CartesianDelta space;
    private final double[] turn = new double[4];
    private final double[] turn_rad = new double[3];

    OfTool(RobotConfig leader, ActionSpace.CartesianDelta space) {
      from = new Kinematics(leader);
      to = new Kinematics(leader);
      this.space = space;
    }

    @Override
    public int length() {
      return space.turns() ? 6 : 3;
    }

    @Override
    public void between(double[] from_rad, double[] to_rad, double[] steps) {
      from.update(from_rad);
      to.update(to_rad);
      for (int k = 0; k < 3; k++)
        steps[k] = (to.p_base_tool_m()[k] - from.p_base_tool_m()[k]) / space.step_m();
      if (!space.turns()) return;
      // r = log(q_to q_from^-1), in the base frame
      Quaternions.conjugate(from.q_base_tool(), turn);
      Quaternions.multiply(to.q_base_tool(), turn, turn);
      Quaternions.log(turn, turn_rad);
      for (int k = 0; k < 3; k++) steps[3 + k] = turn_rad[k] / space.step_rad();
    }
  }
}
