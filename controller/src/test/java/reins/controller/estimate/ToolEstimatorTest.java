package reins.controller.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import reins.contract.config.RobotConfig;
import reins.contract.config.SafetyConfig;
import reins.controller.Rigs;
import reins.controller.port.RobotState;

class ToolEstimatorTest {
  private static final RobotConfig ROBOT = Rigs.simFranka().robot();

  private static RobotState estimate(double mass_kg, double... p_tool_m) {
    RobotState state = new RobotState(ROBOT.n());
    System.arraycopy(ROBOT.q_home_rad(), 0, state.q_rad, 0, ROBOT.n());
    for (int i = 0; i < ROBOT.n(); i++) state.dq_rad_s[i] = 0.1 * (i + 1);
    new ToolEstimator(ROBOT, new SafetyConfig.Payload(mass_kg, p_tool_m, 0.05, 1)).update(state);
    return state;
  }

  /** A weight m g at the tool centre point loads joint i with m g times its lever. */
  @Test
  void shouldCarryThePayloadsWeight() {
    RobotState empty = estimate(0, 0, 0, 0), loaded = estimate(2, 0, 0, 0);
    for (int i = 0; i < ROBOT.n(); i++) {
      double lever_m = empty.jacobian[2 * ROBOT.n() + i];
      assertEquals(empty.gravity_Nm[i] + 2 * 9.81 * lever_m, loaded.gravity_Nm[i], 1e-10);
    }
  }

  /** The tool points down with its x axis forward, so 0.1 m along it is 0.1 m further out. */
  @Test
  void shouldPutThePayloadWhereItHangs() {
    RobotState at = estimate(2, 0, 0, 0), out = estimate(2, 0.1, 0, 0);
    assertEquals(2 * 9.81 * 0.1, Math.abs(out.gravity_Nm[1] - at.gravity_Nm[1]), 1e-6);
  }

  /** Kinetic energy grows by that of a point mass that moves with the tool. */
  @Test
  void shouldMoveThePayload() {
    RobotState empty = estimate(0, 0, 0, 0), loaded = estimate(2, 0, 0, 0);
    double v2 = 0;
    for (int k = 0; k < 3; k++) v2 += empty.v_base_tool[k] * empty.v_base_tool[k];
    assertEquals(twiceKinetic(empty) + 2 * v2, twiceKinetic(loaded), 1e-12);
  }

  private static double twiceKinetic(RobotState state) {
    int n = ROBOT.n();
    double sum = 0;
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++)
        sum += state.dq_rad_s[i] * state.mass_kgm2[i * n + j] * state.dq_rad_s[j];
    return sum;
  }
}
