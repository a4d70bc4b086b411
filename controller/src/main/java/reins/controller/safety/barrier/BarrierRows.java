package reins.controller.safety.barrier;

import java.util.List;
import reins.contract.config.RigConfig;
import reins.contract.config.SafetyConfig;
import reins.controller.model.JointLimits;
import reins.controller.port.RobotState;

/**
 * What each barrier asks of the joints' accelerations in this tick, {@code n . ddq >= b}, written
 * as {@link TorqueRows}.
 *
 * <p>How a distance may shrink and a speed may grow is {@link Braking}'s: with a deceleration that
 * the robot has, and with a jerk that its joints' torque rates can follow, given the inertia that
 * the barrier feels. So the way to brake is never longer than the barrier leaves.
 *
 * <p>An arm that is already beyond a barrier is drawn back as if it were {@code OUT} beyond it, so
 * that being far out does not mean being thrown back; one that only brakes is not drawn at all.
 *
 * <p>Units and frames: SI, base frame. Threads: one. Allocates nothing after construction.
 */
final class BarrierRows {
  private static final double OUT_m = 0.005;
  private static final double OUT_rad = 0.02;

  /** Share of the tool's acceleration limit that a barrier in space brakes with. */
  private static final double BRAKE_SHARE = 0.5;

  /** Share of a speed limit within which an approach to it fades; before, its jerk is steady. */
  private static final double FADING_SHARE = 0.1;

  /** Below this share of its limit a speed is not looked at: its direction means little. */
  private static final double STILL_SHARE = 0.1;

  /** Step of the difference quotient that a falling speed limit is differentiated with. */
  private static final double STEP_rad = 1e-5;

  /** The steepest fall of a speed limit towards an end that is followed. */
  private static final double STEEPEST_1_s = 40;

  private final int n;
  private final SafetyConfig.Barrier config;
  private final JointLimits joints;
  private final ArmPoints points;
  private final double[] center_m;
  private final double[] radius_m;
  private final boolean[] guards;
  private final int spheres;
  private final double decel_m_s2;
  private final double w_max;
  private final TorqueRows rows;
  private final double[] along = new double[3];
  private final double[] g;
  private int hard;
  private int present;
  private double out;

  BarrierRows(RigConfig.Resolved resolved) {
    n = resolved.robot().n();
    config = resolved.rig().safety().barrier();
    joints = new JointLimits(resolved.robot());
    points = new ArmPoints(resolved.robot());
    List<SafetyConfig.Obstacle> obstacles = config.obstacles();
    spheres = obstacles.size();
    center_m = new double[3 * spheres];
    radius_m = new double[spheres];
    guards = new boolean[ArmPoints.COUNT * spheres];
    for (int s = 0; s < spheres; s++) {
      System.arraycopy(obstacles.get(s).center_m(), 0, center_m, 3 * s, 3);
      radius_m[s] = obstacles.get(s).radius_m();
      for (String point : obstacles.get(s).points())
        guards[ArmPoints.COUNT * s + ArmPoints.index(point)] = true;
    }
    decel_m_s2 = BRAKE_SHARE * resolved.robot().cartesian().a_max_m_s2();
    w_max = Math.sqrt(2 * config.energy_max_J());
    rows = new TorqueRows(resolved.robot(), 1 / resolved.rig().control().control_hz(), capacity());
    g = new double[n];
  }

  /** The most rows that there can be. */
  int capacity() {
    return 2 * (2 * n + 6 + ArmPoints.COUNT * spheres + 2);
  }

  /**
   * Asks every barrier anew.
   *
   * @param window read: what the joints have now
   * @param root [n, n] lower, of the mass matrix
   * @param returns whether an arm beyond a barrier is drawn back
   */
  void update(RobotState state, TorqueWindow window, double[] root, boolean returns) {
    out = returns ? 1 : 0;
    points.update(state.q_rad, state.dq_rad_s);
    rows.clear(state, window, root);
    ask(state);
    present = rows.count();
    rows.lookAhead();
    int most = hard;
    ask(state);
    hard = most;
  }

  private void ask(RobotState state) {
    for (int i = 0; i < n; i++) joint(i, state.q_rad[i], state.dq_rad_s[i]);
    for (int k = 0; k < 3; k++) wall(k);
    for (int s = 0; s < spheres; s++)
      for (int p = 0; p < ArmPoints.COUNT; p++) if (guards[ArmPoints.COUNT * s + p]) sphere(s, p);
    hard = rows.count();
    toolSpeed();
    energy(state);
  }

  private void joint(int i, double q, double dq) {
    double share = config.speed_share(), margin = config.joint_margin_rad();
    double high = share * joints.dqMax(i, q), low = share * joints.dqMin(i, q);
    double rise = steep((joints.dqMax(i, q + STEP_rad) - joints.dqMax(i, q)) / STEP_rad);
    double fall = steep((joints.dqMin(i, q) - joints.dqMin(i, q - STEP_rad)) / STEP_rad);
    double brake = joints.ddqMax(i), k = config.joint_k_1_s(), far = out * OUT_rad;
    // ddq >= v' dq - alpha_2(dq - v);  and the distance to the end
    for (int j = 0; j < n; j++) g[j] = j == i ? 1 : 0;
    double jerk = rows.open(g), fade = fade(jerk, joints.dqMax(i)), v = dq + rows.coming();
    rows.close(
        Math.max(
            share * fall * dq - Braking.alpha(v - low, fade, jerk),
            Braking.approach(q - joints.qMin(i) - margin, v, k, brake, fade, jerk, far)));
    g[i] = -1;
    rows.open(g);
    v = -dq + rows.coming();
    rows.close(
        Math.max(
            -share * rise * dq - Braking.alpha(high + v, fade, jerk),
            Braking.approach(joints.qMax(i) - margin - q, v, k, brake, fade, jerk, far)));
  }

