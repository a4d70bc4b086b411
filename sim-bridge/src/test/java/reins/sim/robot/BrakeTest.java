package reins.sim.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BrakeTest {
  private final Brake brake = new Brake(2);
  private final double[] q_rad = {0.5, -0.5};

  @Test
  void shouldHoldUntilTheFirstCommand() {
    assertTrue(brake.tick(false, q_rad));
    assertFalse(brake.tick(true, q_rad));
  }

  @Test
  void shouldForgiveNineteenLostPacketsAndStopAtTwenty() {
    brake.tick(true, q_rad);
    for (int i = 1; i < Brake.LOST_MAX; i++) assertFalse(brake.tick(false, q_rad), "lost " + i);
    assertTrue(brake.tick(false, q_rad));
    assertTrue(brake.on());
  }

  @Test
  void shouldPullBackToWhereItStopped() {
    brake.tick(true, q_rad);
    for (int i = 0; i < Brake.LOST_MAX; i++) brake.tick(false, q_rad);
    double[] tau_Nm = brake.torque(new double[] {0.51, -0.5}, new double[] {0, 0.1});
    assertEquals(-6, tau_Nm[0], 1e-9);
    assertEquals(-5, tau_Nm[1], 1e-9);
    assertFalse(brake.tick(true, q_rad));
    assertEquals(1, brake.times());
  }
}
