package reins.sim.processes;

import java.nio.file.Path;
import reins.contract.config.ConfigException;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;

/** Watches the controller from outside, through the shared memory. Threads: one. */
final class ControllerProbe implements AutoCloseable {
  private static final long STALE_NS = 1_000_000_000L;

  private final Path file;
  private final StateFrame state = new StateFrame();
  private final ActionFrame action = new ActionFrame();
  private Exchange exchange;

  ControllerProbe(Path file) {
    this.file = file;
  }

  /** Whether there is a controller that ticks; opens the memory anew where it was restarted. */
  boolean look() {
    try {
      if (exchange == null) exchange = Exchange.open(file);
    } catch (ConfigException e) {
      return false; // not there yet
    }
    boolean fresh =
        exchange.latestState(state) == 0 && System.nanoTime() - state.stamp_ns < STALE_NS;
    if (!fresh) close();
    return fresh;
  }

  /** What the controller was doing when last looked at. */
  Mode mode() {
    return Mode.of(state.mode);
  }

  /** Where the robot's tool, or the vehicle, was then. */
  double[] p_m() {
    return state.p_base_tool_m;
  }

  /** Whether a policy process speaks to it. */
  boolean heard() {
    if (exchange == null || exchange.latestAction(action) != 0) return false;
    return action.seq > 0 && System.nanoTime() - action.stamp_ns < STALE_NS;
  }

  /** A counter; 0 without a controller. */
  long count(int index) {
    return exchange == null ? 0 : exchange.counters().get(index);
  }

  /** How often a fault bit was set. */
  long faults(int fault) {
    return count(Integer.numberOfTrailingZeros(fault));
  }

  /** Compute time of a tick below which all but one in a thousand lie. */
  long tickP99_9_us() {
    return exchange == null ? 0 : exchange.counters().percentileUs(Counters.TICK_US, 0.999);
  }

  /** One line of the tick's histogram. */
  String histogram() {
    if (exchange == null) return "no controller";
    Counters c = exchange.counters();
    return "%d ticks | wake-up p50 %d p99 %d p99.9 %d us | tick p50 %d p99.9 %d us, sent p50 %d p99.9 %d us | %d periods skipped | %d overruns"
        .formatted(
            c.get(Counters.TICKS),
            c.percentileUs(Counters.WAKEUP_US, 0.5),
            c.percentileUs(Counters.WAKEUP_US, 0.99),
            c.percentileUs(Counters.WAKEUP_US, 0.999),
            c.percentileUs(Counters.TICK_US, 0.5),
            c.percentileUs(Counters.TICK_US, 0.999),
            c.percentileUs(Counters.SENT_US, 0.5),
            c.percentileUs(Counters.SENT_US, 0.999),
            c.get(Counters.SKIPPED),
            faults(Fault.OVERRUN));
  }

  @Override
  public void close() {
    if (exchange != null) exchange.close();
    exchange = null;
  }
}
