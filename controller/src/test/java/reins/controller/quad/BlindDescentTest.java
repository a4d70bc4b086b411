package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;

/** A descent without a state of one whose thrust is not what its file says. */
class BlindDescentTest {
  private static final double DT_s = 0.002;
  private static final long NOW_ns = 1_000_000_000L;

  /** Its own loops fly it: nobody learns its thrust. */
  private final FlightConfig.Resolved config =
      FlightConfig.load(
          Path.of(
              System.getProperty("reins.root"), "hardware-configs", "flights/hall-crazyflie.yaml"));

  private final BlindDescent descent = new BlindDescent(config);
  private final FlightState state = new FlightState();
  private double z_m;
  private double highest_m;
  private double fastest_m_s;

  private void seen(double v_m_s) {
    state.stamp_ns = NOW_ns;
    state.v_m_s[2] = v_m_s;
    for (int i = 0; i < 9; i++) state.r_world_body[i] = i % 4 == 0 ? 1 : 0;
    descent.flown(DT_s, state, false, 0);
  }

  /** Flies it until the motors stop or it is down. */
  private void descend(double from_m, double v_m_s, double lift) {
    z_m = highest_m = from_m;
    fastest_m_s = Double.NEGATIVE_INFINITY;
    double v = v_m_s;
    descent.begin(NOW_ns + 200_000_000L, state);
    for (double t = 0; t < config.flight().ladder().descent_s() && z_m > 0; t += DT_s) {
      double thrust_m_s2 = descent.thrust_m_s2();
      descent.flown(DT_s, state, true, thrust_m_s2);
      v += (lift * thrust_m_s2 - QuadrotorConfig.G_m_s2) * DT_s;
      z_m += v * DT_s;
      highest_m = Math.max(highest_m, z_m);
      fastest_m_s = Math.max(fastest_m_s, v);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.9", "1.0", "1.1"})
  void shouldComeDownFromTheFencesTop(double lift) {
    seen(0);
    double top_m = config.flight().fence().high_m()[2];
    descend(top_m, 0, lift);
    assertTrue(z_m <= 0, "ends at " + z_m);
    assertEquals(top_m, highest_m);
  }

  @ParameterizedTest
  @CsvSource({"2, 0.9", "2, 1.0", "2, 1.1", "3, 1.1"})
  void shouldBrakeAClimb(double v_m_s, double lift) {
    seen(v_m_s);
    descend(1.5, v_m_s, lift);
    // At half of gravity, less a tenth of thrust: v^2 / (2 (g - 1.1 g / 2)), and what is left of v.
    assertTrue(highest_m - 1.5 < v_m_s * v_m_s / 8.8 + 0.1, "climbs to " + highest_m);
    assertTrue(z_m <= 0, "ends at " + z_m);
  }

  /** Caught, and not thrown upwards by more thrust than is known. */
  @ParameterizedTest
  @CsvSource({"-2, 0.9", "-2, 1.1", "-4, 0.9", "-4, 1.0", "-4, 1.1"})
  void shouldBrakeAFall(double v_m_s, double lift) {
    seen(v_m_s);
    descend(30, v_m_s, lift);
    assertTrue(fastest_m_s < 0, "rises at " + fastest_m_s);
    assertTrue(fastest_m_s > v_m_s / 1.5, "falls on at " + fastest_m_s);
  }

  @Test
  void shouldTrustNoSpeedOfLongAgoNorOfOneOnItsSide() {
    seen(3);
    descent.begin(NOW_ns + 1_000_000_000L, state);
    double sinking_m_s2 = config.flight().ladder().descent_m_s2();
    assertEquals(sinking_m_s2, descent.thrust_m_s2());
    seen(3);
    state.r_world_body[8] = 0.1;
    descent.begin(NOW_ns, state);
    assertEquals(sinking_m_s2, descent.thrust_m_s2());
  }
}
