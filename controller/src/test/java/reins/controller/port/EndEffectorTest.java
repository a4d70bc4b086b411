package reins.controller.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;

class EndEffectorTest {
  private final RobotConfig.Tool tool = Rigs.simFranka().robot().tool();

  private static double[] pose(Random random) {
    double[] T = new double[16], q = random.doubles(4, -1, 1).toArray(), axis = new double[3];
    Quaternions.normalize(q);
    for (int column = 0; column < 3; column++) {
      double[] unit = new double[3];
      unit[column] = 1;
      Quaternions.rotate(q, unit, axis);
      System.arraycopy(axis, 0, T, 4 * column, 3);
      T[12 + column] = random.nextDouble(-1, 1);
    }
    T[15] = 1;
    return T;
  }

  /**
   * What is measured and commanded unchanged is the robot's own pose, whatever its end effector.
   */
  @Property(tries = 200)
  void shouldCommandWhatItMeasured(@ForAll long seed) {
    Random random = new Random(seed);
    EndEffector endEffector = new EndEffector(tool);
    RobotState state = new RobotState(7);
    ArmCommand command = new ArmCommand(7);
    PoseStamped sent = new PoseStampedCodec("").allocate();
    double[] T_base_ee = pose(random);
    endEffector.measured(T_base_ee, pose(random), state);
    System.arraycopy(state.p_base_tool_m, 0, command.p_base_tool_m, 0, 3);
    System.arraycopy(state.q_base_tool, 0, command.q_base_tool, 0, 4);
    endEffector.commanded(command, sent);
    double[] q = new double[4], axis = new double[3];
    for (int k = 0; k < 4; k++) q[k] = sent.orientation_xyzw[(k + 3) % 4];
    for (int column = 0; column < 3; column++) {
      double[] unit = new double[3];
      unit[column] = 1;
      Quaternions.rotate(q, unit, axis);
      for (int k = 0; k < 3; k++) assertEquals(T_base_ee[4 * column + k], axis[k], 1e-12);
      assertEquals(T_base_ee[12 + column], sent.position_m[column], 1e-12);
    }
  }

  /** Where the robot has the end effector at our tool, its pose is our tool's. */
  @Property(tries = 20)
  void shouldMeasureTheToolWhereTheRobotHasIt(@ForAll long seed) {
    double[] T_flange_tool = {
      Math.cos(tool.yaw_rad()),
      Math.sin(tool.yaw_rad()),
      0,
      0,
      -Math.sin(tool.yaw_rad()),
      Math.cos(tool.yaw_rad()),
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      tool.z_m(),
      1
    };
    double[] T = pose(new Random(seed));
    RobotState state = new RobotState(7);
    new EndEffector(tool).measured(T, T_flange_tool, state);
    for (int k = 0; k < 3; k++) assertEquals(T[12 + k], state.p_base_tool_m[k], 1e-12);
    double[] x = new double[3];
    Quaternions.rotate(state.q_base_tool, new double[] {1, 0, 0}, x);
    for (int k = 0; k < 3; k++) assertEquals(T[k], x[k], 1e-12);
  }
}
