package reins.sim.quad;

import java.util.Random;
import reins.contract.geometry.Quaternions;
import reins.controller.quad.FlightState;

/**
 * One vehicle as it is seen: late and noisy.
 *
 * <p>Threads: one. Allocates nothing after construction.
 */
final class Sight {
  private static final int NUMBERS = 17;

  private final Sensing sensing;
  private final Random random;
  private final double[][] past;
  private final double[] turn = new double[3];
  private final double[] off = new double[4];
  private int at;

  Sight(Sensing sensing, long seed, double tick_s) {
    this.sensing = sensing;
    random = new Random(seed);
    past = new double[1 + (int) Math.round(sensing.delay_s() / tick_s)][NUMBERS];
  }

  /** Remembers what is now and tells what was. {@code out} written. */
  void look(Vehicle vehicle, FlightState out) {
    remember(vehicle, past[at]);
    at = (at + 1) % past.length;
    double[] then = past[at];
    // Before anything was remembered that long ago, what is now is all there is.
    if (then[NUMBERS - 1] == 0) then = past[(at + past.length - 1) % past.length];
    for (int i = 0; i < 3; i++) {
      out.p_m[i] = then[i] + sensing.p_m() * random.nextGaussian();
      out.v_m_s[i] = then[3 + i] + sensing.v_m_s() * random.nextGaussian();
      out.w_body_rad_s[i] = then[6 + i] + sensing.w_rad_s() * random.nextGaussian();
      out.f_body_m_s2[i] = then[9 + i] + sensing.f_m_s2() * random.nextGaussian();
      turn[i] = sensing.turn_rad() * random.nextGaussian();
    }
    System.arraycopy(then, 12, out.q_world_body, 0, 4);
    if (sensing.turn_rad() == 0) return;
    Quaternions.exp(turn, off);
    Quaternions.multiply(out.q_world_body, off, out.q_world_body);
  }

  private static void remember(Vehicle vehicle, double[] to) {
    System.arraycopy(vehicle.p_m, 0, to, 0, 3);
    System.arraycopy(vehicle.v_m_s, 0, to, 3, 3);
    System.arraycopy(vehicle.w_body_rad_s, 0, to, 6, 3);
    System.arraycopy(vehicle.f_body_m_s2, 0, to, 9, 3);
    System.arraycopy(vehicle.q_world_body, 0, to, 12, 4);
    to[NUMBERS - 1] = 1;
  }
}
