package reins.controller.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import reins.contract.config.RobotConfig;
import reins.controller.Rigs;

class JointLimitsTest {
  private static final RobotConfig FR3 = Rigs.robot("fr3");
  private static final RobotConfig PANDA = Rigs.robot("panda");

  private final JointLimits fr3 = new JointLimits(FR3);
  private final JointLimits panda = new JointLimits(PANDA);

  /** Share 0 is the lower limit, 1 the upper one. */
  private static double at(JointLimits limits, int i, double share) {
    return limits.qMin(i) + share * (limits.qMax(i) - limits.qMin(i));
  }

  /** Values worked out by hand from the manual's table: -0.30 + sqrt(12.0 (2.75010 - 2.5)). */
  @Test
  void shouldFollowTheManualsCurve() {
    assertEquals(1.4323972, fr3.dqMax(0, 2.5), 1e-6);
    assertEquals(-1.4323972, fr3.dqMin(0, -2.5), 1e-6);
    // Joint 6 lies off centre: 0.35 - sqrt(11.0 (-0.54092 + 0.7)).
    assertEquals(-0.9728303, fr3.dqMin(5, 0.7), 1e-6);
    assertEquals(-0.3 + Math.sqrt(8.0 * (-0.1458 + 0.5)), fr3.dqMax(3, -0.5), 1e-12);
    assertEquals(2.62, fr3.dqMax(0, 0), "the ceiling away from the limits");
    assertEquals(-4.18, fr3.dqMin(5, 2.5), "the ceiling away from the limits");
  }

  @Property
  void shouldForbidLeavingAtAndBeyondALimit(
      @ForAll @IntRange(max = 6) int i, @ForAll @DoubleRange(max = 3) double beyond_rad) {
    for (JointLimits limits : new JointLimits[] {fr3, panda}) {
      assertEquals(0, limits.dqMax(i, limits.qMax(i) + beyond_rad));
      assertEquals(0, limits.dqMin(i, limits.qMin(i) - beyond_rad));
      assertTrue(limits.dqMin(i, limits.qMax(i) + beyond_rad) < -1, "the way back is open");
      assertTrue(limits.dqMax(i, limits.qMin(i) - beyond_rad) > 1, "the way back is open");
    }
  }

  /** No step at the limit but the few mrad/s that the manual's rounded constants leave. */
  @Property
  void shouldComeToRestTowardsALimit(
      @ForAll @IntRange(max = 6) int i, @ForAll @IntRange(max = 1000) int nanorad) {
    assertTrue(fr3.dqMax(i, fr3.qMax(i) - 1e-9 * nanorad) < 0.006);
    assertTrue(fr3.dqMin(i, fr3.qMin(i) + 1e-9 * nanorad) > -0.006);
  }

  @Property
  void shouldFallTowardsTheLimitsAndStayUnderTheCeiling(
      @ForAll @IntRange(max = 6) int i,
      @ForAll @DoubleRange(min = -0.2, max = 1.2) double share,
      @ForAll @DoubleRange(max = 0.5) double further) {
    double q = at(fr3, i, share), on = at(fr3, i, share + further);
    assertTrue(fr3.dqMax(i, on) <= fr3.dqMax(i, q));
    assertTrue(fr3.dqMin(i, on) <= fr3.dqMin(i, q));
    assertTrue(fr3.dqMax(i, q) >= 0 && fr3.dqMax(i, q) <= fr3.dqMax(i));
    assertTrue(fr3.dqMin(i, q) <= 0 && fr3.dqMin(i, q) >= -fr3.dqMax(i));
  }

  @Property
  void shouldKeepAPandasCeilingsConstant(
      @ForAll @IntRange(max = 6) int i, @ForAll @DoubleRange(min = 0.01, max = 0.99) double s) {
    double ceiling = PANDA.joints().get(i).dq_max_rad_s();
    assertEquals(ceiling, panda.dqMax(i, at(panda, i, s)));
    assertEquals(-ceiling, panda.dqMin(i, at(panda, i, s)));
  }

  @Test
  void shouldStandStillWhereTheAngleIsNotANumber() {
    assertEquals(0, fr3.dqMax(0, Double.NaN));
    assertEquals(0, fr3.dqMin(0, Double.NaN));
    assertEquals(0, panda.dqMax(0, Double.NaN));
  }

  @Test
  void shouldHandOutTheRobotsNumbers() {
    RobotConfig.Joint joint = PANDA.joints().get(3);
    assertEquals(7, panda.n());
    assertEquals(joint.q_min_rad(), panda.qMin(3));
    assertEquals(joint.q_max_rad(), panda.qMax(3));
    assertEquals(joint.dq_max_rad_s(), panda.dqMax(3));
    assertEquals(joint.ddq_max_rad_s2(), panda.ddqMax(3));
    assertEquals(joint.dddq_max_rad_s3(), panda.dddqMax(3));
    assertEquals(joint.tau_max_Nm(), panda.tauMax(3));
    assertEquals(joint.dtau_max_Nm_s(), panda.dtauMax(3));
  }
}
