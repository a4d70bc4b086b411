package reins.sim.bench.cockpit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.StateFrame;

/**
 * From a page's message to the set-point that moves for it: keys pressed at any moment of a step,
 * half of them to take over, half by a person who has the robot already.
 *
 * <p>Threads: one, and a page's heartbeat.
 */
final class InputLatency implements AutoCloseable {
  private static final double MOVED_M = 1e-5;
  private static final long GIVE_UP_NS = 1_000_000_000;
  private static final long LOOK_EVERY_NS = 100_000;
  private static final long HEARTBEAT_MS = 20;
  private static final long PRESSED_NS = 120_000_000;
  private static final int STEPS_AHEAD = 15;

  private final Page page;
  private final Exchange exchange;
  private final int episodeSteps;
  private final Random random;
  private final StateFrame state = new StateFrame();
  private final Histogram onset_ns = new Histogram(1, 10_000_000_000L, 3);
  private final Histogram driving_ns = new Histogram(1, 10_000_000_000L, 3);
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("page").daemon().factory());
  private volatile double y;
  private volatile boolean hold;
  private int lost;

  InputLatency(Page page, Exchange exchange, int episodeSteps, long seed) {
    this.page = page;
    this.exchange = exchange;
    this.episodeSteps = episodeSteps;
    random = new Random(seed);
    heart.scheduleAtFixedRate(() -> page.send(y, hold), 0, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
  }

  /** Presses and waits, once. Returns false where the robot was not there to be driven. */
  boolean trial(int number) {
    if (!ready()) return false;
    boolean driving = number % 2 == 0;
    hold = driving;
    // The latch of the last take-over is let go first, and the moment is any of a step's.
    pause(500_000_000 + random.nextInt(200_000_000));
    if (!ready() || !still()) return false;
    exchange.latestState(state);
    double rest_m = state.p_setpoint_m[1];
    y = number % 4 < 2 ? 1 : -1;
    long pressed_ns = System.nanoTime();
    page.send(y, hold);
    long moved_ns = moved(rest_m, pressed_ns);
    pause(PRESSED_NS - (System.nanoTime() - pressed_ns));
    y = 0;
    page.send(y, hold);
    if (moved_ns == 0) lost++;
    else (driving ? driving_ns : onset_ns).recordValue(moved_ns - pressed_ns);
    return true;
  }

  /** The hands stay on, moving nothing, so that episodes go on. */
  void rest() {
    y = 0;
    hold = true;
  }

  /** In an episode, and not at its end. An episode without a policy begins with the person. */
  private boolean ready() {
    JsonNode picture = page.state();
    if (picture == null) return false;
    JsonNode episode = picture.get("episode");
    boolean running = episode.get("phase").asText().equals("RUNNING");
    boolean ready = running && episode.get("steps").asInt() < episodeSteps - STEPS_AHEAD;
    if (!ready) {
      hold = true;
      pause(HEARTBEAT_MS * 1_000_000);
    }
    return ready;
  }

  private boolean still() {
    exchange.latestState(state);
    double before_m = state.p_setpoint_m[1];
    pause(30_000_000);
    exchange.latestState(state);
    return Math.abs(state.p_setpoint_m[1] - before_m) < MOVED_M / 10;
  }

  /** The stamp of the tick whose set-point had moved; 0 where none came. */
  private long moved(double rest_m, long pressed_ns) {
    while (System.nanoTime() - pressed_ns < GIVE_UP_NS) {
      exchange.latestState(state);
      if (Math.abs(state.p_setpoint_m[1] - rest_m) > MOVED_M) return state.stamp_ns;
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
    return 0;
  }

  private static void pause(long nanos) {
    long end_ns = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end_ns - System.nanoTime())
      LockSupport.parkNanos(left);
  }

  /** Of take-overs. */
  Histogram onset_ns() {
    return onset_ns;
  }

  /** Of a person who drives. */
  Histogram driving_ns() {
    return driving_ns;
  }

  /** Keys that moved nothing within a second. */
  int lost() {
    return lost;
  }

  @Override
  public void close() {
    heart.shutdownNow();
  }
}
