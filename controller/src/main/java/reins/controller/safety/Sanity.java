package reins.controller.safety;

import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.controller.law.Setpoint;
import reins.controller.model.JointLimits;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * The first layer: whether the measured state may be believed. A state that is not finite, jumps,
 * comes out of order or repeats itself is refused; what stands in the state then is the last good
 * one, carried on.
 *
 * <p>A missing state is extrapolated at its speed for {@code state_extrapolate_s}, then it stands.
 * While the arm brakes unseen, the state is what {@link UnseenArm damping makes of it}.
 *
 * <p>Threads: the control loop's.
 */
public final class Sanity {
  /** Arrivals bunch: a sample may have moved for so many periods longer than their stamps say. */
  private static final int BUNCHED = 10;

  /** Share of its limit that a torque has to change while an angle does not change by one bit. */
  private static final double PUSH_SHARE = 0.02;

  /** New states in which an angle has to stand since then: a command takes time to arrive. */
  private static final int FROZEN_AFTER = 20;

  private final int n;
  private final long period_ns;
  private final long extrapolate_ns;
  private final long stale_ns;
  private final long lost_ns;
  private final JointLimits joints;
  private final double[] q_rad;
  private final double[] dq_rad_s;
  private final double[] tau_Nm;
  private final int[] same;
  private final double[] low_Nm;
  private final double[] high_Nm;
  private final UnseenArm unseen;
  private double width_m = Double.NaN;
  private long good_ns = RobotState.NEVER_ns;
  private long seen_ns = RobotState.NEVER_ns;
  private boolean trusting = true;

  /** Takes the robot's limits and the rig's ladder. */
  public Sanity(RigConfig.Resolved config) {
    joints = new JointLimits(config.robot());
    n = joints.n();
    period_ns = config.rig().control().periodNs();
    extrapolate_ns = Math.round(1e9 * config.rig().safety().ladder().state_extrapolate_s());
    stale_ns = Math.round(1e9 * config.rig().control().state_stale_s());
    lost_ns = Math.round(1e9 * config.rig().safety().ladder().state_lost_s());
    unseen = new UnseenArm(config.robot());
    q_rad = new double[n];
    dq_rad_s = new double[n];
    tau_Nm = new double[n];
    same = new int[n];
    low_Nm = new double[n];
    high_Nm = new double[n];
  }

  /** Believes the next finite state, however far it is from the last. */
  void trustAgain() {
    trusting = true;
  }

  /** Remembers what the arm was told. */
  public void commanded(ArmCommand command) {
    System.arraycopy(command.tau_Nm, 0, tau_Nm, 0, n);
  }

  /**
   * Judges what the port has read.
   *
   * @param state written: the last good state carried on, where this one is missing or refused
   * @param setpoint written: what this layer changed
   * @return bits of {@link Fault}
   */
  public int check(long now_ns, double dt_s, RobotState state, Setpoint setpoint) {
    setpoint.nothingChanged();
    boolean arrived = state.stamp_ns != seen_ns;
    int fault = arrived ? judge(now_ns, state) : 0;
    seen_ns = state.stamp_ns;
    if (arrived && fault == 0) take(state);
    else carryOn(now_ns, dt_s, state, setpoint.mode.braking());
    if (fault != 0) setpoint.changed[Layer.SANITY.ordinal()] = 1;
    if (good_ns == RobotState.NEVER_ns) return fault | Fault.STATE_STALE;
    long age_ns = now_ns - good_ns;
    if (age_ns > stale_ns) fault |= Fault.STATE_STALE;
    if (age_ns > lost_ns) fault |= Fault.STATE_LOST;
    return fault | limits(state);
  }

  private int judge(long now_ns, RobotState state) {
    // A sum of products with zero is zero only where every number is finite.
    double sum = 0 * state.width_m;
    for (int i = 0; i < n; i++) sum += 0 * state.q_rad[i] + 0 * state.dq_rad_s[i];
    if (sum != 0) return Fault.STATE_NOT_FINITE;
    if (state.stamp_ns > now_ns + period_ns) return Fault.STATE_REORDERED;
    if (trusting) return 0;
    if (state.stamp_ns < good_ns) return Fault.STATE_REORDERED;
    return jump(state) | frozen(state);
  }

  private int jump(RobotState state) {
    double moved_s = (state.stamp_ns - good_ns + BUNCHED * period_ns) * 1e-9;
    int fault = 0;
    for (int i = 0; i < n; i++)
      // |q - q_last| <= dq_max (t - t_last + slack)
      if (Math.abs(state.q_rad[i] - q_rad[i]) > joints.dqMax(i) * moved_s) fault = Fault.STATE_JUMP;
    return fault;
  }

  private int frozen(RobotState state) {
    int fault = 0;
    for (int i = 0; i < n; i++) {
      boolean moved = state.q_rad[i] != q_rad[i];
      low_Nm[i] = moved ? tau_Nm[i] : Math.min(low_Nm[i], tau_Nm[i]);
      high_Nm[i] = moved ? tau_Nm[i] : Math.max(high_Nm[i], tau_Nm[i]);
      double push_Nm = PUSH_SHARE * joints.tauMax(i);
      boolean pushed = high_Nm[i] - low_Nm[i] > push_Nm;
      same[i] = pushed ? same[i] + 1 : 0;
      if (same[i] > FROZEN_AFTER) fault = Fault.STATE_FROZEN;
    }
    return fault;
  }

  private void take(RobotState state) {
    if (trusting) System.arraycopy(tau_Nm, 0, low_Nm, 0, n);
    if (trusting) System.arraycopy(tau_Nm, 0, high_Nm, 0, n);
    trusting = false;
    good_ns = state.stamp_ns;
    System.arraycopy(state.q_rad, 0, q_rad, 0, n);
    System.arraycopy(state.dq_rad_s, 0, dq_rad_s, 0, n);
    width_m = state.width_m;
  }

  private void carryOn(long now_ns, double dt_s, RobotState state, boolean braking) {
    if (good_ns == RobotState.NEVER_ns) return;
    double step_s = Math.clamp(dt_s, 0.0, period_ns * 1e-9);
    System.arraycopy(q_rad, 0, state.q_rad, 0, n);
    System.arraycopy(dq_rad_s, 0, state.dq_rad_s, 0, n);
    if (braking) unseen.slow(state, step_s);
    boolean moves = braking || now_ns - good_ns <= extrapolate_ns;
    for (int i = 0; i < n; i++) {
      // q := q + dq dt
      if (moves) state.q_rad[i] += state.dq_rad_s[i] * step_s;
      q_rad[i] = state.q_rad[i];
      dq_rad_s[i] = state.dq_rad_s[i];
    }
    state.width_m = width_m;
  }

  private int limits(RobotState state) {
    int fault = 0;
    for (int i = 0; i < n; i++) {
      double q = state.q_rad[i], dq = state.dq_rad_s[i];
      if (q < joints.qMin(i) || q > joints.qMax(i)) fault |= Fault.JOINT_BEYOND;
      if (dq < joints.dqMin(i, q) || dq > joints.dqMax(i, q)) fault |= Fault.JOINT_TOO_FAST;
    }
    return fault;
  }
}
