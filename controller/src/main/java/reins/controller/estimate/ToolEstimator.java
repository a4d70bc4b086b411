package reins.controller.estimate;

import reins.contract.config.RobotConfig;
import reins.contract.config.SafetyConfig;
import reins.contract.geometry.Kinematics;
import reins.controller.model.Dynamics;
import reins.controller.port.RobotState;

/**
 * Completes a measured joint state with what the model knows: tool pose and twist, Jacobian, mass
 * matrix, Coriolis torque. Joint velocities are taken as measured: the arm's own are filtered.
 *
 * <p>Threads: the control loop's.
 */
public final class ToolEstimator {
  private final int n;
  private final Kinematics kinematics;
  private final Dynamics dynamics;

  /** Builds the arm's model, with what hangs on it. */
  public ToolEstimator(RobotConfig robot, SafetyConfig.Payload payload) {
    n = robot.n();
    kinematics = new Kinematics(robot);
    dynamics = new Dynamics(robot, kinematics);
    dynamics.carry(payload.mass_kg(), payload.p_tool_m());
  }

  /** Reads the measured joints of the state. {@code state} written. */
  public void update(RobotState state) {
    kinematics.update(state.q_rad);
    dynamics.update();
    if (!state.tool_measured) place(state);
    System.arraycopy(kinematics.jacobian(), 0, state.jacobian, 0, 6 * n);
    for (int row = 0; row < 6; row++) {
      // v = J dq
      double sum = 0;
      for (int i = 0; i < n; i++) sum += state.jacobian[row * n + i] * state.dq_rad_s[i];
      state.v_base_tool[row] = sum;
    }
    dynamics.massMatrix(state.mass_kgm2);
    dynamics.coriolis(state.dq_rad_s, state.coriolis_Nm);
    dynamics.gravity(state.gravity_Nm);
  }

  private void place(RobotState state) {
    System.arraycopy(kinematics.p_base_tool_m(), 0, state.p_base_tool_m, 0, 3);
    System.arraycopy(kinematics.q_base_tool(), 0, state.q_base_tool, 0, 4);
  }
}
