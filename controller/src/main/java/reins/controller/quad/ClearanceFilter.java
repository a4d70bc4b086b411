package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Fault;
import reins.controller.safety.barrier.Braking;
import reins.controller.safety.barrier.LeastChange;

/**
 * Changes the acceleration wanted as little as it takes to stay clear of every neighbour, within
 * the fence and below the vehicle's speed.
 *
 * <pre>
 *   min |a - a_wanted|^2
 *   s.t. n_k . a &gt;= b_k       every neighbour, every face of the fence, speed
 *        |a_i| &lt;= a_max
 * </pre>
 *
 * <p>A neighbour is an ellipsoid, tall because of the wash below each vehicle; in coordinates
 * stretched by S it is a sphere, with {@code h = |S dp| - D}. Each of two vehicles that run this
 * filter keeps half of the bound on their relative acceleration, so none has to know what the other
 * wants; of one that is not heard of, this one keeps all, and further away: it stays where it was
 * last believed, in a sphere that grows as fast as it flew, to twice the width. Where not all of it
 * can be kept the fence and the speed yield first, by how far each would have to; neighbours last.
 * Where nothing is found in a bounded number of steps the vehicle brakes.
 *
 * <p>Threads: the control loop's. Allocates nothing after construction.
 *
 * <p>Source: Wang, Ames, Egerstedt, Safety barrier certificates for collisions-free multirobot
 * systems, 2017 (pairs, halves); {@link Braking} for the shape of the barriers.
 */
final class ClearanceFilter {
  /** How much the neighbours' rows, and the others', yield beside acceleration. */
  private static final double NEIGHBOURS_YIELD = 1e-3;

  private static final double FENCE_YIELDS = 1e-2;

  /** How fast speed left over fades near a barrier, as a multiple of its k. */
  private static final double FADE = 3;

  /** Share of the acceleration that braking before the fence counts on. */
  private static final double FENCE_SHARE = 0.5;

  /** A vehicle that has to brake fades its speed so fast. */
  private static final double BRAKE_1_s = 4;

  /** Further in than this a neighbour pushes no harder. */
  private static final double FAR_m = 0.3;

  /** Beyond this time of closing at twice the speed limit a neighbour cannot matter yet. */
  private static final double HORIZON_s = 2;

  private final FlightConfig.Fence fence;
  private final FlightConfig.Traffic traffic;
  private final QuadrotorConfig.Limits limits;
  private final LeastChange solver;
  private final double squash;
  private final long stale_ns;
  private final double[] row = new double[3];
  private final double[] dp = new double[3];
  private final double[] dv = new double[3];
  private boolean kept;
  private int pairs;

  ClearanceFilter(FlightConfig.Resolved config) {
    fence = config.flight().fence();
    traffic = config.flight().traffic();
    limits = config.quadrotor().limits();
    squash = traffic.apart_m() / traffic.above_m();
    stale_ns = Math.round(1e9 * traffic.stale_s());
    solver = new LeastChange(4, Neighbours.most() + 7 + 6);
  }

  /**
   * Filters the acceleration of this tick.
   *
   * @param lowest_m the least height that counts now
   * @param a_m_s2 [3] written where it has to change
   * @return bits of {@link Fault}
   */
  int filter(long now_ns, FlightState state, double lowest_m, double[] a_m_s2) {
    for (int i = 0; i < 3; i++)
      a_m_s2[i] = Math.clamp(a_m_s2[i], -limits.accel_max_m_s2(), limits.accel_max_m_s2());
    solver.clear();
    kept = true;
    pairs = 0;
    for (int k = 0; k < state.neighbours.count; k++) pair(now_ns, k, state, a_m_s2);
    for (int i = 0; i < 3; i++) {
      face(i, 1, state.p_m[i] - (i == 2 ? lowest_m : fence.low_m()[i]), state.v_m_s[i], a_m_s2);
      face(i, -1, fence.high_m()[i] - state.p_m[i], -state.v_m_s[i], a_m_s2);
    }
    int others = 6 + speed(state, a_m_s2);
    if (kept) return 0;
    box(a_m_s2);
    int fault = Fault.BARRIER_ACTED;
    LeastChange.Outcome outcome = solver.solve();
    if (outcome == LeastChange.Outcome.INFEASIBLE) {
      solver.relax(pairs + others, FENCE_YIELDS);
      solver.relax(pairs, NEIGHBOURS_YIELD);
      outcome = solver.solve();
      fault |= Fault.BARRIER_SHORT;
    }
    if (outcome != LeastChange.Outcome.SOLVED) return fault | brake(state, a_m_s2);
    for (int i = 0; i < 3; i++) a_m_s2[i] += solver.x()[i];
    return fault;
  }

