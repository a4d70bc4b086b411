package reins.controller.motion;

import java.util.Arrays;
import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.geometry.Kinematics;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.model.JointLimits;
import reins.controller.port.RobotState;

/**
 * The joint angles that the joint impedance steers to: each joint evenly from one target to the
 * next within a policy period, below the speed that the robot allows at its angle.
 *
 * <p>A step whose target would take the tool out of the workspace is shortened, all joints alike.
 *
 * <p>Units and frames: rad, the layers' amounts too; the base frame. Threads: the control loop's.
 */
final class JointMotion implements MotionGenerator {
  private enum Phase {
    HOLDING,
    FOLLOWING,
    BRAKING,
    HOMING
  }

  /** Where a joint may be at least so fast, it may be sent. */
  private static final double SLOWEST_rad_s = 0.05;

  /** Halvings of a step that leaves the workspace. */
  private static final int HALVINGS = 6;

  private final int n;
  private final ActionSpace.JointDelta space;
  private final TaskConfig.Workspace workspace;
  private final double period_s;
  private final JointLimits limits;
  private final SCurve[] joints;
  private final JointHoming homing;
  private final Kinematics kinematics;
  private final double[] low_rad;
  private final double[] high_rad;
  private final double[] even_rad_s;
  private final double[] q_rad;
  private final double[] q_from_rad;
  private final double[] q_goal_rad;
  private final double[] q_tried_rad;
  private final double[] p_now_m = new double[3];
  private Phase phase = Phase.HOLDING;

  JointMotion(RobotConfig robot, TaskConfig task, ActionSpace.JointDelta space) {
    n = robot.n();
    this.space = space;
    workspace = task.workspace();
    period_s = 1 / task.policy_hz();
    limits = new JointLimits(robot);
    kinematics = new Kinematics(robot);
    homing = new JointHoming(robot, limits, task, space);
    joints = new SCurve[n];
    low_rad = new double[n];
    high_rad = new double[n];
    even_rad_s = new double[n];
    q_rad = new double[n];
    q_from_rad = new double[n];
    q_goal_rad = new double[n];
    q_tried_rad = new double[n];
    Arrays.fill(q_rad, Double.NaN);
    for (int i = 0; i < n; i++) {
      joints[i] = new SCurve(limits.dqMax(i), limits.ddqMax(i), limits.dddqMax(i));
      double middle = (limits.qMin(i) + limits.qMax(i)) / 2;
      low_rad[i] = edge(i, middle, limits.qMin(i));
      high_rad[i] = edge(i, middle, limits.qMax(i));
    }
  }

  /** The angle nearest to a limit at which the joint may still move towards it. */
  private double edge(int i, double inside, double outside) {
    double in = inside, out = outside;
    for (int k = 0; k < 50; k++) {
      double middle = (in + out) / 2;
      if (allowed(i, middle, out - in) >= SLOWEST_rad_s) in = middle;
      else out = middle;
    }
    return in;
  }

  /** Highest speed of joint i at an angle in the direction of the sign. */
  private double allowed(int i, double angle_rad, double sign) {
    return sign < 0 ? -limits.dqMin(i, angle_rad) : limits.dqMax(i, angle_rad);
  }

  @Override
  public void place(RobotState state) {
    for (int i = 0; i < n; i++) {
      q_rad[i] = state.q_rad[i];
      joints[i].place(q_rad[i]);
    }
    phase = Phase.HOLDING;
  }

  /** Stays where it is: which joint should bring the tool back is for the policy, or homing. */
  @Override
  public void confine() {}

  @Override
  public void hold(double dt_s, RobotState state) {
    if (phase != Phase.HOLDING) rest();
    phase = Phase.HOLDING;
    advance(dt_s);
  }

  private void rest() {
    leaveHoming();
    for (int i = 0; i < n; i++) {
      joints[i].rest();
      even_rad_s[i] = limits.dqMax(i);
    }
  }

  private void leaveHoming() {
    if (phase != Phase.HOMING) return;
    for (int i = 0; i < n; i++) joints[i].place(q_rad[i], homing.v(i), homing.a(i));
  }

  @Override
  public int step(double[] action, RobotState state, Setpoint setpoint) {
    leaveHoming();
    phase = Phase.FOLLOWING;
    for (int i = 0; i < n; i++) q_from_rad[i] = joints[i].target();
    return revise(action, state, setpoint);
  }

