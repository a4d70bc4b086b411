package reins.sim.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.FlightConfig;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class QuadTrackTest {
  static FlightConfig.Resolved flight(String vehicle) {
    return FlightConfig.load(
        Path.of(
            System.getProperty("reins.root"), "hardware-configs/flights/sim-" + vehicle + ".yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crazyflie", "racer5", "hummingbird"})
  void shouldFollowALemniscateAtTwoMetresPerSecond(String vehicle) {
    FlightConfig.Resolved config = flight(vehicle);
    QuadTrack.Result result =
        QuadTrack.fly(config, Airframe.nominal(config.quadrotor()), Sensing.PERFECT, 2, 1);
    assertTrue(result.rms_m() < 0.10, "rms " + result.rms_m());
    assertEquals(1, result.hoverShare(), 0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crazyflie", "racer5", "hummingbird"})
  void shouldFollowItSeenLateWithParametersThatItDoesNotKnow(String vehicle) {
    FlightConfig.Resolved config = flight(vehicle);
    Random random = new Random(1);
    for (int i = 0; i < 3; i++) {
      Airframe frame = Airframe.randomized(config.quadrotor(), 0.3, random);
      QuadTrack.Result result = QuadTrack.fly(config, frame, Sensing.HALL, 2, 0.5);
      assertTrue(result.rms_m() < 0.20, "rms " + result.rms_m() + " of " + frame);
    }
  }
}
