package reins.sim.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ConfigReader;
import reins.contract.config.RobotConfig;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class ArmWorldTest {
  private final RobotConfig robot = robot("panda");
  private final double[] tau_Nm = new double[7];
  private final double[] q_rad = new double[7];
  private final double[] p_m = new double[3];
  private ArmWorld world;

  private static RobotConfig robot(String name) {
    Path root = Path.of(System.getProperty("reins.root", ".."));
    return ConfigReader.read(
        root.resolve("hardware-configs/robots/" + name + ".yaml"), RobotConfig.class);
  }

  @BeforeEach
  void open() {
    world = new ArmWorld(robot, CubeScene.pickCube());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e"})
  void shouldPlaceToolWhereKinematicTableSays(String name) {
    RobotConfig other = robot(name);
    try (ArmWorld arm = new ArmWorld(other, CubeScene.pickCube())) {
      Random random = new Random(1);
      double[] q_tool = new double[4];
      for (int trial = 0; trial < 50; trial++) {
        double[] q = randomPose(other, random);
        arm.setArm(q);
        ArmKinematics expected = new ArmKinematics(other, q);
        arm.p_base_tool_m(p_m);
        arm.q_base_tool(q_tool);
        assertArrayEquals(expected.p_base_tool_m(), p_m, 1e-9);
        assertArrayEquals(expected.R_base_tool(), rotation(q_tool), 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e"})
  void shouldWeighAndTurnAsInertiaTableSays(String name) {
    RobotConfig other = robot(name);
    try (ArmWorld arm = new ArmWorld(other, CubeScene.pickCube())) {
      // The table's tool stands for half-open fingers.
      for (String finger : new String[] {"finger1", "finger2"})
        arm.state()
            .qpos()
            .set(arm.model().qposOf(arm.model().joint(finger)), other.gripper().width_max_m() / 4);
      Random random = new Random(2);
      int nv = arm.model().nv();
      double[] full = new double[nv * nv];
      for (int trial = 0; trial < 20; trial++) {
        double[] q = randomPose(other, random);
        arm.setArm(q);
        arm.state().massMatrix(full);
        double[] expected = new ArmKinematics(other, q).inertia();
        int n = other.n();
        for (int i = 0; i < n; i++)
          for (int j = 0; j < n; j++)
            assertEquals(
                expected[n * i + j] + (i == j ? ArmMjcf.armature_kgm2(other.joints().get(i)) : 0),
                full[nv * i + j],
                1e-9,
                i + "," + j);
      }
    }
  }

  @Test
  void shouldHoldItselfAgainstGravityWithoutCommand() {
    double[] q_far = {0.4, 0.6, -0.3, -1.6, 0.5, 1.9, -0.2};
    world.setArm(q_far);
    for (int i = 0; i < 1000; i++) world.step();
    world.q_rad(q_rad);
    assertArrayEquals(q_far, q_rad, 1e-7);
    world.tau_measured_Nm(tau_Nm);
    assertTrue(Math.abs(tau_Nm[1]) > 10, "the shoulder carries the arm: " + tau_Nm[1]);
  }

  @Test
  void shouldTurnEachJointTheWayItIsPushed() {
    for (int i = 0; i < 7; i++)
      for (double sign : new double[] {-1, 1}) {
        world.reset();
        Arrays.fill(tau_Nm, 0);
        tau_Nm[i] = sign;
        world.applyTorque(tau_Nm);
        for (int k = 0; k < 50; k++) world.step();
        world.q_rad(q_rad);
        assertTrue(
            sign * (q_rad[i] - robot.q_home_rad()[i]) > 1e-5,
            "joint " + (i + 1) + " pushed by " + sign);
      }
  }

  @Test
  void shouldGiveNoMoreTorqueThanMotorsHave() {
    Arrays.fill(tau_Nm, 1000);
    world.applyTorque(tau_Nm);
    world.step();
    world.tau_measured_Nm(tau_Nm);
    for (int i = 0; i < 7; i++) assertEquals(robot.joints().get(i).tau_max_Nm(), tau_Nm[i], 0);
  }

  @Test
  void shouldMoveFingersAtGripperSpeed() {
    assertEquals(0.08, world.width_m(), 1e-12);
    world.commandWidth(0.03);
    for (int i = 0; i < 250; i++) world.step();
    assertEquals(0.08 - 0.25 * robot.gripper().speed_max_m_s(), world.width_m(), 1e-3);
    for (int i = 0; i < 500; i++) world.step();
    assertEquals(0.03, world.width_m(), 1e-4);
    world.commandWidth(1.0);
    for (int i = 0; i < 1000; i++) world.step();
    assertEquals(0.08, world.width_m(), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.35, -0.7})
  void shouldKeepCubeInGripperWhileLifting(double yaw_rad) {
    graspAt(0.42, 0.08, yaw_rad);
    assertTrue(world.width_m() > 0.038, "closed on " + world.width_m());
    ScriptedArm arm = new ScriptedArm(world, robot);
    arm.move(0.42, 0.08, 0.14, 1.0, 0.5);
    world.p_base_object_m(p_m);
    assertTrue(p_m[2] > 0.02 + 0.1, "cube at " + p_m[2]);
    double[] before_m = inTool();
    arm.move(0.36, -0.10, 0.20, 0.5, 0.1);
    arm.move(0.48, 0.12, 0.25, 0.5, 1.0);
    assertArrayEquals(before_m, inTool(), 0.003, "slipped while shaken");
    assertEquals(0, world.state().warnings());
  }

  @Test
  void shouldDropCubeWhenGripperOpens() {
    graspAt(0.42, 0.0, 0.0);
    ScriptedArm arm = new ScriptedArm(world, robot);
    arm.move(0.42, 0.0, 0.2, 0.8, 0.2);
    world.commandWidth(0.08);
    arm.move(0.42, 0.0, 0.2, 0.1, 1.5);
    world.p_base_object_m(p_m);
    assertEquals(0.02, p_m[2], 1e-3);
  }

  @Test
  void shouldLetCubeLieStill() {
    world.placeObject(0.35, -0.1, 0.02, 0.5);
    for (int i = 0; i < 2000; i++) world.step();
    double[] q_cube = new double[4];
    world.p_base_object_m(p_m);
    world.q_base_object(q_cube);
    assertArrayEquals(new double[] {0.35, -0.1, 0.02}, p_m, 1e-4);
    assertArrayEquals(new double[] {Math.cos(0.25), 0, 0, Math.sin(0.25)}, q_cube, 1e-4);
  }

  @Test
  void shouldRepeatBits() {
    double[] first = episode();
    world.reset();
    assertArrayEquals(first, episode(), "after a reset");
    try (ArmWorld other = new ArmWorld(robot, CubeScene.pickCube())) {
      world.close();
      world = other;
      assertArrayEquals(first, episode(), "in another world");
    }
    world = new ArmWorld(robot, CubeScene.pickCube());
  }

  @Test
  void shouldRepeatBitsAfterRestore() {
    graspAt(0.42, 0.0, 0.2);
    double[] saved = new double[world.savedLength()];
    world.save(saved);
    double[] first = wander();
    world.restore(saved);
    assertArrayEquals(first, wander());
  }

  @Test
  void shouldTellTimeAndPoseOfTheSameInstant() {
    Arrays.fill(tau_Nm, 2);
    world.applyTorque(tau_Nm);
    for (int i = 0; i < 300; i++) world.step();
    assertEquals(0.3, world.time_s(), 1e-9);
    world.q_rad(q_rad);
    world.p_base_tool_m(p_m);
    assertArrayEquals(new ArmKinematics(robot, q_rad).p_base_tool_m(), p_m, 1e-9);
  }

  @Test
  void shouldAllocateNothingPerStep() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The compiler may allocate a few bytes on this thread when it gets to a method: once, not in
    // every round.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) tick();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  @Test
  void shouldRefuseRobotWithImpossibleInertia() {
    RobotConfig.Tool light = new RobotConfig.Tool(0, 0.1, 0.02, new double[3], new double[6]);
    RobotConfig wrong =
        new RobotConfig(
            "wrong",
            "test",
            robot.joints(),
            robot.velocity_curve(),
            robot.flange(),
            light,
            robot.gripper(),
            robot.cartesian(),
            robot.q_home_rad());
    assertThrows(IllegalArgumentException.class, () -> new ArmWorld(wrong, CubeScene.pickCube()));
  }

  private void tick() {
    world.applyTorque(tau_Nm);
    world.commandWidth(0.05);
    world.step();
    world.q_rad(q_rad);
    world.dq_rad_s(q_rad);
    world.tau_measured_Nm(q_rad);
    world.p_base_tool_m(p_m);
    world.p_base_object_m(p_m);
  }

  private void graspAt(double x_m, double y_m, double yaw_rad) {
    world.placeObject(x_m, y_m, 0.02, yaw_rad);
    ScriptedArm arm = new ScriptedArm(world, robot);
    arm.move(x_m, y_m, 0.12, 1.5, 0.5);
    arm.move(x_m, y_m, 0.02, 0.6, 0.4);
    world.commandWidth(0);
    arm.move(x_m, y_m, 0.02, 0.1, 0.8);
  }

  private double[] episode() {
    graspAt(0.42, 0.05, 0.3);
    return wander();
  }

  private double[] wander() {
    new ScriptedArm(world, robot).move(0.45, -0.05, 0.15, 0.5, 0.2);
    double[] state = new double[world.savedLength()];
    world.save(state);
    return state;
  }

  private double[] inTool() {
    double[] tool_m = new double[3];
    world.p_base_tool_m(tool_m);
    world.p_base_object_m(p_m);
    return new double[] {p_m[0] - tool_m[0], p_m[1] - tool_m[1], p_m[2] - tool_m[2]};
  }

  private static double[] randomPose(RobotConfig robot, Random random) {
    return robot.joints().stream()
        .mapToDouble(j -> j.q_min_rad() + random.nextDouble() * (j.q_max_rad() - j.q_min_rad()))
        .toArray();
  }

  private static double[] rotation(double[] q) {
    double w = q[0];
    double x = q[1];
    double y = q[2];
    double z = q[3];
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - w * z),
      2 * (x * z + w * y),
      2 * (x * y + w * z),
      1 - 2 * (x * x + z * z),
      2 * (y * z - w * x),
      2 * (x * z - w * y),
      2 * (y * z + w * x),
      1 - 2 * (x * x + y * y)
    };
  }
}
