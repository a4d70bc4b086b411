package reins.sim.report;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Progress of long work: a bar that is drawn over on a terminal, a line every few seconds
 * elsewhere.
 *
 * <p>Threads: any, one at a time.
 */
public class Progress {
  private static final int BAR = 24;
  private static final long TERMINAL_EVERY_NS = 200_000_000L;
  private static final long LINE_EVERY_NS = 10_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private long last_ns;
  private int drawn;

  /** Writes to standard error, so that standard output stays for results. */
  public Progress() {
    this(System.err, System.console() != null && System.console().isTerminal());
  }

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Shows how far the work is, at most as often as somebody can read it; only then is the text
   * made.
   */
  public synchronized void show(long now_ns, double share, Supplier<String> text) {
    if (last_ns != 0 && now_ns - last_ns < (terminal ? TERMINAL_EVERY_NS : LINE_EVERY_NS)) return;
    last_ns = now_ns;
    String line = bar(share) + " " + text.get();
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      drawn = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the bar's line; the next text starts on its own. */
  public synchronized void end() {
    if (terminal && drawn > 0) out.println();
    drawn = 0;
    last_ns = 0;
  }

  private static String bar(double share) {
    int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }
}
