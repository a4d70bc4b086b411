package reins.sim.quad;

import reins.contract.config.Goal;
import reins.contract.config.QuadrotorConfig;
import reins.controller.quad.Reference;
import reins.controller.quad.SplinePath;

/**
 * Plans a course for the geometric controller: a spline from a hover over the way-points through
 * the gate to a stand behind it, as quick to the gate as speed and a share of the vehicle's
 * acceleration let it be.
 */
public final class CoursePath {
  /** The rest of the acceleration is for what disturbs. */
  private static final double ACCEL_SHARE = 0.7;

  private static final double SPEED_SHARE = 0.9;
  private static final double GATE_MARGIN = 1.1;
  private static final double BEHIND_m = 1.8;
  private static final double STEP_SHARE = 0.01;
  private static final int ROUNDS = 40;

  private final QuadrotorConfig q;
  private final Goal.Gate gate;
  private final double[][] points_m;
  private final double heading_rad;
  private final Reference at = new Reference();
  private double[] best_s;

  private CoursePath(QuadrotorConfig q, Goal.Gate gate, double[] start_m, double heading_rad) {
    this.q = q;
    this.gate = gate;
    this.heading_rad = heading_rad;
    int n = gate.waypoints_m().length;
    points_m = new double[n + 3][];
    points_m[0] = start_m.clone();
    for (int i = 0; i < n; i++) points_m[i + 1] = world(gate.waypoints_m()[i]);
    points_m[n + 1] = world(new double[3]);
    points_m[n + 2] = world(new double[] {BEHIND_m, 0, 0});
  }

  /** The path from a hover. */
  public static SplinePath plan(
      QuadrotorConfig q, Goal.Gate gate, double[] start_m, double heading_rad) {
    CoursePath plan = new CoursePath(q, gate, start_m, heading_rad);
    plan.search();
    return plan.path(plan.best_s);
  }

  private double[] world(double[] p_gate_m) {
    double cos = Math.cos(gate.yaw_rad()), sin = Math.sin(gate.yaw_rad());
    double[] o = gate.p_world_gate_m();
    return new double[] {
      o[0] + cos * p_gate_m[0] - sin * p_gate_m[1],
      o[1] + sin * p_gate_m[0] + cos * p_gate_m[1],
      o[2] + p_gate_m[2]
    };
  }

  private SplinePath path(double[] times_s) {
    return new SplinePath(points_m, times_s, heading_rad);
  }

  /** Shares of the time are varied one by one; each time the whole is as short as it may be. */
  private void search() {
    double[] shares = new double[points_m.length - 1];
    for (int i = 0; i < shares.length; i++)
      shares[i] = 0.3 + distance(points_m[i], points_m[i + 1]);
    best_s = shortest(shares);
    double step = 0.3;
    for (int round = 0; round < ROUNDS && step > 0.02; round++) {
      boolean better = false;
      for (int i = 0; i < shares.length; i++)
        for (double factor : new double[] {1 + step, 1 / (1 + step)}) {
          double[] other = best_s.clone();
          other[i] *= factor;
          double[] tried_s = shortest(other);
          if (toGate_s(tried_s) >= toGate_s(best_s) - 1e-3) continue;
          best_s = tried_s;
          better = true;
        }
      if (!better) step /= 2;
    }
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }

  /** Till the gate; without end where it is passed too slowly. */
  private double toGate_s(double[] times_s) {
    double sum_s = 0;
    for (int i = 0; i < times_s.length - 1; i++) sum_s += times_s[i];
    path(times_s).at(sum_s, at);
    double vx = Math.cos(gate.yaw_rad()) * at.v_m_s[0] + Math.sin(gate.yaw_rad()) * at.v_m_s[1];
    return vx < GATE_MARGIN * gate.speed_m_s() ? Double.POSITIVE_INFINITY : sum_s;
  }

  /** The same path in the time that the limits need: v ~ 1/T, a ~ 1/T^2. */
  private double[] shortest(double[] times_s) {
    SplinePath path = path(times_s);
    double v = 0, a = 0;
    for (double t = 0; t < path.duration_s(); t += STEP_SHARE * path.duration_s()) {
      path.at(t, at);
      v = Math.max(v, norm(at.v_m_s));
      a = Math.max(a, norm(at.a_m_s2));
    }
    double slower =
        Math.max(
            v / (SPEED_SHARE * q.limits().speed_max_m_s()),
            Math.sqrt(a / (ACCEL_SHARE * q.limits().accel_max_m_s2())));
    double[] scaled_s = new double[times_s.length];
    for (int i = 0; i < scaled_s.length; i++) scaled_s[i] = slower * times_s[i];
    return scaled_s;
  }

  private static double norm(double[] v) {
    return Math.hypot(Math.hypot(v[0], v[1]), v[2]);
  }
}
