package reins.controller.rt;

/**
 * The kernel's own timer: on every core that is not idle it interrupts whoever runs, real-time
 * threads too, at whole multiples of 1, 4 or 10 ms of CLOCK_MONOTONIC (CONFIG_HZ), and what it has
 * to do then takes tens of microseconds on a virtual machine. A control thread whose period is some
 * whole milliseconds meets it in the same part of its period every time: always, or never.
 *
 * <p>Source: Linux, kernel/time/tick-common.c, tick-sched.c ("Align tick period", 2023); measured
 * in docs/decisions/0004.
 */
public final class KernelTick {
  private static final long MS_ns = 1_000_000;

  private KernelTick() {}

  /**
   * Moves a time to between 0.2 and 0.6 of its millisecond: behind what a kernel's tick does, and
   * far enough before the next. Loops that begin at different moments stay apart.
   *
   * @param due_ns a time of {@link System#nanoTime}
   */
  public static long clearOf(long due_ns) {
    long phase_ns = Math.floorMod(due_ns, MS_ns);
    return due_ns - phase_ns + MS_ns / 5 + 2 * phase_ns / 5;
  }
}
