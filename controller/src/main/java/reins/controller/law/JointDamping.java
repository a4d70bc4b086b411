package reins.controller.law;

import reins.contract.config.RobotConfig;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * The retreat: torques that only take energy out of the arm.
 *
 * <p>Threads: the control loop's.
 */
public final class JointDamping implements Law {
  /** Share of the torque limit that damping asks for at the speed limit. */
  private static final double SHARE_OF_TORQUE = 0.25;

  private final double[] d_Nms_rad;

  /** Scales each joint's damping by its own limits: a quarter of its torque at its full speed. */
  public JointDamping(RobotConfig robot) {
    d_Nms_rad = new double[robot.n()];
    for (int i = 0; i < d_Nms_rad.length; i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      d_Nms_rad[i] = SHARE_OF_TORQUE * joint.tau_max_Nm() / joint.dq_max_rad_s();
    }
  }

  @Override
  public void start(boolean soft) {}

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    compute(state, command.tau_Nm);
  }

  /** tau = -D dq, zero where the speed is not finite. {@code tau_Nm} [n] written. */
  public void compute(RobotState state, double[] tau_Nm) {
    for (int i = 0; i < d_Nms_rad.length; i++) {
      double dq = state.dq_rad_s[i];
      tau_Nm[i] = Double.isFinite(dq) ? -d_Nms_rad[i] * dq : 0.0;
    }
  }
}
