package reins.controller.safety.barrier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;
import reins.controller.Rigs;

/** Velocities and drifts against differences of positions. */
class ArmPointsTest {
  private static final double STEP_s = 1e-4;

  @Property(tries = 100)
  void shouldAgreeWithDifferences(@ForAll long seed) {
    Random random = new Random(seed);
    for (String name : new String[] {"panda", "ur5e"}) check(Rigs.robot(name), random);
  }

  private static void check(RobotConfig robot, Random random) {
    int n = robot.n();
    double[] q = new double[n], dq = new double[n];
    for (int i = 0; i < n; i++) {
      q[i] = 2 * random.nextGaussian();
      dq[i] = random.nextGaussian();
    }
    ArmPoints before = at(robot, q, dq, -STEP_s);
    ArmPoints now = at(robot, q, dq, 0);
    ArmPoints after = at(robot, q, dq, STEP_s);
    Kinematics kinematics = new Kinematics(robot);
    kinematics.update(q);
    for (int k = 0; k < 3; k++)
      assertEquals(kinematics.p_base_tool_m()[k], now.p_m(ArmPoints.TOOL, k), 1e-12);
    for (int point = 0; point < ArmPoints.COUNT; point++)
      for (int k = 0; k < 3; k++) {
        double moved = after.p_m(point, k) - before.p_m(point, k);
        assertEquals(moved / (2 * STEP_s), now.v_m_s(point, k), 1e-6);
        double faster = after.v_m_s(point, k) - before.v_m_s(point, k);
        assertEquals(faster / (2 * STEP_s), now.drift_m_s2(point, k), 1e-5);
        double v = 0;
        for (int j = 0; j < n; j++) v += now.jacobian(point, k, j) * dq[j];
        assertEquals(v, now.v_m_s(point, k), 1e-12);
      }
  }

  /** No joint accelerates. */
  private static ArmPoints at(RobotConfig robot, double[] q, double[] dq, double t_s) {
    double[] moved = q.clone();
    for (int i = 0; i < q.length; i++) moved[i] += dq[i] * t_s;
    ArmPoints points = new ArmPoints(robot);
    points.update(moved, dq);
    return points;
  }
}
