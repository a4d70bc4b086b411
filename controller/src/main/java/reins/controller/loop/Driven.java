package reins.controller.loop;

import reins.contract.exchange.Fault;

/**
 * A robot's loop, as what paces it, watches it and writes its black box sees it.
 *
 * <p>Threads: {@link #tick}, {@link #retreat}, {@link #send}, {@link #relaxed} are the loop's; the
 * rest says so.
 */
public interface Driven {
  /**
   * One tick.
   *
   * @param now_ns monotonic time of this tick
   * @param dt_s since the last one
   * @return bits of {@link Fault}
   */
  int tick(long now_ns, double dt_s);

  /** What a tick that threw leaves to do. Returns {@link Fault#TICK_THREW}. */
  int retreat(long now_ns, double dt_s);

  /** Sends what the tick, or the retreat, has to say; right behind it. */
  void send();

  /** Lets it move, or brings it to rest. Threads: any. */
  void arm(boolean on);

  /** Whether it rests. */
  boolean relaxed();

  /** How long it may take to come to rest. Threads: any. */
  double relaxWithin_s();

  /** How many ticks have ended. Threads: any. */
  long heartbeat();

  /** Marks every state frame as made without real-time rights. Before the first tick. */
  void realtimeDegraded(boolean degraded);

  /** The last seconds, tick by tick. */
  BlackBox blackBox();
}
