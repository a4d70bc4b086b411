package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.controller.Rigs;
import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.controller.rt.TickClock;

/** Late, early, skipped and doubled ticks under a virtual clock. */
class PaceTest {
  private static final long MS = 1_000_000;
  private static final long START_ns = 77 * MS + MS / 3; // away from the kernel's tick
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final Exchange exchange = Exchange.inProcess();
  private final PlayedArm arm = new PlayedArm(config.robot());
  private final Scripted world = new Scripted();

  /** A clock that oversleeps, and a port that takes time, as scripted tick by tick. */
  private final class Scripted implements TickClock, Port {
    final List<Long> ticks_ns = new ArrayList<>();
    final Deque<Long> oversleep_ns = new ArrayDeque<>();
    final Deque<Long> work_ns = new ArrayDeque<>();
    final Deque<Long> sending_ns = new ArrayDeque<>();
    final double[] largest_Nm = new double[1];
    long now_ns = START_ns;
    int stopAfter = 50;
    Pace pace;

    @Override
    public long now_ns() {
      return now_ns;
    }

    @Override
    public void sleepUntil(long deadline_ns) {
      now_ns = Math.max(now_ns, deadline_ns);
      if (!oversleep_ns.isEmpty()) now_ns += oversleep_ns.pop();
    }

    @Override
    public int read(long tick_ns, RobotState state) {
      ticks_ns.add(tick_ns);
      if (!work_ns.isEmpty()) now_ns += work_ns.pop();
      if (ticks_ns.size() == stopAfter) pace.stop();
      return arm.read(tick_ns, state);
    }

    @Override
    public void write(ArmCommand command) {
      arm.write(command);
      arm.integrate(1e-3);
      largest_Nm[0] = Math.max(largest_Nm[0], Math.abs(command.tau_Nm[1]));
    }

    @Override
    public void send() {
      if (!sending_ns.isEmpty()) now_ns += sending_ns.pop();
    }
  }

  private Pace run(long settleTicks) {
    ControlLoop loop = ControlLoop.of(config, world, exchange);
    world.pace = Pace.byTimer(new SafeTick(loop), world, exchange.counters(), MS, settleTicks);
    world.pace.run();
    return world.pace;
  }

  private long count(int index) {
    return exchange.counters().get(index);
  }

  private long overruns() {
    return count(Integer.numberOfTrailingZeros(Fault.OVERRUN));
  }

  private long at(int tick) {
    return (world.ticks_ns.get(tick) - START_ns) / 1000;
  }

  @Test
  void shouldTickOnceAPeriodWithoutDrift() {
    Pace pace = run(0);
    for (int i = 0; i < 50; i++) assertEquals(1000L * (i + 1), at(i));
    assertEquals(0, overruns());
    assertEquals(0, count(Counters.SKIPPED));
    assertEquals(0, pace.wakeup_ns().getMaxValue());
  }

  @Test
  void shouldKeepAwayFromTheKernelsTick() {
    for (long start_ns = START_ns - MS; start_ns <= START_ns; start_ns += MS / 16) {
      world.ticks_ns.clear();
      world.now_ns = start_ns;
      run(0);
      assertTrue(world.ticks_ns.getFirst() - start_ns >= MS / 2);
      for (long tick_ns : world.ticks_ns) {
        long phase_ns = tick_ns % MS;
        assertTrue(phase_ns >= MS / 5 && phase_ns <= 3 * MS / 5, "at " + phase_ns);
      }
    }
  }

  @Test
  void shouldKeepThePhaseWhenItWakesLate() {
    world.oversleep_ns.addAll(List.of(0L, 300_000L, 0L));
    Pace pace = run(0);
    assertEquals(2300, at(1));
    assertEquals(3000, at(2));
    assertEquals(0, overruns(), "late, but done before its deadline");
    assertEquals(300_000, pace.wakeup_ns().getMaxValue(), 1000);
    assertEquals(1, count(Counters.WAKEUP_US + 300));
  }

  @Test
  void shouldRunAtOnceWhatIsLateByLessThanAPeriod() {
    world.work_ns.addAll(List.of(0L, 1_400_000L, 0L));
    run(0);
    assertEquals(3400, at(2), "at once");
    assertEquals(4000, at(3), "back in phase");
    assertEquals(1, overruns());
    assertEquals(0, count(Counters.SKIPPED));
  }

  @Test
  void shouldSkipWholePeriodsAndKeepThePhase() {
    world.oversleep_ns.addAll(List.of(0L, 5_200_000L, 0L));
    run(0);
    assertEquals(7200, at(1));
    assertEquals(7200, at(2), "the last one missed, at once: a doubled tick");
    assertEquals(8000, at(3));
    assertEquals(4, count(Counters.SKIPPED));
    assertTrue(overruns() >= 1);
  }

  @Test
  void shouldSendBehindTheTickAndCountBoth() {
    world.sending_ns.addAll(List.of(0L, 300_000L, 1_400_000L));
    Pace pace = run(0);
    assertEquals(0, pace.compute_ns().getMaxValue(), "what is sent is not the tick's time");
    assertEquals(1, count(Counters.SENT_US + 300));
    assertEquals(1, count(Counters.SENT_US + Counters.BUCKETS - 1), "1400 us");
    assertEquals(4400, at(3), "late for the sending of the one before");
    assertEquals(1, overruns());
  }

  @Test
  void shouldSettleUnarmedAndRelaxAtTheEnd() {
    world.stopAfter = 900;
    Pace pace = run(100);
    assertEquals(800, pace.armedTicks(), 100);
    assertTrue(world.ticks_ns.size() >= 900);
    for (double tau : arm.tau_Nm) assertEquals(0, tau, "no torque is left");
    assertEquals(pace.wakeup_ns().getTotalCount(), pace.armedTicks());
  }

  @Test
  void shouldNotArmWithinTheSettlingTime() {
    world.stopAfter = 40;
    run(100);
    assertEquals(0, world.largest_Nm[0]);
    assertEquals(0, count(Counters.TICK_US));
  }
}
