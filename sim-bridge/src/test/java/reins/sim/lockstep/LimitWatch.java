package reins.sim.lockstep;

import java.util.Locale;
import reins.contract.config.RigConfig;
import reins.contract.config.SafetyConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.model.JointLimits;
import reins.sim.world.ArmWorld;

/** Whether torque, torque rate, joints, tool and set-point stayed within their limits. */
final class LimitWatch {
  /** A barrier holds a wall to this: the simulator's steps are a millisecond long. */
  private static final double WALL_m = 1e-3;

  private final JointLimits joints;
  private final SafetyConfig.Barrier barrier;
  private final TaskConfig.Workspace workspace;
  private final ArmWorld world;
  private final double rate_s;
  private final int n;
  private final double[] q_rad;
  private final double[] dq_rad_s;
  private final double[] p_m = new double[3];
  private final double[] was_m = new double[3];
  private final double[] last_Nm;
  private String violated;

  /** A start may be outside of the task's workspace; the set-point does not leave it again. */
  private boolean entered;

  LimitWatch(RigConfig.Resolved config, ArmWorld world) {
    this.world = world;
    joints = new JointLimits(config.robot());
    n = joints.n();
    barrier = config.rig().safety().barrier();
    workspace = config.task().workspace();
    rate_s = 1 / config.rig().control().control_hz();
    q_rad = new double[n];
    dq_rad_s = new double[n];
    last_Nm = new double[n];
  }

  void start() {
    world.p_base_tool_m(was_m);
  }

  /** Looks at the world after a step. */
  void moved() {
    world.q_rad(q_rad);
    world.dq_rad_s(dq_rad_s);
    for (int i = 0; i < n; i++) {
      double q = q_rad[i], dq = dq_rad_s[i];
      if (!(q >= joints.qMin(i) && q <= joints.qMax(i))) say("joint %d at %.4f rad", i, q);
      if (!(Math.abs(dq) <= joints.dqMax(i))) say("joint %d at %.4f rad/s", i, dq);
    }
    world.p_base_tool_m(p_m);
    double speed2 = 0;
    for (int k = 0; k < 3; k++) {
      speed2 += Math.pow((p_m[k] - was_m[k]) / rate_s, 2);
      was_m[k] = p_m[k];
      double low = barrier.workspace().low_m()[k] - WALL_m;
      double high = barrier.workspace().high_m()[k] + WALL_m;
      if (!(p_m[k] >= low && p_m[k] <= high)) say("tool axis %d at %.4f m", k, p_m[k]);
    }
    if (!(Math.sqrt(speed2) <= 1.1 * barrier.tool_speed_max_m_s()))
      say("tool %d at %.3f m/s", 0, Math.sqrt(speed2));
  }

  /** Looks at what a tick commanded. */
  void commanded(StateFrame frame) {
    for (int i = 0; i < n; i++) {
      double tau = frame.tau_cmd_Nm[i];
      if (!(Math.abs(tau) <= joints.tauMax(i))) say("joint %d asked for %.3f Nm", i, tau);
      double step = Math.abs(tau - last_Nm[i]);
      if (!(step <= 0.9 * joints.dtauMax(i) * rate_s + 1e-9))
        say("joint %d stepped by %.4f Nm", i, step);
      last_Nm[i] = tau;
    }
    if (!Mode.of(frame.mode).following()) entered = false;
    if (!Mode.of(frame.mode).acting()) return;
    boolean within = true;
    for (int k = 0; k < 3; k++) {
      double p = frame.p_setpoint_m[k];
      boolean out = p < workspace.low_m()[k] - 1e-9 || p > workspace.high_m()[k] + 1e-9;
      if (out && entered) say("set-point axis %d at %.4f m", k, p);
      within &= !out;
    }
    entered |= within;
  }

  private void say(String format, int index, double value) {
    if (violated == null) violated = String.format(Locale.ROOT, format, index, value);
  }

  /** The first violation, or null. */
  String violated() {
    return violated;
  }
}
