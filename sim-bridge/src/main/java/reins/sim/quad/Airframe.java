package reins.sim.quad;

import java.util.Random;
import reins.contract.config.QuadrotorConfig;

/**
 * A vehicle as it really is, which its controller and its autopilot do not know.
 *
 * @param inertia_kgm2 [3] about the body's axes
 * @param thrust_max_N of one rotor
 * @param drag_1_s [3] over mass
 */
record Airframe(
    double mass_kg,
    double[] inertia_kgm2,
    double thrust_max_N,
    double torque_per_thrust_m,
    double lag_s,
    double[] drag_1_s) {

  /** As the file says. */
  static Airframe nominal(QuadrotorConfig q) {
    return randomized(q, 0, new Random(0));
  }

  /** Each number by itself between (1 - spread) and (1 + spread) times what the file says. */
  static Airframe randomized(QuadrotorConfig q, double spread, Random random) {
    // The body's moments together: apart they would be no rigid body's.
    double inertia = factor(spread, random);
    double[] moments = new double[3];
    for (int i = 0; i < 3; i++) moments[i] = inertia * q.inertia_kgm2()[i];
    double[] drag_1_s = new double[3];
    for (int i = 0; i < 3; i++) drag_1_s[i] = factor(spread, random) * q.drag_1_s()[i];
    return new Airframe(
        factor(spread, random) * q.mass_kg(),
        moments,
        factor(spread, random) * q.rotor().thrust_max_N(),
        factor(spread, random) * q.rotor().torque_per_thrust_m(),
        factor(spread, random) * q.rotor().lag_s(),
        drag_1_s);
  }

  private static double factor(double spread, Random random) {
    return 1 + spread * (2 * random.nextDouble() - 1);
  }
}
