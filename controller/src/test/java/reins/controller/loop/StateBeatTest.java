package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.Rigs;
import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.controller.rt.Bell;
import reins.controller.rt.TickClock;

/** Ticks that the robot's own states begin, under a virtual clock. */
class StateBeatTest {
  private static final long MS = 1_000_000;
  private static final long START_ns = 77 * MS;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final Exchange exchange = Exchange.inProcess();
  private final Robot robot = new Robot();

  /** A robot that tells its state at times of its own, and the clock that it and we go by. */
  private final class Robot implements TickClock, Port, Bell {
    final PlayedArm arm = new PlayedArm(config.robot());
    final List<Long> ticks_ns = new ArrayList<>();
    final List<Long> states_ns = new ArrayList<>();
    final StateFrame frame = new StateFrame();
    long now_ns = START_ns;
    long period_ns = MS;
    long next_ns = START_ns + MS;
    long silentFrom_ns = Long.MAX_VALUE;
    long silentUntil_ns = Long.MAX_VALUE;
    long state_ns = RobotState.NEVER_ns;
    long work_ns;
    int burst = 1;
    int stopAfter = 2000;
    long rings;
    long rung_ns;
    Pace pace;

    private void pass(long until_ns) {
      while (next_ns <= until_ns) {
        long at_ns = next_ns;
        next_ns += period_ns;
        boolean silent = at_ns >= silentFrom_ns && at_ns < silentUntil_ns;
        // In a burst what was kept back comes at once.
        if (silent || (at_ns / period_ns) % burst != 0) continue;
        state_ns = at_ns;
        rung_ns = at_ns;
        rings += burst;
        states_ns.add(at_ns);
      }
      now_ns = Math.max(now_ns, until_ns);
    }

    @Override
    public long now_ns() {
      return now_ns;
    }

    @Override
    public void sleepUntil(long deadline_ns) {
      pass(deadline_ns);
    }

    @Override
    public long rings() {
      return rings;
    }

    @Override
    public long rung_ns() {
      return rung_ns;
    }

    @Override
    public void await(long heard, long until_ns) {
      while (rings == heard && now_ns < until_ns) pass(Math.min(until_ns, next_ns));
    }

    @Override
    public int read(long tick_ns, RobotState state) {
      ticks_ns.add(tick_ns);
      if (ticks_ns.size() == stopAfter) pace.stop();
      int fault = arm.read(tick_ns, state);
      state.stamp_ns = state_ns;
      return fault;
    }

    @Override
    public void write(ArmCommand command) {
      arm.write(command);
      arm.integrate(period_ns * 1e-9);
      if (ticks_ns.size() <= stopAfter) exchange.latestState(frame);
      pass(now_ns + work_ns);
    }
  }

  private Pace run() {
    ControlLoop loop = ControlLoop.of(config, robot, exchange);
    SafeTick tick = new SafeTick(loop);
    robot.pace = Pace.byState(tick, robot, robot, exchange.counters(), MS, 0);
    robot.pace.run();
    return robot.pace;
  }

  private long count(int index) {
    return exchange.counters().get(index);
  }

  private long overruns() {
    return count(Integer.numberOfTrailingZeros(Fault.OVERRUN));
  }

  /** A slower robot and a faster one: each state is answered once, at once. */
  private void answersEveryState(long period_ns) {
    robot.period_ns = period_ns;
    Pace pace = run();
    int first = 3;
    List<Long> answered = robot.ticks_ns.subList(first, 1900);
    int from = robot.states_ns.indexOf(answered.getFirst());
    assertEquals(robot.states_ns.subList(from, from + answered.size()), answered);
    assertEquals(0, pace.wakeup_ns().getMaxValue(), "no tick waits for anything but its state");
    assertEquals(0, overruns());
    assertTrue(count(Counters.TIMER_TICKS) <= 1, "the timer at most before the first state");
    assertEquals(Mode.HOLD.ordinal(), robot.frame.mode);
  }

  @Test
  void shouldAnswerEveryStateOfARobotThatIsALittleSlower() {
    answersEveryState(1_010_000);
  }

  @Test
  void shouldAnswerEveryStateOfARobotThatIsALittleFaster() {
    answersEveryState(990_000);
  }

  @Test
  void shouldTickByTheTimerWhereStatesStopAndFindThatTheyDid() {
    robot.silentFrom_ns = START_ns + 1000 * MS;
    run();
    int last = robot.ticks_ns.indexOf(START_ns + 999 * MS);
    assertEquals(1_500_000, robot.ticks_ns.get(last + 1) - robot.ticks_ns.get(last));
    for (int i = last + 1; i < 1800; i++)
      assertEquals(MS, robot.ticks_ns.get(i + 1) - robot.ticks_ns.get(i));
    assertTrue(count(Counters.TIMER_TICKS) > 900);
    assertTrue(count(Integer.numberOfTrailingZeros(Fault.STATE_STALE)) > 0, "staleness is found");
    assertEquals(Mode.RECOVERING.ordinal(), robot.frame.mode);
    assertEquals(0, overruns());
  }

  @Test
  void shouldGoBackToTheStatesWhenTheyComeAgain() {
    robot.silentFrom_ns = START_ns + 500 * MS;
    robot.silentUntil_ns = START_ns + 510 * MS;
    run();
    int again = robot.ticks_ns.indexOf(START_ns + 515 * MS);
    assertTrue(again > 0, "in the states' phase again");
    assertEquals(MS, robot.ticks_ns.get(again + 1) - robot.ticks_ns.get(again));
  }

  @Test
  void shouldReadABurstTogetherAndNeverHurry() {
    robot.period_ns = 250_000;
    robot.burst = 2;
    run();
    for (int i = 1; i < 1900; i++)
      assertTrue(robot.ticks_ns.get(i) - robot.ticks_ns.get(i - 1) >= 500_000, "tick " + i);
  }

  /** States at every third period, and the timer between them. */
  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Quiet quiet = new Quiet();
    Beat beat = new StateBeat(quiet, quiet, exchange.counters(), MS);
    beat.begin(0);
    long bytes = -1;
    for (int round = 0; round < 20 && bytes != 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) beat.done(beat.await(), quiet.now_ns(), quiet.now_ns());
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, bytes);
    assertTrue(count(Counters.TIMER_TICKS) > 1000 && quiet.rings() > 1000);
  }

  /** Rings every three periods and keeps no book. */
  private static final class Quiet implements Bell, TickClock {
    private long now_ns;

    @Override
    public long rings() {
      return now_ns / (3 * MS);
    }

    @Override
    public long rung_ns() {
      return rings() * 3 * MS;
    }

    @Override
    public void await(long heard, long until_ns) {
      while (rings() == heard && now_ns < until_ns) now_ns += 10_000;
    }

    @Override
    public long now_ns() {
      return now_ns;
    }

    @Override
    public void sleepUntil(long deadline_ns) {
      now_ns = Math.max(now_ns, deadline_ns);
    }
  }

  @Test
  void shouldCountATickThatTakesLongerThanAPeriodAndSkipNothing() {
    robot.work_ns = 1_300_000;
    robot.stopAfter = 100;
    run();
    assertTrue(overruns() >= 99, overruns() + " overruns");
    assertEquals(0, count(Counters.SKIPPED));
    assertFalse(robot.ticks_ns.isEmpty());
  }
}
