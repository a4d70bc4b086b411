package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.contract.geometry.Kinematics;
import reins.controller.Rigs;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.model.JointLimits;
import reins.controller.port.RobotState;

class JointMotionTest {
  private static final double DT_s = 1e-3;
  private final ActionSpace.JointDelta space = Rigs.joints();
  private final TaskConfig task = Rigs.with(space).task();
  private final Setpoint setpoint = new Setpoint();
  private final RobotState state = new RobotState(7);

  private void measure(RobotConfig robot, double[] q_rad) {
    Kinematics kinematics = new Kinematics(robot);
    kinematics.update(q_rad);
    System.arraycopy(q_rad, 0, state.q_rad, 0, 7);
    java.util.Arrays.fill(state.dq_rad_s, 0);
    System.arraycopy(kinematics.p_base_tool_m(), 0, state.p_base_tool_m, 0, 3);
    System.arraycopy(kinematics.q_base_tool(), 0, state.q_base_tool, 0, 4);
  }

  private void tick(MotionGenerator motion, int what) {
    if (what == 0) motion.hold(DT_s, state);
    else if (what == 1) motion.follow(DT_s, state);
    else motion.home(DT_s, state);
    motion.fill(setpoint);
  }

  /**
   * Acts, holds, goes home in any order on both Frankas: speed at the angle, acceleration, jerk.
   */
  @Property(tries = 60)
  void shouldKeepToTheJointsLimitsWhateverIsWanted(@ForAll long seed) {
    Random random = new Random(seed);
    RobotConfig robot = Rigs.robot(random.nextBoolean() ? "fr3" : "panda");
    JointLimits limits = new JointLimits(robot);
    JointMotion motion = new JointMotion(robot, roomy(), fast());
    double[] q = robot.q_home_rad().clone(), dq = new double[7], ddq = new double[7];
    measure(robot, q);
    motion.place(state);
    double[] lean = new double[8];
    for (int i = 0; i < 7; i++) lean[i] = random.nextBoolean() ? 1 : -1;
    int what = 1;
    for (int t = 0; t < 3000; t++) {
      if (t % 100 == 0) what = Math.max(0, 2 - random.nextInt(8)) == 0 ? 1 : random.nextInt(3);
      if (what == 1 && t % 50 == 0) {
        double[] action = new double[8];
        for (int i = 0; i < 7; i++)
          action[i] = Math.clamp(lean[i] + random.nextGaussian(), -1.0, 1.0);
        motion.step(action, state, setpoint);
      }
      tick(motion, what);
      for (int i = 0; i < 7; i++) {
        double now = (setpoint.q_ref_rad[i] - q[i]) / DT_s, change = (now - dq[i]) / DT_s;
        String at = " of joint " + i + " at " + setpoint.q_ref_rad[i] + ", tick " + t;
        double slowest = 0.05;
        assertTrue(now <= Math.max(slowest, limits.dqMax(i, q[i])) + 1e-9, "speed " + now + at);
        assertTrue(now >= Math.min(-slowest, limits.dqMin(i, q[i])) - 1e-9, "speed " + now + at);
        assertTrue(Math.abs(change) <= limits.ddqMax(i) + 1e-4, "acceleration " + change + at);
        double jerk = (change - ddq[i]) / DT_s;
        assertTrue(t == 0 || Math.abs(jerk) <= limits.dddqMax(i) + 1, "jerk " + jerk + at);
        q[i] = setpoint.q_ref_rad[i];
        dq[i] = now;
        ddq[i] = change;
        assertTrue(q[i] > limits.qMin(i) && q[i] < limits.qMax(i), "angle" + at);
      }
      measure(robot, q);
    }
  }

  /** Steps at the Panda's speed limit. */
  private static ActionSpace.JointDelta fast() {
    ActionSpace.JointDelta s = Rigs.joints();
    return new ActionSpace.JointDelta(
        8, 0.2, 0.4, s.q_reset_rad(), s.k_Nm_rad(), s.d_Nms_rad(), s.clip_rad(), 0.5, 0.15);
  }

  /** A workspace that nothing can leave. */
  private static TaskConfig roomy() {
    TaskConfig t = Rigs.with(fast()).task();
    return new TaskConfig(
        t.name(),
        t.robot(),
        t.policy_hz(),
        t.episode_steps(),
        new TaskConfig.Workspace(new double[] {-2, -2, -2}, new double[] {2, 2, 2}),
        t.action(),
        t.impedance(),
        t.observation(),
        t.reset(),
        t.reward(),
        t.learning(),
        t.operator());
  }

