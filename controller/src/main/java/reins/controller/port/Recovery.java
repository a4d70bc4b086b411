package reins.controller.port;

import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.ros.node.CancellableLoop;
import reins.ros.node.ConnectedNode;

/**
 * Clears a robot's own stop, once for every time that a person asks, on a thread beside the loop:
 * the robot stands still then, and its driver may take its time.
 *
 * <p>Threads: {@link #ask} is the control loop's and waits for nothing; the call is made by a
 * thread of the node.
 */
final class Recovery {
  private static final Logger LOG = LogManager.getLogger(Recovery.class);
  private static final long LOOK_EVERY_ns = 20_000_000;

  private final Runnable call;
  private final String what;
  private boolean before;
  private volatile long asked;
  private long answered;

  /**
   * @param what the robot is asked, for the log
   * @param call asks it
   */
  Recovery(ConnectedNode node, String what, Runnable call) {
    this.what = what;
    this.call = call;
    node.executeCancellableLoop(
        new CancellableLoop() {
          @Override
          protected void loop() {
            look();
          }
        });
  }

  /** Takes the wish of this tick; only one that was not there in the last tick counts. */
  void ask(boolean wish) {
    if (wish && !before) asked = asked + 1;
    before = wish;
  }

  private void look() {
    LockSupport.parkNanos(LOOK_EVERY_ns);
    if (asked == answered) return;
    answered = asked;
    LOG.warn("a person asks: {}", what);
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("{}: {}", what, e.getMessage());
    }
  }
}
