package reins.controller.loop;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import reins.contract.config.RigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.controller.safety.EstopLatch;
import reins.controller.safety.Panel;

/**
 * Plays the loop on a robot that is not there, good days and bad, until its code is compiled; then
 * measures one more round.
 *
 * <p>Threads: the caller's.
 */
public final class Rehearsal {
  private static final int ROUNDS = 16;
  private static final int SCENES = 25;
  private static final int TICKS = 15_000;
  private static final int POLICY_EVERY = 100;

  /** In most rounds actions come faster, until what only they reach is compiled too. */
  private static final int HURRIED_EVERY = 8;

  private static final long HIGHEST_ns = 10_000_000_000L;

  /** Thrown again and again without being made again. */
  private static final RuntimeException TROUBLE =
      new RuntimeException("rehearsed", null, false, false) {
        private static final long serialVersionUID = 1L;
      };

  private static final double BUDGET_SHARE = 0.1;

  private final RigConfig.Resolved config;
  private final Path file;
  private final ActionFrame frame = new ActionFrame();
  private final Histogram took_ns = new Histogram(1, HIGHEST_ns, 3);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Rehearsal(RigConfig.Resolved config) {
    this.config = config;
    // Mapped like the real one, so that the same code is compiled.
    file = Path.of(config.rig().exchange().path() + ".rehearsal");
  }

  /**
   * What the last round showed.
   *
   * @param bytes allocated by its ticks, all together; has to be 0
   * @param budget_us a tenth of the period; 99 of 100 ticks have to stay below
   */
  public record Result(int ticks, long bytes, double p50_us, double p99_us, double budget_us) {
    /** Whether ticks are short enough. */
    public boolean inBudget() {
      return p99_us <= budget_us;
    }

    /** One line. */
    public String line() {
      return String.format(
          java.util.Locale.ROOT,
          "%d ticks, %d bytes allocated, p50 %.1f us, p99 %.1f us (budget %.0f us)",
          ticks,
          bytes,
          p50_us,
          p99_us,
          budget_us);
    }
  }

  /** Rehearses the loop of this rig. */
  public static Result run(RigConfig.Resolved config) {
    return new Rehearsal(config).run();
  }

  private Result run() {
    long bytes = 0;
    for (int round = 1; round <= ROUNDS; round++)
      bytes = round(round % 4 == 0 ? POLICY_EVERY : HURRIED_EVERY);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double budget_us = BUDGET_SHARE * config.rig().control().periodNs() * 1e-3;
    return new Result(
        TICKS,
        bytes,
        took_ns.getValueAtPercentile(50) * 1e-3,
        took_ns.getValueAtPercentile(99) * 1e-3,
        budget_us);
  }

  private long round(int policyEvery) {
    try (Exchange exchange = Exchange.create(file)) {
      PlayedArm arm = new PlayedArm(config.robot());
      ControlLoop loop = ControlLoop.of(config, arm, exchange);
      loop.arm(true);
      SafeTick tick = new SafeTick(loop);
      took_ns.reset();
      long period_ns = config.rig().control().periodNs();
      double period_s = period_ns * 1e-9;
      frame.seq = 0;
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 1; i <= TICKS; i++) {
        long now_ns = i * period_ns;
        play(i, policyEvery, now_ns, arm, exchange);
        press(i, loop.panel());
        long start_ns = System.nanoTime();
        tick.tick(now_ns, period_s);
        took_ns.recordValue(Math.clamp(System.nanoTime() - start_ns, 0, HIGHEST_ns));
        arm.integrate(period_s);
      }
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  /**
   * What a person presses in tick i: recover after every stop, reset after every emergency stop.
   */
  private void press(int i, Panel panel) {
    int scene = i * SCENES / (TICKS + 1);
    if (scene > 18 && i % 150 == 0) panel.recover();
    if (scene != 23) return;
    if (i % 300 == 20) panel.estop().trip(EstopLatch.Cause.PERSON);
    if (i % 300 == 30) panel.arm(false);
    if (i % 300 == 35) panel.estop().reset();
    if (i % 300 == 40) panel.arm(true);
  }

  /** Tick i of the script: home, work and lean on every wall, then one bad day after the other. */
  private void play(int i, int policyEvery, long now_ns, PlayedArm arm, Exchange exchange) {
    int scene = i * SCENES / (TICKS + 1);
    arm.force_N[1] = scene == 7 ? 60 : 0;
    arm.reporting = scene != 13 || i % 100 < 30;
    arm.error_rad = scene == 18 ? Double.NaN : scene == 20 && i % 100 == 0 ? 1 : 0;
    arm.late_ns = scene == 21 && i % 3 == 0 ? -10_000_000 : 0;
    arm.reflex |= scene == 22 && i % 200 == 0;
    arm.trouble = scene == 24 && i % 10 == 0 ? TROUBLE : null;
    if (i % policyEvery != 0 || scene == 12) return;
    // Two of three frames of a person's scene revise the one before.
    boolean revision = scene == 5 && i / policyEvery % 3 != 0;
    if (!revision) frame.revises = 0;
    else if (frame.revises == 0) frame.revises = frame.seq;
    frame.seq += scene == 14 && i % 300 < policyEvery ? -3 : 1;
    if (!revision) frame.stamp_ns = scene == 15 ? now_ns - 1_000_000_000L : now_ns;
    frame.source = scene & 1;
    Command command =
        scene == 11 ? Command.HOLD : scene < 4 || scene == 10 ? Command.HOME : Command.ACT;
    frame.command = scene == 16 ? -1 : command.ordinal();
    for (int k = 0; k < 4; k++) frame.action[k] = 1.5 * Math.sin(i * 2e-3 * (k + 1) + scene);
    if (scene == 8) frame.action[2] = -1;
    if (scene == 9) for (int k = 0; k < 3; k++) frame.action[k] = 0;
    if (scene == 17) frame.action[1] = Double.NaN;
    exchange.publishAction(frame);
  }
}
