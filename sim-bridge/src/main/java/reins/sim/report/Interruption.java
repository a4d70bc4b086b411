package reins.sim.report;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as a request: the work asks whether to end, and the process waits until it has put
 * everything away.
 *
 * <p>Threads: the work's, and the JVM's on its way out.
 */
public final class Interruption implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final CountDownLatch putAway = new CountDownLatch(1);
  private volatile boolean happened;

  /** Begins to listen. */
  public Interruption() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "interruption"));
  }

  private void end() {
    if (putAway.getCount() == 0) return;
    happened = true;
    try {
      putAway.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether somebody asked to end. */
  public boolean happened() {
    return happened;
  }

  /** The work is put away. */
  @Override
  public void close() {
    putAway.countDown();
  }
}