  @Override
  public int revise(double[] action, RobotState state, Setpoint setpoint) {
    int fault = 0;
    double cut_rad = 0;
    for (int i = 0; i < n; i++) {
      // target := target at the step's beginning + step a
      double wanted = q_from_rad[i] + space.step_rad() * action[i];
      // |target - q| <= leash; the way that it needs to brake is no lead.
      double q = state.q_rad[i], brake = joints[i].stop() - joints[i].p();
      double most = q + space.leash_rad() + Math.max(0, brake);
      double near = Math.min(most, Math.max(q - space.leash_rad() + Math.min(0, brake), wanted));
      if (near != wanted) fault |= Fault.LEASH_CLIPPED;
      double low = Math.min(low_rad[i], q_rad[i]), high = Math.max(high_rad[i], q_rad[i]);
      q_goal_rad[i] = Math.min(high, Math.max(low, near));
      if (q_goal_rad[i] != near) fault |= Fault.WORKSPACE_CLIPPED;
      cut_rad = Math.max(cut_rad, Math.abs(q_goal_rad[i] - wanted));
    }
    setpoint.changed[Layer.WORKSPACE.ordinal()] = cut_rad;
    if (!shorten()) fault |= Fault.WORKSPACE_CLIPPED;
    for (int i = 0; i < n; i++) {
      even_rad_s[i] = joints[i].evenSpeed(q_goal_rad[i], period_s);
      joints[i].aim(q_goal_rad[i], even_rad_s[i]);
    }
    return fault;
  }

  /** Shortens the step so that the tool stays inside. Returns whether it did anyway. */
  private boolean shorten() {
    kinematics.update(q_rad);
    System.arraycopy(kinematics.p_base_tool_m(), 0, p_now_m, 0, 3);
    if (inside(1)) return true;
    double share = 0;
    for (int k = 1; k <= HALVINGS; k++) {
      double longer = share + 1.0 / (1 << k);
      if (inside(longer)) share = longer;
    }
    for (int i = 0; i < n; i++) q_goal_rad[i] = part(i, share);
    return false;
  }

  private double part(int i, double share) {
    double from = q_from_rad[i];
    return share == 1 ? q_goal_rad[i] : from + share * (q_goal_rad[i] - from);
  }

  /** Whether the tool is inside, or no further out than now, after a share of the step. */
  private boolean inside(double share) {
    for (int i = 0; i < n; i++) q_tried_rad[i] = part(i, share);
    kinematics.update(q_tried_rad);
    double[] p_m = kinematics.p_base_tool_m();
    boolean inside = true;
    for (int k = 0; k < 3; k++)
      inside &=
          p_m[k] >= Math.min(workspace.low_m()[k], p_now_m[k])
              && p_m[k] <= Math.max(workspace.high_m()[k], p_now_m[k]);
    return inside;
  }

  @Override
  public void follow(double dt_s, RobotState state) {
    leaveHoming();
    phase = Phase.FOLLOWING;
    advance(dt_s);
  }

  private void advance(double dt_s) {
    for (int i = 0; i < n; i++) {
      SCurve joint = joints[i];
      // |dq| <= v(q) where it could stop, which is further towards the limit than where it is.
      double most = allowed(i, joint.stop(), joint.target() - joint.p());
      joint.aim(joint.target(), Math.min(even_rad_s[i], Math.max(SLOWEST_rad_s, most)));
      joint.advance(dt_s);
      q_rad[i] = joint.p();
    }
  }

  @Override
  public void home(double dt_s, RobotState state) {
    if (phase == Phase.HOLDING || phase == Phase.FOLLOWING) {
      rest();
      phase = Phase.BRAKING;
    }
    if (phase == Phase.BRAKING) {
      advance(dt_s);
      for (SCurve joint : joints) if (!joint.done()) return;
      homing.begin(q_rad);
      phase = Phase.HOMING;
    }
    homing.advance(dt_s, state, q_rad);
  }

  @Override
  public boolean homed() {
    return phase == Phase.HOMING && homing.homed();
  }

  @Override
  public void fill(Setpoint setpoint) {
    setpoint.law = LawName.JOINT_IMPEDANCE;
    kinematics.update(q_rad);
    System.arraycopy(kinematics.p_base_tool_m(), 0, setpoint.p_base_ref_m, 0, 3);
    System.arraycopy(kinematics.q_base_tool(), 0, setpoint.q_base_ref, 0, 4);
    System.arraycopy(q_rad, 0, setpoint.q_ref_rad, 0, n);
    for (int i = 0; i < n; i++)
      setpoint.dq_ref_rad_s[i] = phase == Phase.HOMING ? homing.v(i) : joints[i].v();
  }
}
