package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.Exchange;
import reins.controller.loop.BytecodeWalk;

/**
 * Nothing that a quadrotor's tick reaches allocates, waits, locks, logs, throws or reads a clock.
 */
class FlightTickTest {
  private static final Set<String> CLASSES =
      Set.of("java.lang.Math", "java.lang.foreign.MemorySegment", "java.lang.invoke.VarHandle");

  private static final Set<String> CALLS =
      Set.of(
          "java.lang.Double.isFinite",
          "java.lang.Double.isNaN",
          "java.lang.Enum.ordinal",
          "java.util.Arrays.fill",
          "java.util.concurrent.atomic.AtomicReference.get",
          "java.util.concurrent.atomic.AtomicReference.getAndSet",
          "reins.controller.quad.FlightMode.ordinal");

  private static final Map<String, List<String>> IMPLEMENTATIONS =
      Map.of(
          // Those of simulators and tests run elsewhere.
          "reins/controller/quad/FlightPort", List.of(),
          "reins/controller/quad/Path",
              List.of("reins/controller/quad/Lemniscate", "reins/controller/quad/SplinePath"));

  private static BytecodeWalk walk() {
    return new BytecodeWalk(
        (caller, call) ->
            CLASSES.contains(call.substring(0, call.lastIndexOf('.'))) || CALLS.contains(call),
        IMPLEMENTATIONS);
  }

  @Test
  void shouldFindNothingForbiddenBelowATick() {
    BytecodeWalk walk = walk();
    List<String> violations = walk.from(FlightLoop.class, "tick");
    assertEquals(List.of(), violations, () -> String.join("\n", violations));
    assertTrue(walk.methods() > 80, "walked only " + walk.methods() + " methods");
  }

  @Test
  void shouldFindNothingForbiddenBelowARetreat() {
    assertEquals(List.of(), walk().from(FlightLoop.class, "retreat"));
  }

  /** Every mode, neighbours on all sides, states that are gone or not numbers. */
  @Test
  void shouldAllocateNothingInAnyMode() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PlayedVehicle vehicle = Flights.played("crazyflie");
    try (Exchange _ = vehicle.exchange) {
      Lemniscate path = new Lemniscate(new double[] {0, 0, 1.5}, 1, 1, 1, 0.2);
      long bytes = Long.MAX_VALUE;
      for (int round = 0; round < 8 && bytes != 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        int modes = vehicle.day(path);
        // The compiler allocates once when it gets to a method: some round has to be clean.
        bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        assertEquals(FlightMode.values().length, Integer.bitCount(modes), "modes seen: " + modes);
      }
      assertEquals(0, bytes);
    }
  }
}
