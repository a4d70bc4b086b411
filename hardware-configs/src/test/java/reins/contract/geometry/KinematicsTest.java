package reins.contract.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;

class KinematicsTest {
  private static final RobotConfig ROBOT =
      RigConfig.load(
              Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml"))
          .robot();

  private final Kinematics kinematics = new Kinematics(ROBOT);
  private final int n = ROBOT.n();

  /** By hand from the parameter table: 0.088 forward; 0.333 + 0.316 + 0.384 - 0.107 - 0.1034 up. */
  @Test
  void shouldReachTheZeroPose() {
    kinematics.update(new double[n]);
    assertArrayEquals(
        new double[] {0.088, 0, 0.8226}, kinematics.p_base_tool_m(), 1e-12, "tool at q = 0");
  }

  @Test
  void shouldPointDownInTheReadyPose() {
    kinematics.update(ROBOT.q_home_rad());
    double[] down = new double[4];
    Quaternions.pointingDown(0, down);
    assertArrayEquals(down, kinematics.q_base_tool(), 1e-9);
    assertEquals(0.307, kinematics.p_base_tool_m()[0], 1e-3, "the maker's ready pose");
    assertEquals(0.590 - 0.1034, kinematics.p_base_tool_m()[2], 1e-3, "the maker's ready pose");
  }

  @Property(tries = 200)
  void shouldHaveAJacobianThatMatchesDifferences(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = new double[n], dq = new double[n];
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = ROBOT.joints().get(i);
      q[i] = random.nextDouble(joint.q_min_rad(), joint.q_max_rad());
      dq[i] = random.nextGaussian();
    }
    double h = 1e-6;
    double[] p0 = poseAt(q, dq, -h), o0 = kinematics.q_base_tool().clone();
    double[] p1 = poseAt(q, dq, h), o1 = kinematics.q_base_tool().clone();
    double[] back = new double[4], w = new double[3];
    Quaternions.conjugate(o0, back);
    Quaternions.multiply(o1, back, back);
    Quaternions.log(back, w);
    kinematics.update(q);
    for (int row = 0; row < 6; row++) {
      double v = 0;
      for (int i = 0; i < n; i++) v += kinematics.jacobian()[row * n + i] * dq[i];
      double difference = row < 3 ? (p1[row] - p0[row]) / (2 * h) : w[row - 3] / (2 * h);
      assertEquals(difference, v, 1e-6, "row " + row);
    }
  }

  private double[] poseAt(double[] q, double[] dq, double h) {
    double[] moved = q.clone();
    for (int i = 0; i < n; i++) moved[i] += h * dq[i];
    kinematics.update(moved);
    return kinematics.p_base_tool_m().clone();
  }
}
