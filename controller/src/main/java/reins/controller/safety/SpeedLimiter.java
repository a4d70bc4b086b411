package reins.controller.safety;

import java.util.Arrays;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.controller.law.Setpoint;
import reins.controller.model.JointLimits;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * The last hand on joint speeds, and the angles that they add up to: finite, within the joints'
 * speeds and accelerations, and always slow enough to stop before a joint's end.
 *
 * <p>Threads: the control loop's.
 */
public final class SpeedLimiter implements LastHand {
  /** Share of the robot's acceleration that is used: it adds its own filter's. */
  private static final double ACCELERATION_SHARE = 0.9;

  /** An angle that ran ahead of the arm by more than this waits for it. */
  private static final double LEASH_rad = 0.1;

  private final JointLimits joints;
  private final double speedShare;
  private final double margin_rad;
  private final double period_s;
  private final WidthLimit width;
  private final double[] dq_rad_s;
  private final double[] q_rad;

  /** Takes the robot's limits and the rig's margins; the arm starts at rest. */
  public SpeedLimiter(RigConfig.Resolved config) {
    joints = new JointLimits(config.robot());
    speedShare = config.rig().safety().barrier().speed_share();
    margin_rad = config.rig().safety().barrier().joint_margin_rad();
    period_s = 1 / config.rig().control().control_hz();
    width = new WidthLimit(config.robot().gripper());
    dq_rad_s = new double[joints.n()];
    q_rad = new double[joints.n()];
    Arrays.fill(q_rad, Double.NaN);
  }

  @Override
  public int limit(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    width.limit(command);
    command.recover = setpoint.recover;
    double step_s = dt_s > 0 ? Math.min(dt_s, period_s) : 0;
    int fault = 0;
    boolean obeyed = state.robot_fault == 0;
    for (int i = 0; i < dq_rad_s.length; i++) {
      double wanted = command.dq_rad_s[i];
      if (!Double.isFinite(wanted)) fault = Fault.COMMAND_NOT_FINITE;
      // A robot that stands still by itself is not to start at a speed that it never had.
      dq_rad_s[i] = obeyed ? speed(i, Double.isFinite(wanted) ? wanted : 0, state, step_s) : 0;
      command.dq_rad_s[i] = dq_rad_s[i];
      command.q_rad[i] = angle(i, state.q_rad[i], obeyed, step_s);
    }
    if (fault != 0) setpoint.changed[Layer.FINAL.ordinal()] = dq_rad_s.length;
    command.live &= finite(command);
    return fault;
  }

  private double speed(int i, double wanted, RobotState state, double step_s) {
    double q = state.q_rad[i];
    double a = ACCELERATION_SHARE * joints.ddqMax(i);
    double high = speedShare * joints.dqMax(i), low = -high;
    if (Double.isFinite(q)) {
      // dq <= sqrt(2 a (q_max - q)), and outward not at all beyond it
      high = Math.min(high, brake(joints.qMax(i) - margin_rad - q, a));
      low = Math.max(low, -brake(q - joints.qMin(i) - margin_rad, a));
    }
    double bounded = Math.max(Math.min(low, 0), Math.min(Math.max(high, 0), wanted));
    // |dq - dq_last| <= a dt
    double last = dq_rad_s[i];
    return Math.max(last - a * step_s, Math.min(last + a * step_s, bounded));
  }

  private static double brake(double way_rad, double a) {
    return way_rad > 0 ? Math.sqrt(2 * a * way_rad) : 0;
  }

  /** q := q + dq dt, near the arm; while the arm does not obey, where it is. */
  private double angle(int i, double measured, boolean obeyed, double step_s) {
    double next = q_rad[i] + dq_rad_s[i] * step_s;
    if (!obeyed || Double.isNaN(next)) next = measured;
    q_rad[i] = Math.max(measured - LEASH_rad, Math.min(measured + LEASH_rad, next));
    return q_rad[i];
  }

  /** Before an angle was ever measured there is none to send. */
  private static boolean finite(ArmCommand command) {
    double sum = 0;
    for (int i = 0; i < command.q_rad.length; i++) sum += 0 * command.q_rad[i];
    return sum == 0;
  }

  @Override
  public boolean relaxed() {
    for (double dq : dq_rad_s) if (dq != 0) return false;
    return true;
  }
}
