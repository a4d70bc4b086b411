package reins.controller.law;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * The law that the set-point names, with bumpless transfer from the one before: at a switch the
 * torque goes on from what left the controller in the last tick, and the difference to the new
 * law's fades at half the joint's torque rate. A retreat (to {@link LawName#RELAXED} or {@link
 * LawName#DAMPING}) is not slowed down more than the limiter would do anyway.
 *
 * <p>A law whose kind of action the task does not have is the retreat.
 *
 * <p>Threads: the control loop's; {@link #retune} is for any.
 *
 * <p>Source: Åström, Hägglund, Advanced PID Control, 2006, section 3.6 (bumpless transfer).
 */
public final class SwitchedLaw implements CommandLaw {
  /** Share of a joint's torque rate at which a difference fades: the rest is the new law's own. */
  private static final double FADE_SHARE = 0.5;

  /** The limiter's own share of the torque rate. */
  private static final double RETREAT_SHARE = 0.9;

  private final int n;
  private final Law[] laws = new Law[LawName.values().length];
  private final CartesianImpedance cartesian;
  private final double[] dtau_max_Nm_s;
  private final double[] asked_Nm;
  private final double[] left_Nm;
  private final double[] offset_Nm;
  private LawName active = LawName.RELAXED;

  /** Builds the laws that the task has gains for. */
  public SwitchedLaw(RobotConfig robot, TaskConfig task) {
    n = robot.n();
    dtau_max_Nm_s = new double[n];
    for (int i = 0; i < n; i++) dtau_max_Nm_s[i] = robot.joints().get(i).dtau_max_Nm_s();
    asked_Nm = new double[n];
    left_Nm = new double[n];
    offset_Nm = new double[n];
    JointDamping damping = new JointDamping(robot);
    cartesian = new CartesianImpedance(robot, task);
    laws[LawName.RELAXED.ordinal()] = new Relaxed();
    laws[LawName.DAMPING.ordinal()] = damping;
    laws[LawName.CARTESIAN_IMPEDANCE.ordinal()] = cartesian;
    laws[LawName.JOINT_IMPEDANCE.ordinal()] =
        task.action() instanceof ActionSpace.JointDelta joints
            ? new JointImpedance(joints, task.impedance().ramp_s())
            : damping;
    laws[LawName.WRENCH.ordinal()] =
        task.action() instanceof ActionSpace.Wrench wrench
            ? new WrenchControl(robot, task.impedance(), wrench)
            : damping;
  }

  /** Changes gains and clips of the Cartesian impedance into these, within their ramp. */
  public void retune(TaskConfig.Impedance gains) {
    cartesian.retune(gains);
  }

  /**
   * Torques and gripper for this tick.
   *
   * @param command holds what left in the last tick; written
   */
  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    command.width_m = setpoint.width_m;
    remember(command);
    boolean switched = setpoint.law != active;
    Law law = laws[setpoint.law.ordinal()];
    if (switched) law.start(retreat(active));
    active = setpoint.law;
    law.compute(state, setpoint, dt_s, command);
    if (switched) meet(command);
    else fade(dt_s);
    for (int i = 0; i < n; i++) {
      // tau = tau_law + offset
      command.tau_Nm[i] += offset_Nm[i];
      asked_Nm[i] = command.tau_Nm[i];
    }
  }

  /** What left in the last tick, and whether anybody changed it after it was asked. */
  private void remember(ArmCommand command) {
    command.limited = false;
    for (int i = 0; i < n; i++) {
      double tau = command.tau_Nm[i];
      command.limited |= tau != asked_Nm[i];
      left_Nm[i] = Double.isFinite(tau) ? tau : 0;
    }
  }

  private void meet(ArmCommand command) {
    for (int i = 0; i < n; i++) {
      // offset = tau_left - tau_law
      double offset = left_Nm[i] - command.tau_Nm[i];
      offset_Nm[i] = Double.isFinite(offset) ? offset : 0;
    }
  }

  private void fade(double dt_s) {
    double share = retreat(active) ? RETREAT_SHARE : FADE_SHARE;
    for (int i = 0; i < n; i++) {
      double step = share * dtau_max_Nm_s[i] * Math.max(0, dt_s);
      // |d offset / dt| <= share dtau_max, towards zero
      offset_Nm[i] -= Math.max(-step, Math.min(step, offset_Nm[i]));
    }
  }

  private static boolean retreat(LawName law) {
    return law == LawName.RELAXED || law == LawName.DAMPING;
  }
}
