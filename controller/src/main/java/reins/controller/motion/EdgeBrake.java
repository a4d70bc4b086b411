package reins.controller.motion;

import reins.contract.config.TaskConfig;

/**
 * How far one step may lead towards the workspace's edge. The reference stops at the edge, but the
 * tool on its spring swings on, the further the faster it is. So a fast step ends before the edge,
 * by what the tool would swing beyond half of the spring's clip; a slow one may end at it. A tool
 * that is itself too fast is drawn back, by the clip at most.
 *
 * <p>The tool is taken for a mass on the impedance's spring and damper whose reference moves evenly
 * and stops.
 */
final class EdgeBrake {
  /**
   * What the tool weighs at most to a push along an axis. With this mass the model says what a
   * simulated Panda did whose policy dashed at the low end of x: 17 mm from 0.25 m/s with SERL's
   * gains (K 2000, D 89), 5 mm from 0.15 m/s with D 200. Along y it swings a third of that.
   */
  private static final double HEAVIEST_kg = 22;

  /** Share of the spring's clip, which still counts as inside, that a swing may take. */
  private static final double SPILL_SHARE = 0.5;

  private final double swing_s;
  private final double period_s;
  private final double clip_m;

  EdgeBrake(TaskConfig.Impedance spring, double period_s) {
    swing_s = swing_s(spring.k_trans_N_m(), spring.d_trans_Ns_m());
    this.period_s = period_s;
    clip_m = spring.clip_trans_m();
  }

  /** How far a tool swings on, by the speed at which its reference went before it stopped. */
  static double swing_s(double k_N_m, double d_Ns_m) {
    if (!(k_N_m > 0)) return 0;
    // zeta = d / 2 sqrt(m k)
    double zeta = d_Ns_m / (2 * Math.sqrt(HEAVIEST_kg * k_N_m));
    if (zeta >= 1) return 0;
    // x / v = sqrt(m / k) exp(-zeta (pi - acos zeta) / sqrt(1 - zeta^2))
    double lost = zeta * (Math.PI - Math.acos(zeta)) / Math.sqrt(1 - zeta * zeta);
    return Math.sqrt(HEAVIEST_kg / k_N_m) * Math.exp(-lost);
  }

  /**
   * Where a step may end at the furthest, the edge being at the origin and outwards positive.
   *
   * @param from_m where it begins
   * @param v_m_s the tool's velocity
   * @return in m; beyond the edge where nothing needs to be held back
   */
  double last(double from_m, double v_m_s) {
    double spill_m = SPILL_SHARE * clip_m;
    // x + swing (x - from) / T <= spill
    double slow_m = (spill_m + swing_s / period_s * from_m) / (1 + swing_s / period_s);
    // x + swing v <= spill
    double back_m = Math.max(-clip_m, spill_m - swing_s * v_m_s);
    return Math.min(slow_m, back_m);
  }
}