  private static double steep(double slope_1_s) {
    return Math.max(-STEEPEST_1_s, Math.min(0, slope_1_s));
  }

  private void wall(int k) {
    double p = points.p_m(ArmPoints.TOOL, k), v = points.v_m_s(ArmPoints.TOOL, k);
    double drift = points.drift_m_s2(ArmPoints.TOOL, k);
    for (int side = 1; side >= -1; side -= 2) {
      for (int i = 0; i < 3; i++) along[i] = i == k ? side : 0;
      double jerk = push(ArmPoints.TOOL);
      double wall = side > 0 ? config.workspace().low_m()[k] : config.workspace().high_m()[k];
      // h = +-(p - wall), h'' = +-(J ddq + dJ dq)
      rows.close(approach(side * (p - wall), side * v + rows.coming(), jerk) - side * drift);
    }
  }

  private void toolSpeed() {
    double speed2 = 0, drifting = 0;
    for (int k = 0; k < 3; k++) {
      double v = points.v_m_s(ArmPoints.TOOL, k);
      speed2 += v * v;
      drifting += v * points.drift_m_s2(ArmPoints.TOOL, k);
    }
    double speed = Math.sqrt(speed2);
    if (speed < STILL_SHARE * config.tool_speed_max_m_s()) return;
    for (int k = 0; k < 3; k++) along[k] = -points.v_m_s(ArmPoints.TOOL, k) / speed;
    double jerk = push(ArmPoints.TOOL);
    // -v / |v| . (J ddq + dJ dq) >= -alpha_2(v_max - |v|)
    double left = config.tool_speed_max_m_s() - speed + rows.coming();
    double fade = fade(jerk, config.tool_speed_max_m_s());
    rows.close(drifting / speed - Braking.alpha(left, fade, jerk));
  }

  /** The arm as a whole: w = sqrt(dq^T M dq), twice its energy's root. */
  private void energy(RobotState state) {
    double w2 = 0, turning = 0;
    for (int i = 0; i < n; i++) {
      g[i] = 0;
      for (int j = 0; j < n; j++) g[i] -= state.mass_kgm2[i * n + j] * state.dq_rad_s[j];
      w2 -= g[i] * state.dq_rad_s[i];
      turning += state.coriolis_Nm[i] * state.dq_rad_s[i];
    }
    double w = Math.sqrt(w2);
    if (!(w >= STILL_SHARE * w_max)) return;
    for (int i = 0; i < n; i++) g[i] /= w;
    double jerk = rows.open(g);
    // w' = dq . tau / w:  -(M dq) . ddq / w >= c . dq / w - alpha_2(w_max - w)
    double left = w_max - w + rows.coming();
    rows.close(turning / w - Braking.alpha(left, fade(jerk, w_max), jerk));
  }

  private void sphere(int s, int point) {
    double d2 = 0, v2 = 0, parting = 0, drift = 0;
    for (int k = 0; k < 3; k++) {
      along[k] = points.p_m(point, k) - center_m[3 * s + k];
      d2 += along[k] * along[k];
    }
    double d = Math.max(1e-6, Math.sqrt(d2));
    for (int k = 0; k < 3; k++) {
      along[k] /= d;
      double v = points.v_m_s(point, k);
      v2 += v * v;
      parting += along[k] * v;
      drift += along[k] * points.drift_m_s2(point, k);
    }
    double jerk = push(point);
    // h = |p - c| - r:  h'' = n . p'' + (v^2 - (n . v)^2) / |p - c|
    double bend = (v2 - parting * parting) / d;
    rows.close(approach(d - radius_m[s], parting + rows.coming(), jerk) - drift - bend);
  }

  private double approach(double h, double dh, double jerk) {
    double fade = fade(jerk, config.tool_speed_max_m_s());
    return Braking.approach(h, dh, config.space_k_1_s(), decel_m_s2, fade, jerk, out * OUT_m);
  }

  private double fade(double jerk, double v_max) {
    return Math.min(config.speed_k_1_s(), Math.sqrt(jerk / (FADING_SHARE * v_max)));
  }

  /** Opens a row along the direction in {@code along}. Returns the jerk that it may ask for. */
  private double push(int point) {
    for (int j = 0; j < n; j++) {
      g[j] = 0;
      for (int k = 0; k < 3; k++) g[j] += along[k] * points.jacobian(point, k, j);
    }
    return rows.open(g);
  }

  /** The rows: the joints' first. */
  TorqueRows rows() {
    return rows;
  }

  /** How many of them come before the speeds of tool and arm. */
  int hard() {
    return hard;
  }

  /** How many of them are asked of the speeds that are; the others look ahead. */
  int present() {
    return present;
  }
}
