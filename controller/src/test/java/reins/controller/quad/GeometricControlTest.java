package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;

class GeometricControlTest {
  private static final double DT_s = 1e-6;

  private final FlightConfig.Resolved config = Flights.resolved("crazyflie");
  private final GeometricControl law = new GeometricControl(config);
  private final Random random = new Random(5);

  private double[] triple(double size) {
    return random.doubles(3, -size, size).toArray();
  }

  /** A vehicle that is as wanted is told to turn as the wanted attitude does, and no more. */
  @Test
  void shouldFeedForwardTheRatesOfTheAttitudeThatItWants() {
    for (int n = 0; n < 200; n++) {
      FlightState state = new FlightState();
      Reference ref = new Reference();
      double[] force = triple(7), later = new double[3], jerk = triple(30);
      force[2] = QuadrotorConfig.G_m_s2 + random.nextDouble();
      ref.yaw_rad = 3 * random.nextGaussian();
      ref.dyaw_rad_s = 2 * random.nextGaussian();
      double[] now = new double[9], then = new double[9];
      Rotations.along(force, ref.yaw_rad, now);
      for (int i = 0; i < 3; i++) later[i] = force[i] + DT_s * jerk[i];
      Rotations.along(later, ref.yaw_rad + DT_s * ref.dyaw_rad_s, then);
      System.arraycopy(now, 0, state.r_world_body, 0, 9);
      System.arraycopy(jerk, 0, ref.j_m_s3, 0, 3);
      FlightCommand out = new FlightCommand();
      law.attitude(state, ref, force, out);
      // R^T dR/dt = [w]
      assertEquals(turned(now, 2, then, 1), out.w_body_rad_s[0], 1e-3, "x");
      assertEquals(turned(now, 0, then, 2), out.w_body_rad_s[1], 1e-3, "y");
      assertEquals(turned(now, 1, then, 0), out.w_body_rad_s[2], 1e-3, "z");
    }
  }

  private static double turned(double[] now, int i, double[] then, int k) {
    double sum = 0;
    for (int r = 0; r < 9; r += 3) sum += now[r + i] * (then[r + k] - now[r + k]);
    return sum / DT_s;
  }

  /** Back along the shorter way, each axis by its gain, however it stands. */
  @Test
  void shouldTurnTowardsTheAttitudeWanted() {
    double[] k = config.flight().gains().attitude_1_s();
    double[] up = {0, 0, QuadrotorConfig.G_m_s2};
    for (int axis = 0; axis < 3; axis++)
      for (double off_rad : new double[] {-0.5, 0.02, 0.5}) {
        FlightState state = new FlightState();
        double[] q = {Math.cos(off_rad / 2), 0, 0, 0};
        q[1 + axis] = Math.sin(off_rad / 2);
        Rotations.toMatrix(q, state.r_world_body);
        FlightCommand out = new FlightCommand();
        double thrust = law.attitude(state, new Reference(), up, out);
        for (int i = 0; i < 3; i++)
          assertEquals(i == axis ? -k[i] * Math.sin(off_rad) : 0, out.w_body_rad_s[i], 1e-9);
        assertEquals(QuadrotorConfig.G_m_s2 * state.upright(), thrust, 1e-9);
      }
  }

  /** What drag takes at the reference's speed is given beforehand. */
  @Test
  void shouldPayForDrag() {
    FlightState state = new FlightState();
    double[] out = new double[3], v = {2, 0, -1};
    law.force(state, v, new double[] {0.5, 0, 0}, out);
    double[] drag = config.quadrotor().drag_1_s();
    assertEquals(0.5 + 2 * drag[0], out[0], 1e-9);
    assertEquals(QuadrotorConfig.G_m_s2 - drag[2], out[2], 1e-9);
  }
}
