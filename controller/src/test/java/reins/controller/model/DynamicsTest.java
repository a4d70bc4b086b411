package reins.controller.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.Test;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;

class DynamicsTest {
  private final Kinematics kinematics = new Kinematics(Arms.ROBOT);
  private final Dynamics dynamics = new Dynamics(Arms.ROBOT, kinematics);
  private final int n = Arms.ROBOT.n();

  private void at(double[] q_rad) {
    kinematics.update(q_rad);
    dynamics.update();
  }

  private double[] mass() {
    double[] m = new double[n * n];
    dynamics.massMatrix(m);
    return m;
  }

  private double kinetic(double[] q, double[] dq) {
    at(q);
    double[] m = mass();
    double twice = 0;
    for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) twice += dq[i] * m[i * n + j] * dq[j];
    return twice / 2;
  }

  /** From the configuration itself: every body's height, the tool's apart from the last link's. */
  private double potential(double[] q) {
    kinematics.update(q);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = Arms.ROBOT.joints().get(i);
      sum += joint.mass_kg() * height(i, joint.com_m());
    }
    RobotConfig.Tool tool = Arms.ROBOT.tool();
    double c = Math.cos(tool.yaw_rad()), s = Math.sin(tool.yaw_rad());
    double[] com = {
      c * tool.com_m()[0] - s * tool.com_m()[1],
      s * tool.com_m()[0] + c * tool.com_m()[1],
      tool.com_m()[2] + Arms.ROBOT.flange().d_m()
    };
    return Dynamics.GRAVITY_m_s2 * (sum + tool.mass_kg() * height(n - 1, com));
  }

  /** Every body's 1/2 m v^2 + 1/2 w I w from the configuration, speeds from differences. */
  private double kineticOfBodies(double[] q, double[] dq) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = Arms.ROBOT.joints().get(i);
      sum += kineticOfBody(q, dq, i, 0, joint.mass_kg(), joint.com_m(), joint.inertia_kgm2());
    }
    RobotConfig.Tool tool = Arms.ROBOT.tool();
    double[] com = tool.com_m().clone();
    com[2] += Arms.ROBOT.flange().d_m();
    return sum
        + kineticOfBody(q, dq, n - 1, tool.yaw_rad(), tool.mass_kg(), com, tool.inertia_kgm2());
  }

  private double kineticOfBody(
      double[] q, double[] dq, int link, double yaw, double m, double[] com, double[] inertia) {
    double h = 1e-5;
    double[][] before = body(moved(q, dq, -h), link, yaw, com);
    double[][] after = body(moved(q, dq, h), link, yaw, com);
    double[][] now = body(q, link, yaw, com);
    double energy = 0;
    double[] w = new double[3];
    for (int k = 0; k < 3; k++) {
      double v = (after[3][k] - before[3][k]) / (2 * h);
      energy += m * v * v / 2;
      // w in the body's axes: x = dy/dt . z, y = dz/dt . x, z = dx/dt . y
      for (int axis = 0; axis < 3; axis++) {
        int moving = (axis + 1) % 3, along = (axis + 2) % 3;
        w[axis] += (after[moving][k] - before[moving][k]) / (2 * h) * now[along][k];
      }
    }
    double[] i = inertia;
    return energy
        + (i[0] * w[0] * w[0] + i[1] * w[1] * w[1] + i[2] * w[2] * w[2]) / 2
        + (i[3] * w[0] * w[1] + i[4] * w[0] * w[2] + i[5] * w[1] * w[2]);
  }

  /** Axes x, y, z and centre of mass of a body that is turned by yaw on a link. */
  private double[][] body(double[] q, int link, double yaw, double[] com) {
    kinematics.update(q);
    double[][] body = new double[4][3];
    for (int k = 0; k < 3; k++) {
      double x = kinematics.axes()[9 * link + k], y = kinematics.axes()[9 * link + 3 + k];
      body[0][k] = Math.cos(yaw) * x + Math.sin(yaw) * y;
      body[1][k] = Math.cos(yaw) * y - Math.sin(yaw) * x;
      body[2][k] = kinematics.axes()[9 * link + 6 + k];
      body[3][k] = kinematics.p_base_link_m()[3 * link + k];
      for (int a = 0; a < 3; a++) body[3][k] += body[a][k] * com[a];
    }
    return body;
  }

  @Property(tries = 100)
  void shouldHoldTheEnergyOfEveryBody(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = Arms.angles(random), dq = Arms.numbers(random, 1);
    double energy = kineticOfBodies(q, dq);
    assertEquals(energy, kinetic(q, dq), 1e-7 * Math.max(1, energy));
  }

  private double height(int link, double[] at_m) {
    double z = kinematics.p_base_link_m()[3 * link + 2];
    for (int k = 0; k < 3; k++) z += kinematics.axes()[9 * link + 3 * k + 2] * at_m[k];
    return z;
  }

  private static double[] moved(double[] q, double[] dq, double h) {
    double[] to = q.clone();
    for (int i = 0; i < to.length; i++) to[i] += h * dq[i];
    return to;
  }

  @Property(tries = 200)
  void shouldHaveASymmetricPositiveDefiniteMassMatrix(@ForAll long seed) {
    at(Arms.angles(new Random(seed)));
    DMatrixRMaj m = DMatrixRMaj.wrap(n, n, mass());
    assertTrue(MatrixFeatures_DDRM.isSymmetric(m, 1e-12));
    assertTrue(MatrixFeatures_DDRM.isPositiveDefinite(m));
  }

  /** Newton-Euler with a unit acceleration gives a column of what composite bodies give at once. */
  @Property(tries = 200)
  void shouldAgreeBetweenTheTwoAlgorithms(@ForAll long seed) {
    at(Arms.angles(new Random(seed)));
    double[] m = mass(), g = new double[n], column = new double[n];
    dynamics.gravity(g);
    for (int j = 0; j < n; j++) {
      double[] unit = new double[n];
      unit[j] = 1;
      dynamics.inverseDynamics(new double[n], unit, column);
      for (int i = 0; i < n; i++) assertEquals(column[i] - g[i], m[i * n + j], 1e-11);
    }
  }

  @Property(tries = 200)
  void shouldCarryTheGradientOfThePotential(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = Arms.angles(random), direction = Arms.numbers(random, 1);
    double h = 1e-5;
    double slope =
        (potential(moved(q, direction, h)) - potential(moved(q, direction, -h))) / (2 * h);
    at(q);
    double[] g = new double[n];
    dynamics.gravity(g);
    assertEquals(slope, Arms.dot(g, direction), 1e-6);
  }

  /** What the torques put in is what the motion gains: dq . (tau - g) = d/dt (1/2 dq M dq). */
  @Property(tries = 200)
  void shouldBalancePower(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = Arms.angles(random), dq = Arms.numbers(random, 1), ddq = Arms.numbers(random, 2);
    double h = 1e-6;
    double gain =
        (kinetic(moved(q, dq, h), moved(dq, ddq, h))
                - kinetic(moved(q, dq, -h), moved(dq, ddq, -h)))
            / (2 * h);
    at(q);
    double[] tau = new double[n], g = new double[n];
    dynamics.inverseDynamics(dq, ddq, tau);
    dynamics.gravity(g);
    assertEquals(gain, Arms.dot(dq, tau) - Arms.dot(dq, g), 1e-5 * Math.max(1, Math.abs(gain)));
  }

  @Property(tries = 100)
  void shouldSplitIntoMassCoriolisAndGravity(@ForAll long seed) {
    Random random = new Random(seed);
    at(Arms.angles(random));
    double[] dq = Arms.numbers(random, 1), ddq = Arms.numbers(random, 2);
    double[] tau = new double[n], c = new double[n], g = new double[n], m = mass();
    dynamics.inverseDynamics(dq, ddq, tau);
    dynamics.coriolis(dq, c);
    dynamics.gravity(g);
    for (int i = 0; i < n; i++) {
      double sum = c[i] + g[i];
      for (int j = 0; j < n; j++) sum += m[i * n + j] * ddq[j];
      assertEquals(tau[i], sum, 1e-9);
    }
  }

  @Test
  void shouldConserveEnergyInFreeFall() {
    double[] q = Arms.ROBOT.q_home_rad().clone(), dq = new double[n];
    double start = potential(q);
    double h = 1e-3;
    for (int step = 0; step < 300; step++) rungeKutta(q, dq, h);
    double kinetic = kinetic(q, dq);
    assertTrue(kinetic > 5, "it does fall");
    assertEquals(start, kinetic + potential(q), 1e-5);
  }

  private void rungeKutta(double[] q, double[] dq, double h) {
    double[] a1 = fall(q, dq);
    double[] v2 = moved(dq, a1, h / 2), a2 = fall(moved(q, dq, h / 2), v2);
    double[] v3 = moved(dq, a2, h / 2), a3 = fall(moved(q, v2, h / 2), v3);
    double[] v4 = moved(dq, a3, h), a4 = fall(moved(q, v3, h), v4);
    for (int i = 0; i < n; i++) {
      q[i] += h / 6 * (dq[i] + 2 * v2[i] + 2 * v3[i] + v4[i]);
      dq[i] += h / 6 * (a1[i] + 2 * a2[i] + 2 * a3[i] + a4[i]);
    }
  }

  /** ddq = -M^-1 (c + g) */
  private double[] fall(double[] q, double[] dq) {
    at(q);
    DMatrixRMaj bias = new DMatrixRMaj(n, 1), ddq = new DMatrixRMaj(n, 1);
    dynamics.inverseDynamics(dq, new double[n], bias.data);
    CommonOps_DDRM.scale(-1, bias);
    CommonOps_DDRM.solve(DMatrixRMaj.wrap(n, n, mass()), bias, ddq);
    return ddq.data;
  }
}
