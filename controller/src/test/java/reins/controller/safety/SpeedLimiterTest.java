package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.Rigs;
import reins.controller.law.Setpoint;
import reins.controller.model.JointLimits;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotFault;
import reins.controller.port.RobotState;

class SpeedLimiterTest {
  private static final double DT_s = 2e-3;

  private final RigConfig.Resolved config = RigConfig.load(Rigs.file("ur5e"));
  private final JointLimits joints = new JointLimits(config.robot());
  private final double share = config.rig().safety().barrier().speed_share();

  /** A limiter, and an arm that moves exactly as it is told. */
  private final class Arm {
    final SpeedLimiter limiter = new SpeedLimiter(config);
    final RobotState state = new RobotState(6);
    final Setpoint setpoint = new Setpoint();
    final ArmCommand command = new ArmCommand(6);

    Arm() {
      System.arraycopy(config.robot().q_home_rad(), 0, state.q_rad, 0, 6);
      setpoint.mode = Mode.ACTIVE_POLICY;
    }

    int ask(double... dq_rad_s) {
      command.live = true;
      System.arraycopy(dq_rad_s, 0, command.dq_rad_s, 0, 6);
      int fault = limiter.limit(state, setpoint, DT_s, command);
      for (int i = 0; i < 6; i++) state.q_rad[i] += command.dq_rad_s[i] * DT_s;
      return fault;
    }
  }

  @Property(tries = 100)
  void shouldStayWithinEveryLimitWhateverIsAsked(@ForAll long seed) {
    Random random = new Random(seed);
    Arm arm = new Arm();
    arm.ask(0, 0, 0, 0, 0, 0);
    double[] last = new double[6], push = random.doubles(6, -9, 9).toArray();
    for (int t = 0; t < 4000; t++) {
      if (t % 500 == 0) push = random.doubles(6, -9, 9).toArray();
      arm.ask(push);
      for (int i = 0; i < 6; i++) {
        double dq = arm.command.dq_rad_s[i];
        assertTrue(Math.abs(dq) <= share * joints.dqMax(i) + 1e-12);
        assertTrue(Math.abs(dq - last[i]) <= joints.ddqMax(i) * DT_s + 1e-12, "acceleration");
        assertTrue(arm.state.q_rad[i] < joints.qMax(i) && arm.state.q_rad[i] > joints.qMin(i));
        assertEquals(arm.state.q_rad[i], arm.command.q_rad[i], 1e-9, "angles add up");
        last[i] = dq;
      }
    }
  }

  @Test
  void shouldBrakeWhereItIsAskedForNonsense() {
    Arm arm = new Arm();
    double[] fast = {1, 1, 1, 1, 1, 1}, nonsense = fast.clone();
    for (int t = 0; t < 500; t++) arm.ask(fast);
    nonsense[3] = Double.NaN;
    double before = arm.command.dq_rad_s[3];
    assertEquals(Fault.COMMAND_NOT_FINITE, arm.ask(nonsense));
    assertTrue(arm.command.dq_rad_s[3] < before && arm.command.dq_rad_s[3] > 0);
    for (int t = 0; t < 500; t++) arm.ask(nonsense);
    assertEquals(0, arm.command.dq_rad_s[3]);
    assertEquals(1, arm.command.dq_rad_s[0]);
  }

  @Test
  void shouldStandWithARobotThatStoppedItself() {
    Arm arm = new Arm();
    double[] fast = {1, 1, 1, 1, 1, 1};
    for (int t = 0; t < 500; t++) arm.ask(fast);
    assertFalse(arm.limiter.relaxed());
    arm.state.robot_fault = RobotFault.PROTECTIVE_STOP;
    arm.state.q_rad[0] += 0.5;
    arm.ask(fast);
    assertArrayEquals(new double[6], arm.command.dq_rad_s);
    assertEquals(arm.state.q_rad[0], arm.command.q_rad[0], "and begins anew where a person put it");
    assertTrue(arm.limiter.relaxed());
  }

  @Test
  void shouldSayNothingBeforeAnAngleWasMeasured() {
    Arm arm = new Arm();
    Arrays.fill(arm.state.q_rad, Double.NaN);
    arm.ask(0, 0, 0, 0, 0, 0);
    assertFalse(arm.command.live);
  }
}
