package reins.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ConfigReader;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;
import reins.contract.geometry.Quaternions;
import reins.controller.model.Dynamics;
import reins.sim.mujoco.Model;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.mujoco.SimState;

/**
 * The controller's model against MuJoCo's, both from the same YAML: every element of every quantity
 * within 1e-10 in SI units, however large the array's others are.
 */
@ExtendWith(MujocoRequired.class)
class ModelAgreementTest {
  private static final double TOLERANCE = 1e-10;

  private static RobotConfig robot(String name) {
    Path root = Path.of(System.getProperty("reins.root", ".."));
    return ConfigReader.read(
        root.resolve("hardware-configs/robots/" + name + ".yaml"), RobotConfig.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e"})
  void shouldAgreeOnEveryShippedRobot(String name) {
    RobotConfig robot = robot(name);
    try (Model model = Model.fromXml(chain(robot, ""));
        SimState state = new SimState(model)) {
      Pair pair = new Pair(robot, model, state, false);
      Random random = new Random(3);
      for (int trial = 0; trial < 500; trial++) pair.compare(random);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void shouldAgreeOnAnyChain(int n) {
    Random random = new Random(n);
    for (int chain = 0; chain < 30; chain++) {
      RobotConfig robot = RandomChains.of(n, random);
      try (Model model = Model.fromXml(chain(robot, ""));
          SimState state = new SimState(model)) {
        Pair pair = new Pair(robot, model, state, false);
        for (int trial = 0; trial < 20; trial++) pair.compare(random);
      }
    }
  }

  @Test
  void shouldAgreeOnAPayload() {
    Random random = new Random(5);
    for (int chain = 0; chain < 50; chain++) {
      RobotConfig robot = RandomChains.of(1 + chain % 7, random);
      double[] p_tool_m = {random.nextGaussian() / 10, random.nextGaussian() / 10, 0.05};
      String payload =
          "<body name=\"payload\" pos=\""
              + ArmMjcf.text(p_tool_m)
              + "\"><inertial mass=\"2.5\" pos=\"0 0 0\" diaginertia=\"0 0 0\"/></body>";
      try (Model model = Model.fromXml(chain(robot, payload));
          SimState state = new SimState(model)) {
        Pair pair = new Pair(robot, model, state, false);
        pair.dynamics.carry(9, new double[3]);
        pair.dynamics.carry(2.5, p_tool_m);
        for (int trial = 0; trial < 10; trial++) pair.compare(random);
      }
    }
  }

  /** The arm that the demo moves: shapes, fingers and rotors are there, and change nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e"})
  void shouldAgreeWithTheSimulatedArm(String name) {
    RobotConfig robot = robot(name);
    try (ArmWorld world = new ArmWorld(robot, CubeScene.pickCube())) {
      // The table's tool stands for half-open fingers.
      for (String finger : new String[] {"finger1", "finger2"})
        world
            .state()
            .qpos()
            .set(
                world.model().qposOf(world.model().joint(finger)),
                robot.gripper().width_max_m() / 4);
      Pair pair = new Pair(robot, world.model(), world.state(), true);
      Random random = new Random(4);
      for (int trial = 0; trial < 200; trial++) pair.compare(random);
    }
  }

  /** The chain and its tool alone, and what the tool carries. */
  private static String chain(RobotConfig robot, String payload) {
    StringBuilder xml =
        new StringBuilder("<mujoco><compiler angle=\"radian\"/><worldbody><body name=\"base\">");
    for (RobotConfig.Joint joint : robot.joints())
      xml.append(ArmMjcf.openLink(joint))
          .append("<joint name=\"" + joint.name() + "\" axis=\"0 0 1\"/>");
    RobotConfig.Tool tool = robot.tool();
    xml.append("<body name=\"hand\" pos=\"" + ArmMjcf.text(0, 0, robot.flange().d_m()))
        .append("\" quat=\"")
        .append(ArmMjcf.text(Math.cos(tool.yaw_rad() / 2), 0, 0, Math.sin(tool.yaw_rad() / 2)))
        .append("\">" + ArmMjcf.inertial(tool.mass_kg(), tool.com_m(), tool.inertia_kgm2()))
        .append("<body name=\"tool\" pos=\"" + ArmMjcf.text(0, 0, tool.z_m()) + "\">")
        .append(payload + "</body></body>");
    return xml + "</body>".repeat(robot.n() + 1) + "</worldbody></mujoco>";
  }

  /** One arm twice. */
  private static final class Pair {
    private final RobotConfig robot;
    private final SimState state;
    private final boolean rotors;
    private final int n;
    private final int nv;
    private final int tool;
    private final Kinematics kinematics;
    private final Dynamics dynamics;

    Pair(RobotConfig robot, Model model, SimState state, boolean rotors) {
      this.robot = robot;
      this.state = state;
      this.rotors = rotors;
      n = robot.n();
      nv = model.nv();
      tool = model.body("tool");
      kinematics = new Kinematics(robot);
      dynamics = new Dynamics(robot, kinematics);
      for (int i = 0; i < n; i++)
        assertEquals(i, model.qvelOf(model.joint(robot.joints().get(i).name())));
    }

    /** A random state anywhere within the limits, in fast motion. */
    void compare(Random random) {
      double[] q = new double[n], dq = new double[n], ddq = new double[nv];
      for (int i = 0; i < n; i++) {
        RobotConfig.Joint j = robot.joints().get(i);
        q[i] = j.q_min_rad() + random.nextDouble() * (j.q_max_rad() - j.q_min_rad());
        dq[i] = j.dq_max_rad_s() * (2 * random.nextDouble() - 1);
        ddq[i] = j.ddq_max_rad_s2() * (2 * random.nextDouble() - 1);
      }
      kinematics.update(q);
      dynamics.update();
      move(q, new double[n]);
      comparePose();
      compareJacobian();
      compareMass();
      double[] expected = new double[nv], actual = new double[n];
      state.bias().read(0, expected, 0, nv);
      dynamics.gravity(actual);
      assertClose(expected, actual, "gravity");
      double[] gravity = actual.clone();
      move(q, dq);
      state.bias().read(0, expected, 0, nv);
      dynamics.inverseDynamics(dq, new double[n], actual);
      assertClose(expected, actual, "bias");
      dynamics.coriolis(dq, actual);
      for (int i = 0; i < n; i++) actual[i] += gravity[i];
      assertClose(expected, actual, "Coriolis and gravity");
      state.inverseDynamics(ddq, expected);
      dynamics.inverseDynamics(dq, ddq, actual);
      assertClose(expected, actual, "inverse dynamics");
    }

    private void move(double[] q, double[] dq) {
      state.qpos().write(0, q, 0, n);
      state.qvel().write(0, dq, 0, n);
      state.forward();
    }

    private void comparePose() {
      double[] p = new double[3], o = new double[4], turn = new double[4];
      state.xpos().read(3 * tool, p, 0, 3);
      state.xquat().read(4 * tool, o, 0, 4);
      assertClose(p, kinematics.p_base_tool_m(), "position");
      // Both signs are the same orientation: what is left between them is a turn of no angle.
      Quaternions.conjugate(o, turn);
      Quaternions.multiply(kinematics.q_base_tool(), turn, turn);
      for (int k = 1; k < 4; k++) assertEquals(0, turn[k], TOLERANCE, "orientation");
    }

    private void compareJacobian() {
      double[] full = new double[6 * nv], expected = new double[6 * n];
      state.bodyJacobian(tool, full);
      for (int row = 0; row < 6; row++) System.arraycopy(full, row * nv, expected, row * n, n);
      assertClose(expected, kinematics.jacobian(), "Jacobian");
    }

    private void compareMass() {
      double[] full = new double[nv * nv], expected = new double[n * n], actual = new double[n * n];
      state.massMatrix(full);
      for (int row = 0; row < n; row++) System.arraycopy(full, row * nv, expected, row * n, n);
      for (int i = 0; rotors && i < n; i++)
        expected[i * n + i] -= ArmMjcf.armature_kgm2(robot.joints().get(i));
      dynamics.massMatrix(actual);
      assertClose(expected, actual, "mass matrix");
    }

    private static void assertClose(double[] expected, double[] actual, String what) {
      for (int i = 0; i < actual.length; i++)
        assertEquals(expected[i], actual[i], TOLERANCE, what + "[" + i + "]");
    }
  }
}
