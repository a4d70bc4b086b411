package reins.controller.loop;

import reins.contract.exchange.Counters;
import reins.controller.rt.Bell;
import reins.controller.rt.TickClock;

/**
 * Ticks when a robot state has come, so that a command answers the newest one. Where none comes for
 * one and a half periods the timer ticks, and then in every period, so that a state which stays
 * away is found; the next state takes over again. States that come in a burst are read together:
 * ticks keep half a period apart.
 *
 * <p>The robot has its own rate and decides what it skips: here nothing is skipped, only counted.
 */
final class StateBeat implements Beat {
  private final Bell bell;
  private final TickClock clock;
  private final Counters counters;
  private final long period_ns;
  private long heard;
  private long due_ns;
  private long patience_ns;

  StateBeat(Bell bell, TickClock clock, Counters counters, long period_ns) {
    this.bell = bell;
    this.clock = clock;
    this.counters = counters;
    this.period_ns = period_ns;
  }

  @Override
  public void begin(long now_ns) {
    due_ns = now_ns;
    patience_ns = period_ns;
    heard = bell.rings();
  }

  @Override
  public long await() {
    bell.await(heard, due_ns + patience_ns);
    // Before the tick reads the state: what comes in between is read, and begins a tick of its own.
    long rings = bell.rings();
    if (rings == heard) return timer();
    heard = rings;
    long earliest_ns = due_ns + period_ns / 2;
    due_ns = Math.max(bell.rung_ns(), earliest_ns);
    if (due_ns == earliest_ns) clock.sleepUntil(earliest_ns);
    patience_ns = period_ns + period_ns / 2;
    return due_ns;
  }

  private long timer() {
    due_ns += patience_ns;
    patience_ns = period_ns;
    counters.add(Counters.TIMER_TICKS, 1);
    return due_ns;
  }

  @Override
  public long done(long now_ns, long end_ns, long sent_ns) {
    boolean overran = sent_ns - due_ns > period_ns;
    // A tick that was late for whatever reason is no ground for the next ones to hurry after it.
    if (overran) due_ns = sent_ns - period_ns / 2;
    return overran ? 0 : IN_TIME;
  }
}
