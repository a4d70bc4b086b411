package reins.controller.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.RobotConfig;

class StaticTorqueTest {
  private final StaticTorque panda = new StaticTorque(Arms.ROBOT);
  private final int n = Arms.ROBOT.n();

  @Property(tries = 100)
  void shouldCarryWhatTheDynamicsSay(@ForAll long seed) {
    double[] q = Arms.angles(new Random(seed)), expected = new double[n], tau = new double[n];
    Kinematics kinematics = new Kinematics(Arms.ROBOT);
    Dynamics dynamics = new Dynamics(Arms.ROBOT, kinematics);
    kinematics.update(q);
    dynamics.update();
    dynamics.gravity(expected);
    panda.gravity(q, 3, tau);
    panda.gravity(q, tau);
    assertArrayEquals(expected, tau, 0, "a payload is gone with the call");
  }

  /** A weight W at the tool centre point loads joint i with W times its lever. */
  @Property(tries = 100)
  void shouldAddThePayloadsLevers(@ForAll long seed) {
    double[] q = Arms.angles(new Random(seed)), empty = new double[n], loaded = new double[n];
    panda.gravity(q, empty);
    panda.gravity(q, 2, loaded);
    Kinematics kinematics = new Kinematics(Arms.ROBOT);
    kinematics.update(q);
    for (int i = 0; i < n; i++) {
      double lever_m = kinematics.jacobian()[2 * n + i];
      assertEquals(empty[i] + 2 * 9.81 * lever_m, loaded[i], 1e-10);
    }
  }

  @Property(tries = 100)
  void shouldWeighAPayload(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = Arms.angles(random), tau = new double[n];
    double payload_kg = 3 * random.nextDouble();
    panda.gravity(q, payload_kg, tau);
    double seen_kg = panda.payload_kg(q, tau);
    if (!Double.isNaN(seen_kg)) assertEquals(payload_kg, seen_kg, 1e-9);
  }

  @Test
  void shouldSeeAForgottenHandInTheReadyPose() {
    RobotConfig.Tool hand = Arms.ROBOT.tool();
    RobotConfig.Tool nothing = new RobotConfig.Tool(0, hand.z_m(), 0, new double[3], new double[6]);
    double[] q = Arms.ROBOT.q_home_rad(), tau = new double[n];
    panda.gravity(q, tau);
    StaticTorque bare = new StaticTorque(first(n, nothing));
    assertEquals(hand.mass_kg(), bare.payload_kg(q, tau), 0.05);
  }

  /** A turntable's only axis is upright: nothing on it has a lever. */
  @Test
  void shouldSayThatAPayloadDoesNotShow() {
    StaticTorque turntable = new StaticTorque(first(1, Arms.ROBOT.tool()));
    assertTrue(Double.isNaN(turntable.payload_kg(new double[1], new double[1])));
  }

  /** The arm's first joints with a tool. */
  private static RobotConfig first(int joints, RobotConfig.Tool tool) {
    return new RobotConfig(
        "part",
        "test",
        Arms.ROBOT.joints().subList(0, joints),
        List.of(),
        Arms.ROBOT.flange(),
        tool,
        Arms.ROBOT.gripper(),
        Arms.ROBOT.cartesian(),
        Arrays.copyOf(Arms.ROBOT.q_home_rad(), joints));
  }
}