  @Test
  void shouldMoveEachJointAsFarAsItIsTold() {
    RobotConfig robot = Rigs.robot("panda");
    MotionGenerator motion = MotionGenerator.of(robot, task);
    double[] start = space.q_reset_rad();
    measure(robot, start);
    motion.place(state);
    for (int step = 0; step < 2; step++) {
      assertEquals(0, motion.step(new double[] {1, 0.5, -1, 0, 0.2, 0, 1, 0}, state, setpoint));
      for (int t = 0; t < 100; t++) {
        tick(motion, 1);
        measure(robot, java.util.Arrays.copyOf(setpoint.q_ref_rad, 7));
      }
    }
    for (int t = 0; t < 200; t++) tick(motion, 1);
    double[] moved = new double[7];
    for (int i = 0; i < 7; i++) moved[i] = setpoint.q_ref_rad[i] - start[i];
    assertArrayEquals(new double[] {0.1, 0.05, -0.1, 0, 0.02, 0, 0.1}, moved, 1e-12);
    assertEquals(LawName.JOINT_IMPEDANCE, setpoint.law);
    Kinematics kinematics = new Kinematics(robot);
    kinematics.update(java.util.Arrays.copyOf(setpoint.q_ref_rad, 7));
    assertArrayEquals(kinematics.p_base_tool_m(), setpoint.p_base_ref_m, 1e-12);
  }

  @Test
  void shouldStayOnItsLeashAndInTheWorkspace() {
    RobotConfig robot = Rigs.robot("panda");
    MotionGenerator motion = MotionGenerator.of(robot, task);
    measure(robot, space.q_reset_rad());
    motion.place(state);
    int faults = 0;
    for (int step = 0; step < 5; step++) {
      faults |= motion.step(new double[] {0, 0, 0, 0, 0, 0, 1, 0}, state, setpoint);
      for (int t = 0; t < 100; t++) tick(motion, 1);
    }
    assertTrue((faults & Fault.LEASH_CLIPPED) != 0);
    assertEquals(space.leash_rad(), setpoint.q_ref_rad[6] - state.q_rad[6], 1e-12);
    // Turning the first joint takes the tool to the workspace's wall.
    faults = 0;
    for (int step = 0; step < 20; step++) {
      faults |= motion.step(new double[] {1, 0, 0, 0, 0, 0, 0, 0}, state, setpoint);
      for (int t = 0; t < 100; t++) tick(motion, 1);
      measure(robot, java.util.Arrays.copyOf(setpoint.q_ref_rad, 7));
    }
    assertTrue((faults & Fault.WORKSPACE_CLIPPED) != 0);
    double wall_m = task.workspace().high_m()[1];
    assertTrue(setpoint.p_base_ref_m[1] <= wall_m + 1e-9, "inside");
    assertTrue(setpoint.p_base_ref_m[1] >= wall_m - 0.01, "but near: " + setpoint.p_base_ref_m[1]);
  }

  /** All joints start and arrive together, and wait for an arm that cannot follow. */
  @Test
  void shouldGoHomeOnAStraightWayInJointSpace() {
    RobotConfig robot = Rigs.robot("fr3");
    ActionSpace.JointDelta here = space;
    MotionGenerator motion = new JointMotion(robot, task, here);
    double[] start = {0.5, 0.4, -0.3, -1.8, 0.2, 1.6, 0.1};
    measure(robot, start);
    motion.place(state);
    boolean homed = false;
    int t = 0;
    for (; t < 10_000 && !homed; t++) {
      tick(motion, 2);
      double share = (setpoint.q_ref_rad[0] - start[0]) / (here.q_reset_rad()[0] - start[0]);
      for (int i = 0; i < 7; i++)
        assertEquals(
            start[i] + share * (here.q_reset_rad()[i] - start[i]), setpoint.q_ref_rad[i], 1e-9);
      boolean stuck = t > 500 && t < 1500;
      if (!stuck) measure(robot, java.util.Arrays.copyOf(setpoint.q_ref_rad, 7));
      else
        for (int i = 0; i < 7; i++)
          assertTrue(
              Math.abs(setpoint.q_ref_rad[i] - state.q_rad[i]) <= here.leash_rad() + 2e-3, "leash");
      homed = motion.homed();
    }
    assertTrue(homed);
    assertTrue(t > 1500, "waited");
    assertArrayEquals(here.q_reset_rad(), java.util.Arrays.copyOf(setpoint.q_ref_rad, 7), 1e-12);
  }
}
