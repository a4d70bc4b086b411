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
import reins.contract.exchange.Layer;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

class PoseLimiterTest {
  private static final double DT_s = 1e-3;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final PoseLimiter limiter = new PoseLimiter(config);
  private final RobotState state = new RobotState(7);
  private final Setpoint setpoint = new Setpoint();
  private final ArmCommand command = new ArmCommand(7);

  PoseLimiterTest() {
    put(state.p_base_tool_m, 0.4, 0.1, 0.3);
    put(state.q_base_tool, 0, 1, 0, 0);
  }

  private static void put(double[] to, double... values) {
    System.arraycopy(values, 0, to, 0, values.length);
  }

  private int ask(double... p_and_q) {
    command.live = true;
    System.arraycopy(p_and_q, 0, command.p_base_tool_m, 0, 3);
    System.arraycopy(p_and_q, 3, command.q_base_tool, 0, 4);
    return limiter.limit(state, setpoint, DT_s, command);
  }

  @Test
  void shouldBeginAtTheMeasuredTool() {
    ask(0.5, 0.1, 0.3, 0, 1, 0, 0);
    assertArrayEquals(new double[] {0.4, 0.1, 0.3}, command.p_base_tool_m);
    ask(0.5, 0.1, 0.3, 0, 1, 0, 0);
    assertEquals(0.4 + 1.7e-3, command.p_base_tool_m[0], 1e-12);
    assertEquals(0.1 - 1.7e-3, setpoint.changed[Layer.SHAPING.ordinal()] - 0.1, 1e-12);
    command.live = false;
    limiter.limit(state, setpoint, DT_s, command);
    assertTrue(limiter.relaxed());
    ask(0.5, 0.1, 0.3, 0, 1, 0, 0);
    assertEquals(0.4, command.p_base_tool_m[0], "and again after a pause");
  }

  @Test
  void shouldSayNothingBeforeAToolWasMeasured() {
    Arrays.fill(state.p_base_tool_m, Double.NaN);
    ask(0.5, 0.1, 0.3, 0, 1, 0, 0);
    assertFalse(command.live);
    assertTrue(limiter.relaxed());
  }

  @Test
  void shouldStayWhereItIsWhenAskedForNonsense() {
    ask(0.4, 0.1, 0.3, 0, 1, 0, 0);
    for (double[] nonsense :
        new double[][] {
          {Double.NaN, 0.1, 0.3, 0, 1, 0, 0},
          {0.4, 0.1, Double.POSITIVE_INFINITY, 0, 1, 0, 0},
          {0.4, 0.1, 0.3, 0, 0, 0, 0},
          {0.4, 0.1, 0.3, 0, 2, 0, 0},
          {0.4, 0.1, 0.3, Double.NaN, 1, 0, 0}
        }) {
      assertEquals(Fault.COMMAND_NOT_FINITE, ask(nonsense));
      assertArrayEquals(new double[] {0.4, 0.1, 0.3}, command.p_base_tool_m);
      assertArrayEquals(new double[] {0, 1, 0, 0}, command.q_base_tool);
    }
  }

  @Property(tries = 300)
  void shouldNeverStepFurtherThanTheToolMayMove(@ForAll long seed) {
    Random random = new Random(seed);
    double[] p_m = state.p_base_tool_m.clone(), q = state.q_base_tool.clone();
    double[] turn = new double[4], rad = new double[3];
    command.live = false;
    limiter.limit(state, setpoint, DT_s, command);
    for (int i = 0; i < 50; i++) {
      double[] wanted = random.doubles(7, -1, 1).toArray();
      double norm = Math.sqrt(Arrays.stream(wanted, 3, 7).map(x -> x * x).sum());
      for (int k = 3; k < 7; k++) wanted[k] /= norm;
      ask(wanted);
      double way_m = 0;
      for (int k = 0; k < 3; k++) way_m += Math.pow(command.p_base_tool_m[k] - p_m[k], 2);
      assertTrue(Math.sqrt(way_m) <= 1.7e-3 + 1e-12);
      Quaternions.conjugate(q, turn);
      Quaternions.multiply(turn, command.q_base_tool, turn);
      Quaternions.log(turn, rad);
      double angle = Math.sqrt(rad[0] * rad[0] + rad[1] * rad[1] + rad[2] * rad[2]);
      assertTrue(angle <= 2.5e-3 + 1e-9, "turn of " + angle);
      assertEquals(1, Quaternions.norm(command.q_base_tool), 1e-9);
      put(p_m, command.p_base_tool_m);
      put(q, command.q_base_tool);
    }
  }
}
