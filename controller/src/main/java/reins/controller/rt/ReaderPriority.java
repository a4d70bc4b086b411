package reins.controller.rt;

/**
 * Puts the thread that carries a robot's messages in front of everything but the control thread: a
 * message that waits behind a learner on a busy core is a stale state.
 *
 * <p>Refused rights change nothing; the control thread's own say so aloud.
 *
 * <p>Threads: {@link #raise} by the carrying thread, with every message; it costs a comparison
 * after the first.
 */
public final class ReaderPriority {
  /** Below the control thread, whose rights the rig names. */
  private static final int BELOW_CONTROL = 5;

  private final int priority;
  private volatile Thread raised;

  /** Takes the control thread's SCHED_FIFO priority. */
  public ReaderPriority(int controlPriority) {
    priority = Math.max(1, controlPriority - BELOW_CONTROL);
  }

  /** Raises the calling thread, once; a new connection brings a new thread. */
  public void raise() {
    Thread caller = Thread.currentThread();
    if (caller == raised) return;
    raised = caller;
    Libc.fifo(priority);
  }
}
