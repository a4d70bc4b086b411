package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ActionSpace;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.geometry.Quaternions;
import reins.controller.Bench;
import reins.controller.Rigs;

/** Every law with its motion generator and an arm that obeys the model. */
class LawsInTheLoopTest {
  private static RigConfig.Resolved rig(String kind) {
    return switch (kind) {
      case "translation" -> Rigs.simFranka();
      case "pose" -> Rigs.with(Rigs.pose());
      case "joints" -> Rigs.with(Rigs.joints());
      default -> Rigs.with(Rigs.wrench());
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"translation", "pose", "joints", "wrench"})
  void shouldHoldWhereItStarts(String kind) {
    try (Bench bench = new Bench(rig(kind))) {
      double[] start = bench.arm.q_rad.clone();
      bench.ticks(2000);
      assertEquals(Mode.HOLD, bench.mode());
      for (int i = 0; i < 7; i++) assertEquals(start[i], bench.arm.q_rad[i], 1e-5, "joint " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"translation", "pose", "joints", "wrench"})
  void shouldGoHomeAndAllocateNothing(String kind) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] action = new double[8];
    try (Bench bench = new Bench(rig(kind))) {
      bench.ticks(10);
      assertTrue(bench.home() > 0, "homed");
      long bytes = -1;
      for (int round = 0; round < 10 && bytes != 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int t = 0; t < 5000; t++) {
          for (int k = 0; k < 7; k++) action[k] = Math.sin(1e-3 * t * (k + 1));
          if (t % 100 == 0) bench.send(t < 3500 ? Command.ACT : Command.HOME, action);
          bench.tick();
        }
        bytes = threads.getCurrentThreadAllocatedBytes() - before;
      }
      assertEquals(0, bytes);
      assertTrue(bench.home() >= 0, "and again");
    }
  }

  /** Any command at any time on an arm met in any state: what leaves moves at the allowed rate. */
  @Property(tries = 24)
  void shouldNeverJumpWhateverComesNext(@ForAll long seed) {
    Random random = new Random(seed);
    String[] kinds = {"translation", "pose", "joints", "wrench"};
    try (Bench bench = new Bench(rig(kinds[random.nextInt(4)]))) {
      for (int i = 0; i < 7; i++) bench.arm.dq_rad_s[i] = 0.2 * random.nextGaussian();
      double[] last = new double[7];
      int clipped = 0;
      for (int t = 0; t < 2500; t++) {
        if (random.nextInt(60) == 0) {
          double[] action = new double[8];
          for (int k = 0; k < 8; k++) action[k] = random.nextDouble(-1, 1);
          bench.send(Command.values()[random.nextInt(3)], action);
        }
        if (random.nextInt(500) == 0) bench.loop.arm(random.nextBoolean());
        if (random.nextInt(500) == 0) bench.loop.arm(true);
        if ((bench.tick() & Fault.TORQUE_RATE_CLIPPED) != 0) clipped++;
        for (int i = 0; i < 7; i++) {
          assertEquals(last[i], bench.arm.tau_Nm[i], 0.9 + 1e-9, "tick " + t + " joint " + i);
          last[i] = bench.arm.tau_Nm[i];
        }
      }
      // The laws themselves are smooth: it is not the limiter that makes them so.
      assertTrue(clipped < 50, "clipped in " + clipped + " ticks");
    }
  }

  @Test
  void shouldTurnTheToolAsCommanded() {
    ActionSpace.CartesianDelta space = Rigs.pose();
    try (Bench bench = new Bench(Rigs.with(space))) {
      bench.ticks(10);
      bench.home();
      bench.steps(10, Command.HOLD);
      double[] before = bench.arm.q_base_tool().clone(), p_m = bench.arm.p_base_tool_m().clone();
      bench.steps(4, Command.ACT, 0, 0, 0, 0, 0, 1, 0);
      bench.steps(6, Command.ACT, 0, 0, 0, 0, 0, 0, 0);
      double[] q = new double[4], r = new double[3];
      Quaternions.conjugate(before, q);
      Quaternions.multiply(bench.arm.q_base_tool(), q, q);
      Quaternions.log(q, r);
      assertEquals(4 * space.step_rad(), r[2], 0.01);
      assertEquals(0, r[0], 0.01);
      for (int k = 0; k < 3; k++) assertEquals(p_m[k], bench.arm.p_base_tool_m()[k], 2e-3);
    }
  }

  /** A step of one joint: there within half a second, without ringing, the others at rest. */
  @Test
  void shouldFollowAStepInJointSpace() {
    ActionSpace.JointDelta space = Rigs.joints();
    try (Bench bench = new Bench(Rigs.with(space))) {
      bench.ticks(10);
      bench.home();
      bench.steps(10, Command.HOLD);
      double[] start = bench.arm.q_rad.clone();
      bench.send(Command.ACT, 0, 0, 0, 1, 0, 0, 0, 0);
      double highest = 0;
      for (int t = 0; t < 1000; t++) {
        if (t % 100 == 50) bench.send(Command.ACT, 0, 0, 0, 0, 0, 0, 0, 0);
        bench.tick();
        highest = Math.max(highest, bench.arm.q_rad[3] - start[3]);
      }
      assertEquals(space.step_rad(), bench.arm.q_rad[3] - start[3], 1e-3);
      assertTrue(highest < 1.25 * space.step_rad(), "overshoot " + highest);
      for (int i = 0; i < 7; i++)
        if (i != 3) assertEquals(start[i], bench.arm.q_rad[i], 2e-3, "joint " + i);
    }
  }

  /** A wall of 20 kN/m: a joint that leans on it presses with no more than stiffness times clip. */
  @Test
  void shouldPressWithBoundedTorqueInJointSpace() {
    ActionSpace.JointDelta space = Rigs.joints();
    try (Bench bench = new Bench(Rigs.with(space))) {
      bench.ticks(10);
      bench.home();
      double wall_m = bench.arm.p_base_tool_m()[1] + 0.01;
      for (int step = 0; step < 15; step++) {
        bench.send(Command.ACT, 1, 0, 0, 0, 0, 0, 0, 0);
        for (int t = 0; t < 100; t++) {
          double depth_m = Math.max(0, bench.arm.p_base_tool_m()[1] - wall_m);
          bench.arm.force_N[1] =
              depth_m > 0 ? -20_000 * depth_m - 100 * bench.frame.v_base_tool[1] : 0;
          bench.tick();
        }
      }
      // The barrier filter does not see the wall: it leaves what would not rush a free joint.
      double bound = space.k_Nm_rad()[0] * space.clip_rad()[0];
      assertTrue(bench.frame.tau_cmd_Nm[0] < bound + 1, "pressed " + bench.frame.tau_cmd_Nm[0]);
      assertTrue(bench.frame.tau_cmd_Nm[0] > bound / 3, "pressed " + bench.frame.tau_cmd_Nm[0]);
    }
  }

  /**
   * Pressing down by force: the wall feels the force that was asked, within friction of nothing.
   */
  @Test
  void shouldPressWithTheForceThatWasAsked() {
    ActionSpace.Wrench space = Rigs.wrench();
    try (Bench bench = new Bench(Rigs.with(space))) {
      bench.ticks(10);
      bench.home();
      double floor_m = bench.arm.p_base_tool_m()[2] - 0.01;
      double[] p_m = bench.arm.p_base_tool_m().clone();
      for (int step = 0; step < 20; step++) {
        bench.send(Command.ACT, 0, 0, -0.5, 0, 0, 0, 0);
        for (int t = 0; t < 100; t++) {
          double depth_m = Math.max(0, floor_m - bench.arm.p_base_tool_m()[2]);
          bench.arm.force_N[2] =
              depth_m > 0 ? 20_000 * depth_m - 200 * bench.frame.v_base_tool[2] : 0;
          bench.tick();
        }
      }
      assertEquals(6, bench.arm.force_N[2], 0.3);
      assertEquals(p_m[1], bench.arm.p_base_tool_m()[1], 1e-3, "held aside");
      // Nobody asks any more: the force goes, and the tool stays.
      bench.ticks(400);
      assertEquals(Mode.HOLD, bench.mode());
      assertTrue(bench.arm.force_N[2] < 6.5);
    }
  }

  /** Free of walls a wrench moves the tool against its damper, and the workspace turns it back. */
  @Test
  void shouldKeepTheToolInTheWorkspaceUnderAWrench() {
    try (Bench bench = new Bench(Rigs.with(Rigs.wrench()))) {
      bench.ticks(10);
      bench.home();
      double furthest_m = 0, fastest_m_s = 0;
      for (int step = 0; step < 60; step++) {
        bench.send(Command.ACT, 1, 0, 0, 0, 0, 0, 0);
        for (int t = 0; t < 100; t++) {
          bench.tick();
          furthest_m = Math.max(furthest_m, bench.arm.p_base_tool_m()[0]);
          fastest_m_s = Math.max(fastest_m_s, bench.frame.v_base_tool[0]);
        }
      }
      double high_m = bench.task.workspace().high_m()[0];
      assertTrue(furthest_m < high_m + 0.01, "out to " + furthest_m);
      assertTrue(furthest_m > high_m - 0.03, "as far as it may: " + furthest_m);
      assertEquals(13.0 / 89, fastest_m_s, 0.03, "force against damper");
    }
  }

  /** An elbow that was pushed aside comes back; the tool does not notice, and nothing drifts. */
  @Test
  void shouldNotDriftInTheNullspace() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.ticks(10);
      bench.home();
      for (int round = 0; round < 12; round++) {
        double way = round % 2 == 0 ? 0.8 : -0.8;
        bench.steps(8, Command.ACT, 0, way, way / 4, 0);
      }
      bench.steps(10, Command.ACT, 0, 0, 0, 0);
      double[] q = bench.arm.q_rad.clone();
      for (int round = 0; round < 12; round++) {
        double way = round % 2 == 0 ? 0.8 : -0.8;
        bench.steps(8, Command.ACT, 0, way, way / 4, 0);
      }
      bench.steps(10, Command.ACT, 0, 0, 0, 0);
      for (int i = 0; i < 7; i++) assertEquals(q[i], bench.arm.q_rad[i], 0.03, "joint " + i);
      for (int k = 0; k < 3; k++)
        assertEquals(bench.frame.p_setpoint_m[k], bench.arm.p_base_tool_m()[k], 1e-3);
    }
  }

  /** The integral takes out what a steady push leaves, and stays in its bound. */
  @Test
  void shouldTakeOutASteadyPushByItsIntegral() {
    TaskConfig.Impedance g = Rigs.simFranka().task().impedance();
    TaskConfig.Impedance integral =
        new TaskConfig.Impedance(
            g.k_trans_N_m(),
            g.d_trans_Ns_m(),
            g.k_rot_Nm_rad(),
            g.d_rot_Nms_rad(),
            g.clip_trans_m(),
            g.clip_rot_rad(),
            2000,
            0,
            10,
            0,
            g.k_null_Nm_rad(),
            g.ramp_s());
    RigConfig.Resolved rig = Rigs.simFranka();
    try (Bench bench = new Bench(Rigs.with(rig.task().action(), integral))) {
      bench.ticks(10);
      bench.home();
      bench.arm.force_N[1] = 8;
      double before_m = bench.frame.p_setpoint_m[1];
      bench.ticks(6000);
      assertEquals(before_m, bench.arm.p_base_tool_m()[1], 1e-4, "taken out");
      bench.arm.force_N[1] = 20;
      bench.ticks(6000);
      assertEquals(before_m + 10 / 2000.0, bench.arm.p_base_tool_m()[1], 3e-4, "bounded");
      bench.arm.force_N[1] = 0;
      bench.ticks(6000);
      assertEquals(before_m, bench.arm.p_base_tool_m()[1], 1e-4, "no wind-up stays");
    }
  }

  @Test
  void shouldCountNothingOnAQuietDay() {
    try (Bench bench = new Bench(Rigs.with(Rigs.joints()))) {
      bench.ticks(10);
      bench.home();
      bench.steps(5, Command.ACT, 0.2, 0, 0, 0.2, 0, 0, 0, 0);
      for (int bit :
          new int[] {Fault.TORQUE_CLIPPED, Fault.COMMAND_NOT_FINITE, Fault.LEASH_CLIPPED})
        assertEquals(
            0,
            bench.count(Integer.numberOfTrailingZeros(bit)),
            Fault.name(Integer.numberOfTrailingZeros(bit)));
      assertTrue(bench.count(Counters.ACTIONS_ADMITTED) > 0);
      RobotConfig robot = Rigs.simFranka().robot();
      assertEquals(7, robot.n());
      assertEquals(7, Arrays.copyOf(bench.frame.q_rad, 7).length);
    }
  }
}
