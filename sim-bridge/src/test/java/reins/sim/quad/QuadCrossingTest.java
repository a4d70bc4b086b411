package reins.sim.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reins.contract.config.FlightConfig;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class QuadCrossingTest {
  private static final int VEHICLES = 8;
  private static final int EPISODES = 4;

  private final FlightConfig.Resolved config = QuadTrackTest.flight("crazyflie");

  @Test
  void shouldKeepEightVehiclesApartThatWouldCollide() {
    int collided = 0;
    for (int seed = 1; seed <= EPISODES; seed++) {
      QuadCrossing.Result with = QuadCrossing.fly(config, VEHICLES, seed, true);
      QuadCrossing.Result without = QuadCrossing.fly(config, VEHICLES, seed, false);
      assertFalse(with.collided(), "seed " + seed + ": " + with.nearest_m());
      assertEquals(VEHICLES, with.flying(), "nobody landed");
      if (without.collided()) collided++;
    }
    assertTrue(collided > 0, "nothing was to be avoided");
  }

  @Test
  void shouldRepeatFromTheSeed() {
    QuadCrossing.Result one = QuadCrossing.fly(config, 3, 9, true);
    QuadCrossing.Result two = QuadCrossing.fly(config, 3, 9, true);
    assertEquals(one.nearest_m(), two.nearest_m());
  }
}
