package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.RigConfig;
import reins.controller.Rigs;
import reins.controller.port.ArmCommand;

class SwitchedLawTest {
  private static final double DT_s = 1e-3;
  private final RigConfig.Resolved joints = Rigs.with(Rigs.joints());
  private final RigConfig.Resolved wrench = Rigs.with(Rigs.wrench());
  private final Measured arm = new Measured(joints.robot());

  private SwitchedLaw law(boolean ofWrench) {
    return new SwitchedLaw(joints.robot(), (ofWrench ? wrench : joints).task());
  }

  /** The laws of one of the tasks alone, each at full gains, as if there had been no switch. */
  private Law alone(boolean ofWrench, LawName name) {
    ActionSpace.JointDelta delta = Rigs.joints();
    return switch (name) {
      case RELAXED -> new Relaxed();
      case DAMPING -> new JointDamping(arm.robot);
      case CARTESIAN_IMPEDANCE -> new CartesianImpedance(arm.robot, joints.task());
      case JOINT_IMPEDANCE -> ofWrench ? new JointDamping(arm.robot) : new JointImpedance(delta, 0);
      case WRENCH ->
          ofWrench
              ? new WrenchControl(arm.robot, wrench.task().impedance(), Rigs.wrench())
              : new JointDamping(arm.robot);
    };
  }

  private void wantAnything(Random random) {
    for (int k = 0; k < 3; k++) {
      arm.setpoint.p_base_ref_m[k] = arm.state.p_base_tool_m[k] + 0.02 * random.nextGaussian();
      arm.setpoint.wrench_base_ref[k] = 10 * random.nextGaussian();
      arm.setpoint.wrench_base_ref[3 + k] = random.nextGaussian();
    }
    for (int i = 0; i < arm.n; i++)
      arm.setpoint.q_ref_rad[i] = arm.state.q_rad[i] + 0.1 * random.nextGaussian();
  }

  /**
   * State and set-point stand still and only the law is switched, at any tick: the torque moves no
   * faster than a fading difference and growing gains make it.
   */
  @Property(tries = 60)
  void shouldNeverJumpAtASwitch(@ForAll long seed) {
    Random random = new Random(seed);
    SwitchedLaw law = law(random.nextBoolean());
    arm.anywhere(random, 0.3);
    wantAnything(random);
    double[] last = new double[arm.n];
    java.util.Arrays.fill(arm.command.tau_Nm, 0);
    for (int t = 0; t < 1500; t++) {
      if (random.nextInt(100) == 0)
        arm.setpoint.law = LawName.values()[random.nextInt(LawName.values().length)];
      law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      for (int i = 0; i < arm.n; i++) {
        // What the ramp of 0.5 s adds: at most twice its final torque over the ramp.
        double own = 2 * DT_s / 0.5 * 60;
        double most = 0.9 * arm.robot.joints().get(i).dtau_max_Nm_s() * DT_s + own;
        assertEquals(last[i], arm.command.tau_Nm[i], most + 1e-9, "tick " + t + " joint " + i);
        last[i] = arm.command.tau_Nm[i];
      }
    }
  }

  @Property(tries = 60)
  void shouldBeTheNewLawAloneOnceTheDifferenceHasFaded(@ForAll long seed) {
    Random random = new Random(seed);
    boolean ofWrench = random.nextBoolean();
    SwitchedLaw law = law(ofWrench);
    arm.anywhere(random, 0.3);
    wantAnything(random);
    for (int s = 0; s < 4; s++) {
      arm.setpoint.law = LawName.values()[random.nextInt(LawName.values().length)];
      // Two torque limits at half a torque rate, and the gains' ramp.
      for (int t = 0; t < 600; t++) law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      ArmCommand plain = new ArmCommand(arm.n);
      Law alone = alone(ofWrench, arm.setpoint.law);
      alone.compute(arm.state, arm.setpoint, DT_s, plain);
      assertArrayEquals(plain.tau_Nm, arm.command.tau_Nm, 1e-9, "" + arm.setpoint.law);
    }
  }

  /** The first torque is what left last, whoever changed it after the law. */
  @Test
  void shouldGoOnFromWhatReallyLeft() {
    SwitchedLaw law = law(false);
    arm.atHome();
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    for (int i = 0; i < arm.n; i++) arm.command.tau_Nm[i] = i - 3;
    arm.setpoint.law = LawName.JOINT_IMPEDANCE;
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    for (int i = 0; i < arm.n; i++) assertEquals(i - 3, arm.command.tau_Nm[i], 1e-12);
  }

  @Test
  void shouldStartSoftlyEveryTimeButNotBetweenLawsInForce() {
    SwitchedLaw law = law(false);
    arm.atHome();
    for (int start = 0; start < 2; start++) {
      arm.setpoint.law = LawName.CARTESIAN_IMPEDANCE;
      arm.setpoint.p_base_ref_m[0] = arm.state.p_base_tool_m[0] + 0.01;
      law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      for (double tau : arm.command.tau_Nm) assertEquals(0, tau, 1e-12, "first torque");
      for (int t = 0; t < 100; t++) law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      assertTrue(Math.abs(arm.wrench(arm.command.tau_Nm)[0]) < 5, "still soft");
      for (int t = 0; t < 500; t++) law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      assertEquals(20, arm.wrench(arm.command.tau_Nm)[0], 1e-6);
      arm.setpoint.law = LawName.JOINT_IMPEDANCE;
      arm.setpoint.q_ref_rad[0] = arm.state.q_rad[0] + 0.02;
      for (int t = 0; t < 100; t++) law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      assertEquals(600 * 0.02, arm.command.tau_Nm[0], 1e-9, "whole at once");
      arm.setpoint.law = LawName.RELAXED;
      for (int t = 0; t < 200; t++) law.compute(arm.state, arm.setpoint, DT_s, arm.command);
      assertArrayEquals(new double[arm.n], arm.command.tau_Nm);
    }
  }

  @Test
  void shouldSayWhenWhatLeftWasNotWhatWasAsked() {
    SwitchedLaw law = law(false);
    arm.atHome();
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    assertEquals(false, arm.command.limited);
    arm.command.tau_Nm[2] += 1e-6;
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    assertEquals(true, arm.command.limited);
  }

  @Test
  void shouldOutliveATickThatWasNotFinite() {
    SwitchedLaw law = law(false);
    arm.atHome();
    double p = arm.state.p_base_tool_m[0];
    arm.state.p_base_tool_m[0] = Double.NaN;
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    assertTrue(Double.isNaN(arm.command.tau_Nm[0]), "the limiter is where it ends");
    arm.state.p_base_tool_m[0] = p;
    law.compute(arm.state, arm.setpoint, DT_s, arm.command);
    for (double tau : arm.command.tau_Nm) assertTrue(Double.isFinite(tau));
  }
}
