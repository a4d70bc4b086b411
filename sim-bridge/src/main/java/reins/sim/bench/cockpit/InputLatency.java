package reins.sim.bench.cockpit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.StateFrame;
import reins.sim.bench.rt.CannotMeasure;

/**
 * From a key that goes down to the tick whose set-point moved for it: keys pressed at any moment of
 * a step, half of them to take over, half by a person who has the robot already.
 *
 * <p>Threads: one.
 */
final class InputLatency {
  private static final double MOVED_M = 1e-5;
  private static final long GIVE_UP_NS = 1_000_000_000;
  private static final long LOOK_EVERY_NS = 100_000;
  private static final long WAIT_NS = 20_000_000;
  private static final long PRESSED_NS = 120_000_000;
  private static final int STEPS_AHEAD = 15;
  private static final long START_EVERY_NS = 1_000_000_000;
  private static final long STANDS_STILL_NS = 60_000_000_000L;

  private final Supplier<JsonNode> picture;
  private final Exchange exchange;
  private final int episodeSteps;
  private final Random random;
  private final StateFrame state = new StateFrame();
  private final Presses onset = new Presses();
  private final Presses driving = new Presses();
  private final Presses all = new Presses();
  private final Presses given = new Presses();
  private int lost;
  private long started_ns;

  /**
   * Nothing pressed yet.
   *
   * @param picture what a page is shown now; null before the first
   */
  InputLatency(Supplier<JsonNode> picture, Exchange exchange, int episodeSteps, long seed) {
    this.picture = picture;
    this.exchange = exchange;
    this.episodeSteps = episodeSteps;
    random = new Random(seed);
  }

  /** So many more presses, as a round of their own. */
  void round(Presser by, int trials, Runnable progress) {
    for (Presses some : new Presses[] {onset, driving, all, given}) some.round();
    long pressed_ns = System.nanoTime();
    for (int done = 0; done < trials; ) {
      if (trial(by, done)) {
        done++;
        pressed_ns = System.nanoTime();
      } else if (System.nanoTime() - pressed_ns > STANDS_STILL_NS)
        throw new CannotMeasure(
            "no key could be pressed for a minute: the page is shown " + picture.get());
      progress.run();
    }
  }

  /** Presses and waits, once. Returns false where the robot was not there to be driven. */
  private boolean trial(Presser by, int number) {
    if (!ready(by)) return false;
    boolean drives = number % 2 == 0;
    by.hold(drives);
    // The latch of the last take-over is let go first, and the moment is any of a step's.
    pause(500_000_000 + random.nextInt(200_000_000));
    if (!ready(by) || !still()) return false;
    exchange.latestState(state);
    double rest_m = state.p_setpoint_m[1];
    long before_ns = System.nanoTime();
    by.down(number % 4 < 2 ? 1 : -1);
    long moved_ns = moved(rest_m, before_ns);
    Presser.Press press = by.pressed();
    if (press.given_ns() < before_ns || press.given_ns() > System.nanoTime())
      throw new CannotMeasure("the page's driver has another clock than this process");
    pause(PRESSED_NS - (System.nanoTime() - before_ns));
    by.up();
    if (moved_ns == 0) lost++;
    else note(drives, press, moved_ns);
    return true;
  }

  private void note(boolean drives, Presser.Press press, long moved_ns) {
    (drives ? driving : onset).add(moved_ns - press.pressed_ns());
    all.add(moved_ns - press.pressed_ns());
    given.add(moved_ns - press.given_ns());
  }

  /** In an episode, and not at its end. An episode without a policy begins with the person. */
  private boolean ready(Presser by) {
    JsonNode now = picture.get();
    if (now == null) return false;
    if (now.get("desk").get("paused").asBoolean()) return goOn(by);
    JsonNode episode = now.get("episode");
    boolean running = episode.get("phase").asText().equals("RUNNING");
    boolean ready = running && episode.get("steps").asInt() < episodeSteps - STEPS_AHEAD;
    if (!ready) {
      by.hold(true);
      pause(WAIT_NS);
    }
    return ready;
  }

  /** A page that fell silent while it held on has lost the robot, and lets go and says start. */
  private boolean goOn(Presser by) {
    by.hold(false);
    pause(WAIT_NS);
    if (System.nanoTime() - started_ns < START_EVERY_NS) return false;
    started_ns = System.nanoTime();
    by.goOn();
    return false;
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
  Presses onset() {
    return onset;
  }

  /** Of a person who drives. */
  Presses driving() {
    return driving;
  }

  /** Of both. */
  Presses all() {
    return all;
  }

  /** Of both, from before the key was given to whatever presses. */
  Presses given() {
    return given;
  }

  /** Keys that moved nothing within a second. */
  int lost() {
    return lost;
  }
}
