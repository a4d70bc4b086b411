package reins.controller.law;

import reins.contract.config.ActionSpace;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * A spring and a damper on every joint. The stretch is clipped inside the loop: the static torque
 * is at most stiffness times clip. The damper acts on the speed against the set-point's, so that a
 * moving set-point is followed without lag.
 *
 * <p>Threads: the control loop's.
 */
public final class JointImpedance implements Law {
  private final double[] k_Nm_rad;
  private final double[] d_Nms_rad;
  private final double[] clip_rad;
  private final double ramp_s;
  private double ramp = 1;

  /** Takes the gains of the action's joints; stiffness grows within {@code ramp_s}. */
  public JointImpedance(ActionSpace.JointDelta action, double ramp_s) {
    k_Nm_rad = action.k_Nm_rad().clone();
    d_Nms_rad = action.d_Nms_rad().clone();
    clip_rad = action.clip_rad().clone();
    this.ramp_s = ramp_s;
  }

  @Override
  public void start(boolean soft) {
    if (soft) ramp = 0;
  }

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    ramp = ramp_s > 0 ? Math.min(1.0, ramp + dt_s / ramp_s) : 1.0;
    for (int i = 0; i < k_Nm_rad.length; i++) {
      double clip = ramp * clip_rad[i];
      double e = Math.max(-clip, Math.min(clip, setpoint.q_ref_rad[i] - state.q_rad[i]));
      double de = setpoint.dq_ref_rad_s[i] - state.dq_rad_s[i];
      // tau = K clip(q_ref - q) + D (dq_ref - dq) + c
      command.tau_Nm[i] = ramp * k_Nm_rad[i] * e + d_Nms_rad[i] * de + state.coriolis_Nm[i];
    }
  }
}
