package reins.controller.law;

import java.util.Arrays;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Layer;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * A spring and a damper between tool and set-point, whose stretch is clipped inside the loop: the
 * static force is at most stiffness times clip plus what the integral may hold, whatever the policy
 * asks. The elbow is drawn to the robot's ready pose in the nullspace.
 *
 * <p>The integral grows with time, not with ticks, is bounded, and stands still on an axis whose
 * error is clipped and on all of them while what left the controller was not what the law asked.
 *
 * <p>Threads: the control loop's; {@link #retune} is for any.
 *
 * <p>Source: serl_franka_controllers' Cartesian impedance controller; ours takes the full rotation
 * vector for its sin(theta / 2), ramps the clips too, and projects dynamically consistently.
 */
public final class CartesianImpedance implements Law {
  private final int n;
  private final ImpedanceGains gains;
  private final ToolError error = new ToolError();
  private final NullspacePosture posture;
  private final double[] integral = new double[6];
  private final double[] wrench = new double[6];

  /** Takes the task's gains for the robot. */
  public CartesianImpedance(RobotConfig robot, TaskConfig task) {
    n = robot.n();
    gains = new ImpedanceGains(task.impedance());
    posture = new NullspacePosture(robot);
  }

  /** Changes gains and clips into these, within their ramp. */
  public void retune(TaskConfig.Impedance next) {
    gains.retune(next);
  }

  @Override
  public void start(boolean soft) {
    if (soft) gains.start();
    Arrays.fill(integral, 0.0);
  }

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    gains.advance(dt_s);
    error.measure(state, setpoint);
    setpoint.changed[Layer.LAW_CLIP.ordinal()] = error.over_m(gains.clip(0));
    for (int axis = 0; axis < 6; axis++) {
      double e = error.clipped(axis, gains.clip(axis));
      integrate(axis, e, dt_s, command.limited);
      // F = K clip(e) + I - D v
      wrench[axis] = gains.k(axis) * e + integral[axis] - gains.d(axis) * state.v_base_tool[axis];
    }
    posture.compute(state, gains);
    for (int i = 0; i < n; i++) {
      // tau = J^T F + tau_null + c
      double tau = posture.tau_Nm[i] + state.coriolis_Nm[i];
      for (int row = 0; row < 6; row++) tau += state.jacobian[row * n + i] * wrench[row];
      command.tau_Nm[i] = tau;
    }
  }

  private void integrate(int axis, double e, double dt_s, boolean limited) {
    // dI/dt = ki e, |I| <= I_max
    double grown = integral[axis];
    if (e == error.e[axis] && !limited) grown += gains.ki(axis) * e * dt_s;
    integral[axis] = Math.max(-gains.iMax(axis), Math.min(gains.iMax(axis), grown));
  }
}
