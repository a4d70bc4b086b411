package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.Bench;
import reins.controller.Rigs;

/** A step that is revised while it runs: what it may do is what a step may do. */
class RevisionTest {
  private static final double STEP_m = Rigs.simFranka().task().cartesianDelta().step_m();

  private static Bench ready() {
    Bench bench = new Bench(Rigs.simFranka());
    bench.engage();
    bench.home();
    bench.steps(8, Command.HOLD);
    return bench;
  }

  /** However often it is revised: it ends where a step of the last value alone would have ended. */
  @Property(tries = 12)
  void shouldMoveByTheLastValueAlone(
      @ForAll long seed,
      @ForAll @DoubleRange(min = -1, max = 1) double last,
      @ForAll @IntRange(min = 0, max = 8) int revisions) {
    Random random = new Random(seed);
    try (Bench bench = ready()) {
      double from_m = bench.frame.p_setpoint_m[1];
      bench.send(Command.ACT, 0, random.nextDouble(-1, 1), 0, 0);
      long step = bench.sent();
      for (int i = 0; i < revisions; i++) {
        assertEquals(0, bench.ticks(10));
        bench.revise(step, 0, random.nextDouble(-1, 1), 0, 0);
      }
      bench.tick();
      bench.revise(step, 0, last, 0, 0);
      bench.ticks(5);
      assertEquals(last, bench.frame.executed[1]);
      assertEquals(bench.sent(), bench.frame.action_seq);
      bench.steps(6, Command.ACT, 0, 0, 0, 0);
      assertEquals(from_m + STEP_m * last, bench.frame.p_setpoint_m[1], 1e-6);
    }
  }

  @Test
  void shouldMoveAJointByTheLastValueAlone() {
    ActionSpace.JointDelta space = Rigs.joints();
    try (Bench bench = new Bench(Rigs.with(space))) {
      bench.engage();
      bench.home();
      bench.steps(10, Command.HOLD);
      double start_rad = bench.arm.q_rad[3];
      bench.send(Command.ACT, 0, 0, 0, 0, 0, 0, 0, 0);
      long step = bench.sent();
      for (double a : new double[] {1, -1, 0.5}) {
        bench.ticks(20);
        bench.revise(step, 0, 0, 0, a, 0, 0, 0, 0);
      }
      bench.ticks(40);
      bench.steps(10, Command.ACT, 0, 0, 0, 0, 0, 0, 0, 0);
      assertEquals(0.5 * space.step_rad(), bench.arm.q_rad[3] - start_rad, 1e-3);
    }
  }

  /** A thousand revisions a second, of anything: no further than a step, and dead when it is. */
  @Property(tries = 8)
  void shouldGoNoFurtherThanAStepNorLiveLonger(@ForAll long seed) {
    Random random = new Random(seed);
    try (Bench bench = ready()) {
      double from_m = bench.frame.p_setpoint_m[0];
      bench.send(Command.ACT, 1, 0, 0, 0);
      long step = bench.sent();
      int faults = bench.tick();
      int ticks = 1;
      while (bench.mode() != Mode.HOLD && ticks < 400) {
        bench.revise(step, random.nextBoolean() ? 1 : 50, 0, 0, 0);
        faults |= bench.tick();
        assertTrue(bench.frame.p_setpoint_m[0] <= from_m + STEP_m + 1e-6, "tick " + ticks);
        ticks++;
      }
      assertTrue((faults & Fault.ACTION_STALE) != 0);
      assertEquals(Rigs.simFranka().task().action().hold_after_s() * 1000, ticks, 2);
    }
  }

  @Test
  void shouldNotReviseWhatWasHeldOrOvertaken() {
    try (Bench bench = ready()) {
      bench.send(Command.ACT, 1, 0, 0, 0);
      long step = bench.sent();
      bench.ticks(10);
      bench.send(Command.HOLD);
      bench.ticks(10);
      double held_m = bench.frame.p_setpoint_m[0];
      bench.revise(step, 1, 0, 0, 0);
      assertTrue((bench.tick() & Fault.ACTION_REORDERED) != 0);
      bench.ticks(50);
      assertEquals(Mode.HOLD, bench.mode());
      assertEquals(held_m, bench.frame.p_setpoint_m[0], 0.2 * STEP_m, "it only brakes");
    }
  }

  /** The first frame of a step was overwritten before a tick saw it. */
  @Test
  void shouldTakeARevisionOfAnUnseenStepAsThatStep() {
    try (Bench bench = ready()) {
      double from_m = bench.frame.p_setpoint_m[0];
      bench.steps(1, Command.ACT, 1, 0, 0, 0);
      bench.send(Command.ACT, 0, 0, 0, 0);
      bench.revise(bench.sent(), 0.5, 0, 0, 0);
      assertEquals(0, bench.ticks(100));
      bench.steps(6, Command.ACT, 0, 0, 0, 0);
      assertEquals(from_m + 1.5 * STEP_m, bench.frame.p_setpoint_m[0], 1e-6);
    }
  }

  @Test
  void shouldRefuseWhatIsNotFiniteAsEverywhere() {
    try (Bench bench = ready()) {
      bench.send(Command.ACT, 1, 0, 0, 0);
      bench.tick();
      bench.revise(bench.sent(), Double.NaN, 0, 0, 0);
      assertTrue((bench.tick() & Fault.ACTION_NOT_FINITE) != 0);
      bench.tick();
      assertEquals(Mode.HOLD, bench.mode());
    }
  }
}
