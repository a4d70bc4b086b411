package reins.controller.motion;

/**
 * The fastest change from one velocity and acceleration to another velocity without acceleration:
 * jerk, constant acceleration, jerk.
 *
 * <p>Threads: one. Allocates nothing after construction.
 */
final class VelocityRamp {
  private double a_max;
  private double j_max;
  private double first_s;
  private double middle_s;
  private double last_s;
  private double firstJerk;
  private double lastJerk;

  void limits(double acceleration, double jerk) {
    a_max = acceleration;
    j_max = jerk;
  }

  /** Plans the change. Returns the way that it takes. */
  double plan(double v0, double a0, double v1) {
    // Where the velocity would end if the acceleration were only taken back.
    double free = v0 + a0 * Math.abs(a0) / (2 * j_max);
    double side = v1 >= free ? 1 : -1;
    double dv = side * (v1 - v0), a = side * a0;
    // dv = (ap^2 - a^2) / 2j + ap^2 / 2j
    double peak = Math.min(a_max, Math.sqrt(Math.max(0, j_max * dv + a * a / 2)));
    double sign = peak >= a ? 1 : -1;
    first_s = sign * (peak - a) / j_max;
    last_s = peak / j_max;
    double gained = sign * (peak * peak - a * a) / (2 * j_max) + peak * peak / (2 * j_max);
    middle_s = peak > 0 ? Math.max(0, (dv - gained) / peak) : 0;
    firstJerk = side * sign * j_max;
    lastJerk = -side * j_max;
    return way(v0, a0);
  }

  private double way(double v0, double a0) {
    double t = first_s, j = firstJerk;
    double way = t * (v0 + t * (a0 / 2 + t * j / 6));
    double v = v0 + t * (a0 + t * j / 2), a = a0 + t * j;
    t = middle_s;
    way += t * (v + t * a / 2);
    v += t * a;
    t = last_s;
    return way + t * (v + t * (a / 2 + t * lastJerk / 6));
  }

  /** Copies the three pieces, mirrored where {@code side} is -1. Arrays written from an index. */
  void write(double side, double[] time_s, double[] jerk, int at) {
    time_s[at] = first_s;
    time_s[at + 1] = middle_s;
    time_s[at + 2] = last_s;
    jerk[at] = side * firstJerk;
    jerk[at + 1] = 0;
    jerk[at + 2] = side * lastJerk;
  }
}
