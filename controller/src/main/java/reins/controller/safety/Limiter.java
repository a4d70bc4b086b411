package reins.controller.safety;

import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.controller.law.JointDamping;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;
import reins.controller.safety.barrier.TorqueWindow;

/**
 * The last hand on a command: finite, inside the joints' torques and their rates.
 *
 * <p>The rate is taken from the time that passed, but never more than one period's: after a gap the
 * robot sees the whole step in one of its own ticks.
 *
 * <p>Threads: the control loop's.
 */
public final class Limiter implements LastHand {
  /** Head-room under the robot's torque rate: at the limit itself, one lost packet trips it. */
  private static final double RATE_SHARE = 0.9;

  private final double[] tau_max_Nm;
  private final double[] dtau_max_Nm_s;
  private final WidthLimit width;
  private final TorqueWindow window;
  private final double period_s;
  private final JointDamping damping;
  private final double[] last_Nm;

  /** Takes the robot's limits and the rig's period; the arm starts without torque. */
  public Limiter(RigConfig.Resolved config) {
    RobotConfig robot = config.robot();
    int n = robot.n();
    tau_max_Nm = new double[n];
    dtau_max_Nm_s = new double[n];
    for (int i = 0; i < n; i++) {
      tau_max_Nm[i] = robot.joints().get(i).tau_max_Nm();
      dtau_max_Nm_s[i] = RATE_SHARE * robot.joints().get(i).dtau_max_Nm_s();
    }
    width = new WidthLimit(robot.gripper());
    window = new TorqueWindow(n);
    period_s = 1 / config.rig().control().control_hz();
    damping = new JointDamping(robot);
    last_Nm = new double[n];
  }

  /** Bounds the command in place; one that is not finite becomes joint damping. */
  @Override
  public int limit(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    width.limit(command);
    command.recover = setpoint.recover;
    int fault = finite(state, command);
    double box_Nm = 0, rate_Nm = 0;
    for (int i = 0; i < last_Nm.length; i++) {
      double wanted = command.tau_Nm[i];
      double tau = Math.max(lowest(i, state), Math.min(highest(i, state), wanted));
      if (tau != wanted) fault |= Fault.TORQUE_CLIPPED;
      box_Nm = Math.max(box_Nm, Math.abs(tau - wanted));
      // |tau - tau_last| <= 0.9 dtau_max dt
      double step = step_Nm(i, dt_s);
      double near = Math.clamp(tau, last_Nm[i] - step, last_Nm[i] + step);
      if (near != tau) fault |= Fault.TORQUE_RATE_CLIPPED;
      rate_Nm = Math.max(rate_Nm, Math.abs(near - tau));
      command.tau_Nm[i] = near;
      last_Nm[i] = near;
    }
    setpoint.changed[Layer.TORQUE_BOX.ordinal()] = box_Nm;
    setpoint.changed[Layer.TORQUE_RATE.ordinal()] = rate_Nm;
    setpoint.changed[Layer.FINAL.ordinal()] =
        (fault & Fault.COMMAND_NOT_FINITE) == 0 ? 0 : last_Nm.length;
    return fault;
  }

  @Override
  public TorqueWindow window(RobotState state, double dt_s) {
    for (int i = 0; i < last_Nm.length; i++) {
      window.last_Nm[i] = last_Nm[i];
      double least = last_Nm[i] - step_Nm(i, dt_s), most = last_Nm[i] + step_Nm(i, dt_s);
      window.low_Nm[i] = Math.min(most, Math.max(least, lowest(i, state)));
      window.high_Nm[i] = Math.max(least, Math.min(most, highest(i, state)));
    }
    return window;
  }

  private double step_Nm(int i, double dt_s) {
    return dt_s > 0 ? dtau_max_Nm_s[i] * Math.min(dt_s, period_s) : 0;
  }

  /** |tau| and |tau + g| <= tau_max: the motor carries the arm too. */
  private double lowest(int i, RobotState state) {
    double g = state.gravity_Nm[i];
    return -tau_max_Nm[i] + (g < 0 ? Math.min(-g, tau_max_Nm[i]) : 0);
  }

  private double highest(int i, RobotState state) {
    double g = state.gravity_Nm[i];
    return tau_max_Nm[i] - (g > 0 ? Math.min(g, tau_max_Nm[i]) : 0);
  }

  private int finite(RobotState state, ArmCommand command) {
    double sum = 0;
    for (int i = 0; i < last_Nm.length; i++) sum += 0 * command.tau_Nm[i];
    if (sum == 0) return 0;
    damping.compute(state, command.tau_Nm);
    return Fault.COMMAND_NOT_FINITE;
  }

  /** Whether no torque is left. */
  @Override
  public boolean relaxed() {
    for (double tau_Nm : last_Nm) if (tau_Nm != 0) return false;
    return true;
  }
}
