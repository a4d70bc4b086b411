package reins.controller.motion;

/**
 * A coordinate on its way to rest at a target: in the shortest time that its limits of velocity,
 * acceleration and jerk allow, from whatever velocity and acceleration it has, and planned anew
 * whenever target or limits change. It passes its target only where it cannot brake before it.
 *
 * <p>The plan is three ramps: to a peak velocity, along it, to rest; where the way is too short for
 * the velocity limit, the peak is found by bisection. Between calls it is followed exactly, so the
 * limits hold at any tick length.
 *
 * <p>Units: the coordinate's own, per second, per second squared, per second cubed.
 *
 * <p>Threads: one. Allocates nothing after construction; bounded work.
 *
 * <p>Source: Haschke, Weitnauer, Ritter, On-line planning of time-optimal, jerk-limited
 * trajectories, 2008.
 */
public final class SCurve {
  /** Halvings of the interval in which the peak velocity lies: to the last bit of a double. */
  private static final int HALVINGS = 52;

  /** Ramp up, cruise, ramp down: 3 + 1 + 3 pieces of constant jerk. */
  private static final int PIECES = 7;

  private double v_max;
  private double a_max;
  private final double[] time_s = new double[PIECES];
  private final double[] jerk = new double[PIECES];
  private final VelocityRamp ramp = new VelocityRamp();
  private int piece = PIECES;
  private double p;
  private double v;
  private double a;
  private double target;
  private double cap;

  /** A coordinate with these limits, at rest at zero. */
  public SCurve(double v_max, double a_max, double j_max) {
    limits(v_max, a_max, j_max);
  }

  /** Has these limits from the next plan on. */
  void limits(double velocity, double acceleration, double jerk) {
    v_max = velocity;
    a_max = acceleration;
    ramp.limits(acceleration, jerk);
  }

  /** Is put somewhere, at rest. */
  public void place(double position) {
    place(position, 0, 0);
  }

  /** Is put somewhere in motion, and is to come to rest as soon as it can. */
  public void place(double position, double velocity, double acceleration) {
    p = position;
    v = velocity;
    a = acceleration;
    rest();
  }

  /** Comes to rest as soon as it can; the target becomes where that will be. */
  public void rest() {
    plan(stop(), v_max);
  }

  /** Where it would rest if it were to as soon as it can. */
  double stop() {
    return p + ramp.plan(v, a, 0);
  }

  /** Goes to rest at a target, no faster than a cap on the way there. */
  public void aim(double position, double v_cap) {
    double bounded = Math.max(0, Math.min(v_cap, v_max));
    if (position == target && bounded == cap) return;
    plan(position, bounded);
  }

  /**
   * Goes to rest at a target, at a speed that is through with it, but for the braking, in the given
   * time: where targets come in one after the other at that pace, it moves evenly.
   */
  public void aimWithin(double position, double duration_s) {
    aim(position, evenSpeed(position, duration_s));
  }

  /** The cap with which it is through with a target in the given time. */
  double evenSpeed(double position, double duration_s) {
    double way = Math.abs(position - p), v0 = position < p ? -v : v;
    double brake = v0 * v0 / (2 * a_max);
    if (v0 > 0 && way <= brake) return v_max;
    double beyond = way - brake;
    if (v0 > 0 && beyond < v0 * duration_s) {
      // way = u T + (v0 - u)^2 / 2a + u^2 / 2a: slower than now
      double b = duration_s - v0 / a_max;
      return 2 * beyond / (b + Math.sqrt(b * b + 4 * beyond / a_max));
    }
    // way = u T - (u - v0)^2 / 2a + u^2 / 2a: faster than now
    return (way + brake) / Math.max(duration_s / 4, duration_s + v0 / a_max);
  }

  private void plan(double position, double v_cap) {
    target = position;
    cap = v_cap;
    piece = 0;
    double way = position - p;
    double stop = ramp.plan(v, a, 0);
    // Mirrored so that the way that is left after an immediate stop is positive.
    double side = way >= stop ? 1 : -1;
    double peak = peak(side * way, side * v, side * a, v_cap);
    double up = ramp.plan(side * v, side * a, peak);
    ramp.write(side, time_s, jerk, 0);
    double down = ramp.plan(peak, 0, 0);
    ramp.write(side, time_s, jerk, 4);
    jerk[3] = 0;
    time_s[3] = peak > 0 ? Math.max(0, (side * way - up - down) / peak) : 0;
  }

  /** The highest peak velocity with which both ramps fit into the way. */
  private double peak(double way, double v0, double a0, double v_cap) {
    if (length(v0, a0, v_cap) <= way) return v_cap;
    double low = 0, high = v_cap;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      if (length(v0, a0, middle) <= way) low = middle;
      else high = middle;
    }
    return low;
  }

  private double length(double v0, double a0, double peak) {
    return ramp.plan(v0, a0, peak) + ramp.plan(peak, 0, 0);
  }

  /** Moves on. */
  public void advance(double dt_s) {
    double left_s = dt_s;
    for (; piece < PIECES; piece++) {
      double step_s = Math.min(left_s, time_s[piece]);
      double j = jerk[piece];
      // p += v t + a t^2 / 2 + j t^3 / 6
      p += step_s * (v + step_s * (a / 2 + step_s * j / 6));
      v += step_s * (a + step_s * j / 2);
      a += step_s * j;
      time_s[piece] -= step_s;
      left_s -= step_s;
      if (time_s[piece] > 0) return;
    }
    if (cap > 0) p = target;
    v = 0;
    a = 0;
  }

  /** Whether it rests at its target. */
  public boolean done() {
    return piece == PIECES && p == target;
  }

  /** Where it is. */
  public double p() {
    return p;
  }

  /** How fast it moves. */
  public double v() {
    return v;
  }

  /** How fast that changes. */
  public double a() {
    return a;
  }

  /** Where it will rest. */
  public double target() {
    return target;
  }
}
