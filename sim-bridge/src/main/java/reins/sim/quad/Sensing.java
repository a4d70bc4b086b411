package reins.sim.quad;

/**
 * How well a vehicle is seen: how late, and how far off each number is (standard deviations).
 *
 * @param delay_s between what is and what is said
 * @param turn_rad about each axis
 */
record Sensing(
    double delay_s, double p_m, double v_m_s, double turn_rad, double w_rad_s, double f_m_s2) {
  /** At once and exactly. */
  static final Sensing PERFECT = new Sensing(0, 0, 0, 0, 0, 0);

  /**
   * As a motion-capture hall with radios sees it.
   *
   * <p>Source: the delay is crazyswarm's published sample, 19.2 ms, rounded up; the rest is ours, a
   * few times what such halls state.
   */
  static final Sensing HALL = new Sensing(0.02, 0.002, 0.03, 0.005, 0.05, 0.3);
}
