package reins.controller.rt;

import reins.contract.config.RigConfig;

/**
 * A thread right behind the control thread, on its core and one priority below it: does what a tick
 * leaves to the kernel as soon as the tick is over. On the same core it is woken without an
 * interrupt to another, which on a virtual machine costs more than all the rest of a tick.
 *
 * <p>Refused rights change nothing; the control thread's own say so aloud.
 *
 * <p>Threads: {@link #ring} from the control thread, where it neither allocates nor waits; the work
 * is its own, a daemon's.
 */
public final class Follower implements AutoCloseable {
  private static final long LOOK_EVERY_ns = 100_000_000;

  private final Doorbell bell = new Doorbell();
  private final RigConfig.ControlConfig control;
  private final Runnable work;
  private final Thread thread;
  private volatile boolean stopping;

  private Follower(RigConfig.ControlConfig control, Runnable work) {
    this.control = control;
    this.work = work;
    thread = Thread.ofPlatform().daemon().name("follower").unstarted(this::follow);
  }

  /**
   * Begins to wait.
   *
   * @param work done after each ring, once for rings that came together; allocates nothing
   */
  public static Follower start(RigConfig.ControlConfig control, Runnable work) {
    Follower follower = new Follower(control, work);
    follower.thread.start();
    return follower;
  }

  private void follow() {
    if (control.cpu() >= 0) Libc.pin(control.cpu());
    Libc.fifo(Math.max(1, control.priority() - 1));
    while (!stopping) {
      long heard = bell.rings();
      work.run();
      bell.await(heard, System.nanoTime() + LOOK_EVERY_ns);
    }
  }

  /** There is work. */
  public void ring() {
    bell.wake();
  }

  /** Waits no more. */
  @Override
  public void close() {
    stopping = true;
    ring();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
