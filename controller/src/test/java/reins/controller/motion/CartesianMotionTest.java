package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

class CartesianMotionTest {
  private static final double DT_s = 1e-3;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final TaskConfig task = config.task();
  private final RobotConfig.CartesianLimits limits = config.robot().cartesian();
  private final double[] low_m = task.workspace().low_m();
  private final double[] high_m = task.workspace().high_m();
  private final double[] q_down = new double[4];
  private final Setpoint setpoint = new Setpoint();

  CartesianMotionTest() {
    Quaternions.pointingDown(task.reset().yaw_rad(), q_down);
  }

  private static MotionGenerator of(RigConfig.Resolved config) {
    return MotionGenerator.of(config.robot(), config.task());
  }

  /** Differences of the set-points of successive ticks, against the tool's limits. */
  private final class Judge {
    private final double[] p = new double[3];
    private final double[] v = new double[3];
    private final double[] a = new double[3];
    private final double[] q = new double[4];
    private final double[] w = new double[3];
    private int seen;

    void look() {
      double[] dp = new double[3], dv = new double[3], da = new double[3], dw = new double[3];
      double[] turn = seen > 0 ? Poses.turn(q, setpoint.q_base_ref) : new double[3];
      for (int k = 0; k < 3; k++) {
        dp[k] = (setpoint.p_base_ref_m[k] - p[k]) / DT_s;
        dv[k] = (dp[k] - v[k]) / DT_s;
        da[k] = (dv[k] - a[k]) / DT_s;
        dw[k] = (turn[k] / DT_s - w[k]) / DT_s;
        p[k] = setpoint.p_base_ref_m[k];
        v[k] = dp[k];
        a[k] = dv[k];
        w[k] = turn[k] / DT_s;
      }
      System.arraycopy(setpoint.q_base_ref, 0, q, 0, 4);
      seen++;
      if (seen > 1) assertTrue(Poses.norm(dp) <= limits.v_max_m_s() + 1e-6, "v");
      if (seen > 1) assertTrue(Poses.norm(w) <= limits.w_max_rad_s() + 1e-6, "w");
      if (seen > 2) assertTrue(Poses.norm(dv) <= limits.a_max_m_s2() + 1e-4, "a " + Poses.norm(dv));
      // To first order in the turn of one step.
      if (seen > 2)
        assertTrue(Poses.norm(dw) <= 1.1 * limits.dw_max_rad_s2(), "dw " + Poses.norm(dw));
      if (seen > 3) assertTrue(Poses.norm(da) <= limits.j_max_m_s3() + 1, "j " + Poses.norm(da));
    }
  }

  /** Acts, holds and goes home in any order, by an arm that follows or is pushed about. */
  @Property(tries = 60)
  void shouldKeepToTheToolsLimitsWhateverIsWanted(@ForAll long seed) {
    Random random = new Random(seed);
    RigConfig.Resolved turning = Rigs.with(Rigs.pose());
    MotionGenerator motion = of(random.nextBoolean() ? turning : config);
    RobotState state = Poses.at(task.reset().p_base_tool_m(), q_down);
    motion.place(state);
    Judge judge = new Judge();
    double[] action = new double[8];
    int what = 0;
    for (int t = 0; t < 4000; t++) {
      if (random.nextInt(150) == 0) what = random.nextInt(4);
      if (what < 2 && random.nextInt(60) == 0) {
        for (int k = 0; k < 6; k++) action[k] = random.nextDouble(-1, 1);
        motion.step(action, state, setpoint);
        what = 1;
      }
      if (what == 1) motion.follow(DT_s, state);
      else if (what == 2) motion.home(DT_s, state);
      else motion.hold(DT_s, state);
      motion.fill(setpoint);
      judge.look();
      Poses.follow(state, setpoint);
      for (int k = 0; k < 3; k++) state.p_base_tool_m[k] += 0.002 * random.nextGaussian();
    }
  }

