package reins.controller.loop;

import reins.controller.rt.KernelTick;
import reins.controller.rt.TickClock;

/**
 * Ticks at absolute deadlines, away from the kernel's own ticks, and aside from whatever else keeps
 * time with them. A tick that is late by whole periods skips them and keeps the phase; one that is
 * late by less runs at once.
 */
final class TimerBeat implements Beat {
  private final TickClock clock;
  private final long period_ns;
  private final Aside aside = new Aside();
  private long deadline_ns;

  TimerBeat(TickClock clock, long period_ns) {
    this.clock = clock;
    this.period_ns = period_ns;
  }

  @Override
  public void begin(long now_ns) {
    deadline_ns = KernelTick.clearOf(now_ns + period_ns);
  }

  @Override
  public long await() {
    clock.sleepUntil(deadline_ns);
    return deadline_ns;
  }

  @Override
  public long done(long now_ns, long end_ns, long sent_ns) {
    boolean late = now_ns - deadline_ns >= period_ns;
    deadline_ns += period_ns + aside.behind(end_ns - deadline_ns);
    long behind_ns = sent_ns - deadline_ns;
    if (!late && behind_ns <= 0) return IN_TIME;
    long skipped = Math.max(0, behind_ns / period_ns);
    deadline_ns += skipped * period_ns;
    return skipped;
  }
}
