package reins.ros.node;

/**
 * Work that is done again and again until it is cancelled.
 *
 * <p>Threads: the one it runs on; {@link #cancel} from any.
 */
public abstract class CancellableLoop implements Runnable {
  private volatile boolean cancelled;
  private volatile Thread thread;

  /** Called once, before the first {@link #loop}. */
  protected void setup() {}

  /** One round; an interrupt ends the loop. */
  protected abstract void loop() throws InterruptedException;

  @Override
  public final void run() {
    thread = Thread.currentThread();
    try {
      if (!cancelled) setup();
      while (!cancelled) loop();
    } catch (InterruptedException e) {
      cancelled = true;
    }
  }

  public final void cancel() {
    cancelled = true;
    Thread running = thread;
    if (running != null) running.interrupt();
  }

  public final boolean isRunning() {
    return thread != null && !cancelled;
  }
}
