package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.Fault;
import reins.controller.Rigs;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

class LimiterTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final int n = config.robot().n();
  private final RobotState state = new RobotState(n);
  private final Setpoint setpoint = new Setpoint();
  private final ArmCommand command = new ArmCommand(n);

  /** Whatever bits come, and whenever: what leaves is finite, in the box, and within the rate. */
  @Property(tries = 500)
  void shouldHoldTorquesAndRatesForAnyBits(@ForAll long seed) {
    Limiter limiter = new Limiter(config);
    Random random = new Random(seed);
    double[] last = new double[n];
    for (int t = 0; t < 50; t++) {
      boolean wild = random.nextInt(4) == 0;
      for (int i = 0; i < n; i++) {
        command.tau_Nm[i] =
            wild ? Double.longBitsToDouble(random.nextLong()) : 200 * random.nextGaussian();
        state.dq_rad_s[i] = random.nextBoolean() ? Double.NaN : random.nextGaussian();
      }
      command.width_m = Double.longBitsToDouble(random.nextLong());
      double dt_s = wild ? Double.longBitsToDouble(random.nextLong()) : random.nextDouble() * 4e-3;
      limiter.limit(state, setpoint, dt_s, command);
      check(command, last, dt_s);
      System.arraycopy(command.tau_Nm, 0, last, 0, n);
    }
  }

  private void check(ArmCommand command, double[] last, double dt_s) {
    double longest_s = Math.min(1e-3, dt_s > 0 ? dt_s : 0);
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = config.robot().joints().get(i);
      double tau = command.tau_Nm[i];
      assertTrue(Math.abs(tau) <= joint.tau_max_Nm(), "torque " + tau);
      double step = Math.abs(tau - last[i]);
      assertTrue(step <= 0.9 * joint.dtau_max_Nm_s() * longest_s + 1e-12, "step " + step);
    }
    double width_m = command.width_m;
    assertTrue(
        Double.isNaN(width_m) || width_m >= 0 && width_m <= config.robot().gripper().width_max_m());
  }

  @Test
  void shouldSayWhatItCut() {
    Limiter limiter = new Limiter(config);
    command.tau_Nm[0] = 0;
    for (int i = 0; i < n; i++) command.tau_Nm[i] = 0.5;
    assertEquals(0, limiter.limit(state, setpoint, 1e-3, command));
    command.tau_Nm[0] = 100;
    assertEquals(
        Fault.TORQUE_CLIPPED | Fault.TORQUE_RATE_CLIPPED,
        limiter.limit(state, setpoint, 1e-3, command));
    assertEquals(1.4, command.tau_Nm[0], 1e-12);
    command.tau_Nm[3] = Double.NaN;
    assertTrue((limiter.limit(state, setpoint, 1e-3, command) & Fault.COMMAND_NOT_FINITE) != 0);
  }

  @Test
  void shouldDampWhatIsNotFinite() {
    Limiter limiter = new Limiter(config);
    for (int i = 0; i < n; i++) state.dq_rad_s[i] = i == 0 ? 0.01 : 0;
    for (int t = 0; t < 100; t++) {
      command.tau_Nm[0] = Double.POSITIVE_INFINITY;
      limiter.limit(state, setpoint, 1e-3, command);
    }
    assertEquals(-0.25 * 87.0 / 2.175 * 0.01, command.tau_Nm[0], 1e-12);
    assertEquals(0, command.tau_Nm[1], 1e-15);
  }
}