  /** h = |S dp| - D of one neighbour. */
  private void pair(long now_ns, int k, FlightState state, double[] a_m_s2) {
    Neighbours others = state.neighbours;
    long age_ns = Math.max(0, now_ns - others.stamp_ns[k]);
    // It is believed to go on as it was for as long as it counts as heard; then to be around there.
    boolean silent = age_ns > stale_ns;
    double ahead_s = 1e-9 * Math.min(age_ns, stale_ns);
    double square = 0, toward = 0, speed = 0, last = 0;
    for (int i = 0; i < 3; i++) {
      double s = i == 2 ? squash : 1;
      double seen_m = others.p_m[3 * k + i] + ahead_s * others.v_m_s[3 * k + i];
      dp[i] = s * (state.p_m[i] - seen_m);
      dv[i] = s * (state.v_m_s[i] - (silent ? 0 : others.v_m_s[3 * k + i]));
      square += dp[i] * dp[i];
      toward += dp[i] * dv[i];
      speed += dv[i] * dv[i];
      last += others.v_m_s[3 * k + i] * others.v_m_s[3 * k + i];
    }
    double unheard_s = 1e-9 * age_ns - ahead_s;
    double apart_m = traffic.apart_m() + Math.min(traffic.apart_m(), Math.sqrt(last) * unheard_s);
    double distance = Math.sqrt(square);
    double reach_m = apart_m + 2 * HORIZON_s * limits.speed_max_m_s();
    // Whoever is nowhere (not a number) or far away has no row.
    if (!(distance < reach_m) || distance < 1e-6) return;
    double h = distance - apart_m;
    double dh = toward / distance;
    double decel = 2 * traffic.accel_share() * limits.accel_max_m_s2();
    double jerk = 2 * traffic.accel_share() * limits.jerk_max_m_s3();
    double k_1_s = traffic.k_1_s();
    // h'' = n . S da + (|S dv|^2 - h'^2) / |S dp|
    double least = Braking.approach(h, dh, k_1_s, decel, FADE * k_1_s, jerk, FAR_m);
    double bound = least - (speed - dh * dh) / distance;
    for (int i = 0; i < 3; i++) row[i] = dp[i] / distance * (i == 2 ? squash : 1);
    add(silent ? bound : bound / 2, a_m_s2);
    pairs++;
  }

  /** h = the distance to a face of the fence. */
  private void face(int axis, int inwards, double h, double dh, double[] a_m_s2) {
    for (int i = 0; i < 3; i++) row[i] = i == axis ? inwards : 0;
    double decel = FENCE_SHARE * limits.accel_max_m_s2();
    double jerk = FENCE_SHARE * limits.jerk_max_m_s3();
    double k = fence.k_1_s();
    add(Braking.approach(h, dh, k, decel, FADE * k, jerk, FAR_m), a_m_s2);
  }

  /** h = v_max - |v|: a barrier of the first order. Returns how many rows that is. */
  private int speed(FlightState state, double[] a_m_s2) {
    double[] v = state.v_m_s;
    double speed = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    if (speed < limits.speed_max_m_s() / 2) return 0;
    for (int i = 0; i < 3; i++) row[i] = -v[i] / speed;
    add(-FADE * fence.k_1_s() * (limits.speed_max_m_s() - speed), a_m_s2);
    return 1;
  }

  /** row . (a + x) >= bound. */
  private void add(double bound, double[] a_m_s2) {
    double left = row[0] * a_m_s2[0] + row[1] * a_m_s2[1] + row[2] * a_m_s2[2] - bound;
    kept &= left >= 0;
    solver.add(row, 0, 3, -left);
  }

  private void box(double[] a_m_s2) {
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) row[k] = i == k ? 1 : 0;
      solver.add(row, 0, 3, -limits.accel_max_m_s2() - a_m_s2[i]);
      for (int k = 0; k < 3; k++) row[k] = i == k ? -1 : 0;
      solver.add(row, 0, 3, a_m_s2[i] - limits.accel_max_m_s2());
    }
  }

  private int brake(FlightState state, double[] a_m_s2) {
    double most = limits.accel_max_m_s2();
    for (int i = 0; i < 3; i++) a_m_s2[i] = Math.clamp(-BRAKE_1_s * state.v_m_s[i], -most, most);
    return Fault.BARRIER_FELL_BACK;
  }
}
