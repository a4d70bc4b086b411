package reins.controller.law;

import reins.contract.config.RobotConfig;
import reins.controller.port.RobotState;

/**
 * Draws the elbow to the robot's ready pose without moving the tool.
 *
 * <p>Threads: the control loop's.
 */
final class NullspacePosture {
  private final double[] q_home_rad;
  private final NullspaceProjector projector;

  /** [n] the torque that was computed last. */
  final double[] tau_Nm;

  NullspacePosture(RobotConfig robot) {
    q_home_rad = robot.q_home_rad().clone();
    projector = new NullspaceProjector(robot.n());
    tau_Nm = new double[robot.n()];
  }

  void compute(RobotState state, ImpedanceGains gains) {
    for (int i = 0; i < tau_Nm.length; i++)
      // tau_0 = k (q_home - q) - d dq
      tau_Nm[i] =
          gains.kNull() * (q_home_rad[i] - state.q_rad[i]) - gains.dNull() * state.dq_rad_s[i];
    projector.project(state, tau_Nm);
  }
}