  /** Steps that lean on the walls, by an arm that follows, trails, or is pushed about. */
  @Property(tries = 200)
  void shouldNeverLeaveTheWorkspace(@ForAll long seed) {
    Random random = new Random(seed);
    MotionGenerator motion = of(config);
    RobotState state = Poses.at(task.reset().p_base_tool_m(), q_down);
    motion.place(state);
    motion.fill(setpoint);
    double[] lean = new double[3], action = new double[8];
    for (int k = 0; k < 3; k++)
      lean[k] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1.5);
    int faults = 0;
    for (int step = 0; step < 100; step++) {
      for (int k = 0; k < 3; k++) {
        state.p_base_tool_m[k] = setpoint.p_base_ref_m[k] + 0.02 * random.nextGaussian();
        action[k] = Math.clamp(lean[k] + random.nextGaussian(), -1.0, 1.0);
      }
      faults |= motion.step(action, state, setpoint);
      for (int t = 0; t < 10; t++) {
        motion.follow(0.03 * random.nextDouble(), state);
        motion.fill(setpoint);
        for (int k = 0; k < 3; k++) {
          double p = setpoint.p_base_ref_m[k];
          assertTrue(p >= low_m[k] && p <= high_m[k], "axis " + k);
        }
      }
    }
    assertTrue((faults & Fault.WORKSPACE_CLIPPED) != 0, "it did lean on a wall");
  }

  @Test
  void shouldComeNearerFromOutsideButNotGoFurtherOut() {
    MotionGenerator motion = of(config);
    RobotState state = Poses.at(new double[] {0.35, 0, high_m[2] + 0.08}, q_down);
    motion.place(state);
    assertEquals(Fault.WORKSPACE_CLIPPED, motion.step(new double[] {0, 0, 1, 0}, state, setpoint));
    motion.follow(0.2, state);
    motion.fill(setpoint);
    assertEquals(high_m[2] + 0.08, setpoint.p_base_ref_m[2]);
    motion.step(new double[] {0, 0, -1, 0}, state, setpoint);
    motion.follow(0.2, state);
    motion.fill(setpoint);
    assertEquals(high_m[2] + 0.08 - 0.025, setpoint.p_base_ref_m[2], 1e-12);
    motion.place(state);
    motion.confine();
    for (int t = 0; t < 1000; t++) motion.hold(DT_s, state);
    motion.fill(setpoint);
    assertEquals(high_m[2], setpoint.p_base_ref_m[2], "drawn in");
  }

  /** Ten steps one way: as far as they say, no further, and a sixth of a period late on the way. */
  @Test
  void shouldMoveEvenlyAndArriveExactly() {
    MotionGenerator motion = of(config);
    RobotState state = Poses.at(task.reset().p_base_tool_m(), q_down);
    double start_m = state.p_base_tool_m[1];
    motion.place(state);
    double step_m = task.cartesianDelta().step_m();
    for (int step = 1; step <= 8; step++) {
      motion.step(new double[] {0, 1, 0, 0}, state, setpoint);
      for (int t = 0; t < 100; t++) {
        motion.follow(DT_s, state);
        motion.fill(setpoint);
        Poses.follow(state, setpoint);
      }
      double behind_m = step * step_m - (setpoint.p_base_ref_m[1] - start_m);
      assertTrue(behind_m >= 0 && behind_m < 0.2 * step_m, "step " + step + ": " + behind_m);
    }
    for (int t = 0; t < 50; t++) motion.follow(DT_s, state);
    motion.fill(setpoint);
    assertEquals(start_m + 8 * step_m, setpoint.p_base_ref_m[1], 1e-12);
    assertEquals(LawName.CARTESIAN_IMPEDANCE, setpoint.law);
    assertArrayEquals(q_down, setpoint.q_base_ref, 1e-15);
  }

  /** A hold in full motion: at rest within a few hundredths of a second, and there it stays. */
  @Test
  void shouldComeToRestWhenItIsToHold() {
    MotionGenerator motion = of(config);
    RobotState state = Poses.at(task.reset().p_base_tool_m(), q_down);
    motion.place(state);
    motion.step(new double[] {0, 1, 0, 0}, state, setpoint);
    for (int t = 0; t < 60; t++) motion.follow(DT_s, state);
    motion.fill(setpoint);
    double moving_m = setpoint.p_base_ref_m[1];
    for (int t = 0; t < 40; t++) motion.hold(DT_s, state);
    motion.fill(setpoint);
    double rest_m = setpoint.p_base_ref_m[1];
    assertTrue(rest_m > moving_m && rest_m < moving_m + 0.005, "brakes: " + (rest_m - moving_m));
    for (int t = 0; t < 500; t++) motion.hold(DT_s, state);
    motion.fill(setpoint);
    assertEquals(rest_m, setpoint.p_base_ref_m[1]);
    // The rest of the step is forgotten.
    motion.step(new double[] {0, 0, 0, 0}, state, setpoint);
    for (int t = 0; t < 200; t++) motion.follow(DT_s, state);
    motion.fill(setpoint);
    assertEquals(rest_m, setpoint.p_base_ref_m[1]);
  }

  @Test
  void shouldTurnTheToolByRotationVectorsWithinItsBounds() {
    RigConfig.Resolved turning = Rigs.with(Rigs.pose());
    ActionSpace.CartesianDelta space = Rigs.pose();
    MotionGenerator motion = of(turning);
    RobotState state = Poses.at(task.reset().p_base_tool_m(), q_down);
    motion.place(state);
    double[] action = {0, 0, 0, 0, 0, 1, 0};
    for (int step = 0; step < 4; step++) turn(motion, action, state);
    turn(motion, new double[7], state);
    double[] r = Poses.turn(q_down, setpoint.q_base_ref);
    assertArrayEquals(new double[] {0, 0, 4 * space.step_rad()}, r, 1e-9);
    assertEquals(1, Quaternions.norm(setpoint.q_base_ref), 1e-12);
    int faults = 0;
    for (int step = 0; step < 20; step++) faults |= turn(motion, action, state);
    assertTrue((faults & Fault.WORKSPACE_CLIPPED) != 0);
    r = Poses.turn(q_down, setpoint.q_base_ref);
    assertEquals(space.turn_max_rad(), r[2], 1e-9);
  }

  private int turn(MotionGenerator motion, double[] action, RobotState state) {
    int fault = motion.step(action, state, setpoint);
    for (int t = 0; t < 100; t++) {
      motion.follow(DT_s, state);
      motion.fill(setpoint);
      Poses.follow(state, setpoint);
    }
    return fault;
  }

  /** An arm that is held fast is not wound up, in any of six dimensions. */
  @Test
  void shouldStayOnItsLeash() {
    ActionSpace.CartesianDelta space = Rigs.pose();
    MotionGenerator motion = of(Rigs.with(space));
    RobotState state = Poses.at(task.reset().p_base_tool_m(), q_down);
    motion.place(state);
    double[] action = {1, -1, 0, 0.5, 1, 0, 0};
    int faults = 0;
    for (int step = 0; step < 10; step++) {
      faults |= motion.step(action, state, setpoint);
      for (int t = 0; t < 150; t++) motion.follow(DT_s, state);
    }
    motion.fill(setpoint);
    assertTrue((faults & Fault.LEASH_CLIPPED) != 0);
    assertEquals(space.leash_m(), setpoint.p_base_ref_m[0] - state.p_base_tool_m[0], 1e-12);
    assertEquals(-space.leash_m(), setpoint.p_base_ref_m[1] - state.p_base_tool_m[1], 1e-12);
    double[] r = Poses.turn(state.q_base_tool, setpoint.q_base_ref);
    for (int k = 0; k < 3; k++) assertTrue(Math.abs(r[k]) <= space.leash_rad() + 1e-9);
    assertEquals(space.leash_rad(), r[1], 1e-9);
  }
}
