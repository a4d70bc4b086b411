package reins.controller.law;

import java.util.Arrays;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Layer;
import reins.contract.geometry.Quaternions;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * A spring and a damper between tool and set-point, whose stretch is clipped inside the loop: the
 * static force is at most stiffness times clip, whatever the policy asks. The elbow is drawn to the
 * robot's ready pose in the nullspace.
 *
 * <p>The torque excludes gravity, which the robot adds. Gains and clips grow from zero within
 * {@code ramp_s} after every start. Not armed: zero torque. Safe stop: joint damping only.
 *
 * <p>Threads: the control loop's.
 *
 * <p>Source: serl_franka_controllers' Cartesian impedance controller; ours takes the full rotation
 * vector for its sin(theta / 2), ramps the clips too, and projects dynamically consistently.
 */
public final class CartesianImpedance implements CommandLaw {
  private final int n;
  private final TaskConfig.Impedance gains;
  private final double[] q_home_rad;
  private final double d_null_Nms_rad;
  private final JointDamping damping;
  private final NullspaceProjector nullspace;
  private final double[] q_turn = new double[4];
  private final double[] e_rot_rad = new double[3];
  private final double[] wrench = new double[6];
  private final double[] tau_null_Nm;
  private double ramp;

  /** Takes the task's gains for the robot. */
  public CartesianImpedance(RobotConfig robot, TaskConfig task) {
    n = robot.n();
    gains = task.impedance();
    q_home_rad = robot.q_home_rad().clone();
    // Critical for unit inertia.
    d_null_Nms_rad = 2 * Math.sqrt(gains.k_null_Nm_rad());
    damping = new JointDamping(robot);
    nullspace = new NullspaceProjector(n);
    tau_null_Nm = new double[n];
  }

  /**
   * Torques for this tick.
   *
   * @param command written
   */
  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    command.width_m = setpoint.width_m;
    if (!setpoint.mode.following()) {
      ramp = 0;
      if (setpoint.mode.braking()) damping.compute(state, command.tau_Nm);
      else Arrays.fill(command.tau_Nm, 0.0);
      return;
    }
    ramp = gains.ramp_s() > 0 ? Math.min(1.0, ramp + dt_s / gains.ramp_s()) : 1.0;
    fillWrench(state, setpoint);
    fillNullspace(state);
    for (int i = 0; i < n; i++) {
      // tau = J^T F + tau_null + c
      double tau = tau_null_Nm[i] + state.coriolis_Nm[i];
      for (int row = 0; row < 6; row++) tau += state.jacobian[row * n + i] * wrench[row];
      command.tau_Nm[i] = tau;
    }
  }

  private void fillWrench(RobotState state, Setpoint setpoint) {
    // e_rot = log(q_ref q^-1), in the base frame
    Quaternions.conjugate(state.q_base_tool, q_turn);
    Quaternions.multiply(setpoint.q_base_ref, q_turn, q_turn);
    Quaternions.log(q_turn, e_rot_rad);
    double clip_m = ramp * gains.clip_trans_m(), clip_rad = ramp * gains.clip_rot_rad();
    double over_m = 0;
    for (int k = 0; k < 3; k++) {
      double stretch_m = setpoint.p_base_ref_m[k] - state.p_base_tool_m[k];
      double e_m = clip(stretch_m, clip_m);
      over_m = Math.max(over_m, Math.abs(stretch_m - e_m));
      double e_rad = clip(e_rot_rad[k], clip_rad);
      // F = K clip(e) - D v
      wrench[k] = ramp * (gains.k_trans_N_m() * e_m - gains.d_trans_Ns_m() * state.v_base_tool[k]);
      wrench[3 + k] =
          ramp * (gains.k_rot_Nm_rad() * e_rad - gains.d_rot_Nms_rad() * state.v_base_tool[3 + k]);
    }
    setpoint.changed[Layer.LAW_CLIP.ordinal()] = over_m;
  }

  private void fillNullspace(RobotState state) {
    for (int i = 0; i < n; i++)
      // tau_0 = ramp k (q_home - q) - 2 sqrt(k) dq
      tau_null_Nm[i] =
          ramp * gains.k_null_Nm_rad() * (q_home_rad[i] - state.q_rad[i])
              - d_null_Nms_rad * state.dq_rad_s[i];
    nullspace.project(state, tau_null_Nm);
  }

  /** NaN stays NaN: the limiter is where it ends. */
  private static double clip(double x, double limit) {
    return Math.max(-limit, Math.min(limit, x));
  }
}
