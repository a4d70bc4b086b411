package reins.contract.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;

class ExchangeTest {
  @TempDir Path dir;

  @Test
  void shouldSayThatNothingWasPublished() {
    try (Exchange exchange = Exchange.inProcess()) {
      assertEquals(Fault.EXCHANGE_TORN, exchange.latestState(new StateFrame()));
      ActionFrame action = new ActionFrame();
      assertEquals(0, exchange.latestAction(action));
      assertEquals(0, action.seq);
    }
  }

  @Test
  void shouldCarryEveryFieldThroughTheFile() {
    Path file = dir.resolve("exchange");
    try (Exchange controller = Exchange.create(file);
        Exchange policy = Exchange.open(file)) {
      StateFrame sent = state(7);
      controller.publishState(sent);
      StateFrame got = new StateFrame();
      assertEquals(0, policy.latestState(got));
      assertEquals(describe(sent), describe(got));

      ActionFrame wanted = new ActionFrame();
      wanted.seq = 3;
      wanted.stamp_ns = 4;
      wanted.policy_version = 5;
      wanted.command = Command.HOME.ordinal();
      wanted.source = Source.SCRIPT.ordinal();
      Arrays.setAll(wanted.action, i -> i * 0.1);
      policy.publishAction(wanted);
      ActionFrame admitted = new ActionFrame();
      assertEquals(0, controller.latestAction(admitted));
      assertEquals(3, admitted.seq);
      assertEquals(4, admitted.stamp_ns);
      assertEquals(5, admitted.policy_version);
      assertEquals(Command.HOME.ordinal(), admitted.command);
      assertEquals(Source.SCRIPT.ordinal(), admitted.source);
      assertArrayEquals(wanted.action, admitted.action);

      controller.counters().add(Counters.TICKS, 2);
      assertEquals(2, policy.counters().get(Counters.TICKS));
    }
  }

  /** Whoever looks while it is made finds none, or a whole one. */
  @Test
  void shouldNeverBeFoundHalfMade() throws InterruptedException {
    Path file = dir.resolve("exchange");
    Thread maker =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 300; i++) Exchange.create(file).close();
                });
    int found = 0;
    while (maker.isAlive() || found == 0) {
      try {
        Exchange.open(file).close();
        found++;
      } catch (ConfigException e) {
        assertTrue(e.getMessage().contains("does not exist"), e.getMessage());
      }
    }
    maker.join();
    assertTrue(found > 0);
  }

  @Test
  void shouldNeverShowTornState() throws InterruptedException {
    try (Exchange exchange = Exchange.inProcess()) {
      int writes = 300_000;
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    StateFrame s = new StateFrame();
                    for (int i = 1; i <= writes; i++) {
                      s.seq = i;
                      Arrays.fill(s.q_rad, i);
                      Arrays.fill(s.executed, i);
                      s.width_m = i;
                      exchange.publishState(s);
                    }
                  });
      StateFrame got = new StateFrame();
      long last = 0;
      while (last < writes) {
        if (exchange.latestState(got) != 0) continue;
        assertTrue(got.seq >= last, "went back");
        last = got.seq;
        for (double q : got.q_rad) assertEquals(last, q);
        for (double a : got.executed) assertEquals(last, a);
        assertEquals(last, got.width_m);
      }
      writer.join();
    }
  }

  @Test
  void shouldReadThoughWriterStoppedInTheMiddleOfTheNextCopy() {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      Slot slot = new Slot(arena.allocate(Slot.bytes(8), 64), 8);
      slot.begin();
      slot.publish();
      slot.begin(); // and then lost its core
      long number = slot.latest();
      assertEquals(1, number);
      assertTrue(slot.intact(number));
    }
  }

  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Exchange exchange = Exchange.inProcess()) {
      StateFrame s = state(1);
      ActionFrame a = new ActionFrame();
      // The compiler may allocate a few bytes on this thread when it gets to a method: once, not in
      // every round.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
          exchange.publishState(s);
          exchange.latestState(s);
          exchange.publishAction(a);
          exchange.latestAction(a);
          exchange.counters().record(Counters.TICK_US, i);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least);
    }
  }

  @Test
  void shouldRefuseForeignFile() throws IOException {
    Path missing = dir.resolve("missing");
    assertTrue(
        assertThrows(ConfigException.class, () -> Exchange.open(missing))
            .getMessage()
            .contains("is the controller running?"));
    Path foreign = dir.resolve("foreign");
    Files.write(foreign, new byte[12]);
    assertTrue(
        assertThrows(ConfigException.class, () -> Exchange.open(foreign))
            .getMessage()
            .contains("another layout"));
  }

  @Test
  void shouldFindPercentiles() {
    try (Exchange exchange = Exchange.inProcess()) {
      Counters counters = exchange.counters();
      for (int i = 0; i < 990; i++) counters.record(Counters.WAKEUP_US, 4_500);
      for (int i = 0; i < 10; i++) counters.record(Counters.WAKEUP_US, 99_000_000);
      assertEquals(5, counters.percentileUs(Counters.WAKEUP_US, 0.5));
      assertEquals(5, counters.percentileUs(Counters.WAKEUP_US, 0.99));
      assertEquals(Counters.BUCKETS, counters.percentileUs(Counters.WAKEUP_US, 0.999));
    }
  }

  private static StateFrame state(int k) {
    StateFrame s = new StateFrame();
    s.seq = k;
    s.stamp_ns = k + 1;
    s.robot_stamp_ns = k + 2;
    s.action_seq = k + 3;
    s.mode = Mode.ACTIVE_POLICY.ordinal();
    s.faults = Fault.ACTION_CLIPPED;
    s.realtime_degraded = 1;
    s.homed = 1;
    double[][] arrays = {
      s.q_rad,
      s.dq_rad_s,
      s.tau_cmd_Nm,
      s.p_base_tool_m,
      s.q_base_tool,
      s.v_base_tool,
      s.p_setpoint_m,
      s.changed,
      s.executed
    };
    for (int j = 0; j < arrays.length; j++) {
      int row = j;
      Arrays.setAll(arrays[j], i -> k + 10 * row + 0.1 * i);
    }
    s.width_m = 0.01;
    s.width_cmd_m = 0.02;
    return s;
  }

  private static String describe(StateFrame s) {
    return Arrays.toString(
            new long[] {
              s.seq,
              s.stamp_ns,
              s.robot_stamp_ns,
              s.action_seq,
              s.mode,
              s.faults,
              s.realtime_degraded,
              s.homed
            })
        + Arrays.toString(s.q_rad)
        + Arrays.toString(s.dq_rad_s)
        + Arrays.toString(s.tau_cmd_Nm)
        + Arrays.toString(s.p_base_tool_m)
        + Arrays.toString(s.q_base_tool)
        + Arrays.toString(s.v_base_tool)
        + Arrays.toString(s.p_setpoint_m)
        + Arrays.toString(s.changed)
        + Arrays.toString(s.executed)
        + s.width_m
        + " "
        + s.width_cmd_m;
  }
}
