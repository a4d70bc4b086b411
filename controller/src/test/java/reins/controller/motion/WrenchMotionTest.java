package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.RigConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

class WrenchMotionTest {
  private static final double DT_s = 1e-3;
  private final ActionSpace.Wrench space = Rigs.wrench();
  private final RigConfig.Resolved config = Rigs.with(space);
  private final MotionGenerator motion = MotionGenerator.of(config.robot(), config.task());
  private final Setpoint setpoint = new Setpoint();
  private final RobotState state;

  WrenchMotionTest() {
    double[] q_down = new double[4];
    Quaternions.pointingDown(config.task().reset().yaw_rad(), q_down);
    state = Poses.at(config.task().reset().p_base_tool_m(), q_down);
    motion.place(state);
  }

  private void follow(int ticks) {
    for (int t = 0; t < ticks; t++) motion.follow(DT_s, state);
    motion.fill(setpoint);
  }

  @Test
  void shouldGrowEvenlyToTheActionsWrench() {
    assertEquals(0, motion.step(new double[] {1, 1, -0.5, 1, 0.5, 1, 0}, state, setpoint));
    follow(10);
    assertEquals(LawName.WRENCH, setpoint.law);
    assertArrayEquals(
        new double[] {6.5, 0, -3, 0, 0.875, 0}, setpoint.wrench_base_ref, 1e-9, "half way");
    follow(10);
    assertArrayEquals(new double[] {13, 0, -6, 0, 1.75, 0}, setpoint.wrench_base_ref, 1e-9);
    follow(89);
    assertArrayEquals(new double[] {13, 0, -6, 0, 1.75, 0}, setpoint.wrench_base_ref, 1e-9);
  }

  @Test
  void shouldDecayWhereNoActionComes() {
    motion.step(new double[] {1, 0, 0, 0, 0, 0, 0}, state, setpoint);
    follow((int) Math.round(space.max_gap_s() / DT_s) - 1);
    assertEquals(13, setpoint.wrench_base_ref[0], 1e-9);
    follow((int) Math.round(space.decay_s() / DT_s));
    assertEquals(13 / Math.E, setpoint.wrench_base_ref[0], 0.7);
    follow(1000);
    assertEquals(0, setpoint.wrench_base_ref[0], 1e-9);
  }

  /** Free axes have no spring where the tool is inside; the others are held where they were. */
  @Test
  void shouldHoldOnlyTheAxesWithoutAWrench() {
    double x_m = state.p_base_tool_m[0], y_m = state.p_base_tool_m[1];
    motion.step(new double[] {1, 0, 0, 0, 0, 0, 0}, state, setpoint);
    state.p_base_tool_m[0] += 0.05;
    state.p_base_tool_m[1] += 0.004;
    double[] turn = new double[4], before = state.q_base_tool.clone();
    Quaternions.exp(new double[] {0.03, 0.1, 0}, turn);
    Quaternions.multiply(turn, before, state.q_base_tool);
    follow(1);
    assertEquals(x_m + 0.05, setpoint.p_base_ref_m[0]);
    assertEquals(y_m, setpoint.p_base_ref_m[1]);
    double[] e = Poses.turn(state.q_base_tool, setpoint.q_base_ref);
    assertEquals(-0.03, e[0], 1e-9);
    assertEquals(0, e[1], 1e-12);
  }

  @Test
  void shouldNotPushOutOfTheWorkspaceAndDrawBackFromOutside() {
    double high_m = config.task().workspace().high_m()[0];
    motion.step(new double[] {1, 0, 0, 0, 0, 0, 0}, state, setpoint);
    state.p_base_tool_m[0] = high_m - 0.01;
    follow(20);
    assertEquals(6.5, setpoint.wrench_base_ref[0], 1e-9, "fades over the last 2 cm");
    state.p_base_tool_m[0] = high_m + 0.02;
    follow(1);
    assertEquals(0, setpoint.wrench_base_ref[0]);
    assertEquals(high_m, setpoint.p_base_ref_m[0]);
    motion.step(new double[] {-1, 0, 0, 0, 0, 0, 0}, state, setpoint);
    follow(40);
    assertEquals(-13, setpoint.wrench_base_ref[0], 1e-9, "inwards it may push");
  }

  @Test
  void shouldHoldWhereTheWrenchHasBroughtTheTool() {
    motion.step(new double[] {1, 0, 0, 0, 0, 0, 0}, state, setpoint);
    follow(50);
    state.p_base_tool_m[0] += 0.03;
    motion.hold(DT_s, state);
    motion.fill(setpoint);
    assertEquals(LawName.CARTESIAN_IMPEDANCE, setpoint.law);
    assertEquals(state.p_base_tool_m[0], setpoint.p_base_ref_m[0]);
    motion.step(new double[7], state, setpoint);
    follow(1);
    assertArrayEquals(new double[6], setpoint.wrench_base_ref, "nothing is left of the last one");
    for (int t = 0; t < 8000 && !motion.homed(); t++) {
      motion.home(DT_s, state);
      motion.fill(setpoint);
      Poses.follow(state, setpoint);
    }
    assertTrue(motion.homed());
  }
}
