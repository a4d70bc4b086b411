package reins.sim.report;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or SIGTERM, as a request: the work asks whether to end, and the process waits until it
 * has put everything away and ends with the work's own exit code.
 *
 * <p>Threads: the work's, and the JVM's on its way out.
 */
public final class Interruption implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private static volatile boolean leaving;

  private final CountDownLatch halted = new CountDownLatch(1);
  private volatile boolean happened;
  private volatile boolean putAway;
  private final Runnable told;

  /** Begins to listen. */
  public Interruption() {
    this(() -> {});
  }

  /**
   * The same for work that does not ask.
   *
   * @param told to end, on the JVM's thread; must not wait
   */
  public Interruption(Runnable told) {
    this.told = told;
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "interruption"));
  }

  private void end() {
    if (putAway) return;
    leaving = true;
    happened = true;
    told.run();
    try {
      halted.await(PATIENCE_S, TimeUnit.SECONDS); // leave() ends this wait with the process
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process, also where it is ending already. */
  public static void leave(int code) {
    if (leaving) Runtime.getRuntime().halt(code);
    System.exit(code);
  }

  /** Whether somebody asked to end. */
  public boolean happened() {
    return happened;
  }

  /** The work is put away. */
  @Override
  public void close() {
    putAway = true;
  }
}
