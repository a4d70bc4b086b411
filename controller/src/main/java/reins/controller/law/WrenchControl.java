package reins.controller.law;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Layer;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * Applies a wrench at the tool against a damper; the axes without one are held by the task's
 * impedance. A spring with the impedance's stiffness and clip acts on every axis towards the
 * set-point, which the motion generator keeps on the measured tool where the axis is free.
 *
 * <p>What wrench, springs and dampers ask of a joint is clamped, all of it together.
 *
 * <p>Threads: the control loop's.
 *
 * <p>Source: HIL-SERL's egg flip (force along x and z, torque about y, joint torque clamped at 10
 * Nm); selection of axes: Raibert, Craig 1981.
 */
public final class WrenchControl implements Law {
  private final int n;
  private final ImpedanceGains gains;
  private final ActionSpace.Wrench action;
  private final ToolError error = new ToolError();
  private final NullspacePosture posture;
  private final double[] wrench = new double[6];

  /** Takes the action's dampers and clamp, and the task's impedance for the axes that it holds. */
  public WrenchControl(RobotConfig robot, TaskConfig.Impedance held, ActionSpace.Wrench action) {
    n = robot.n();
    this.action = action;
    gains = new ImpedanceGains(held);
    posture = new NullspacePosture(robot);
  }

  @Override
  public void start(boolean soft) {
    if (soft) gains.start();
  }

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    gains.advance(dt_s);
    error.measure(state, setpoint);
    setpoint.changed[Layer.LAW_CLIP.ordinal()] = error.over_m(gains.clip(0));
    for (int axis = 0; axis < 6; axis++) {
      double d = action.scale(axis) == 0 ? gains.d(axis) : freeDamping(axis);
      // F = F_ref + K clip(e) - D v
      wrench[axis] =
          setpoint.wrench_base_ref[axis]
              + gains.k(axis) * error.clipped(axis, gains.clip(axis))
              - d * state.v_base_tool[axis];
    }
    posture.compute(state, gains);
    double most = action.tau_max_Nm();
    for (int i = 0; i < n; i++) {
      // tau = clamp(J^T F) + tau_null + c
      double tau = 0;
      for (int row = 0; row < 6; row++) tau += state.jacobian[row * n + i] * wrench[row];
      double bounded = Math.max(-most, Math.min(most, tau));
      command.tau_Nm[i] = bounded + posture.tau_Nm[i] + state.coriolis_Nm[i];
    }
  }

  private double freeDamping(int axis) {
    return axis < 3 ? action.d_trans_Ns_m() : action.d_rot_Nms_rad();
  }
}
