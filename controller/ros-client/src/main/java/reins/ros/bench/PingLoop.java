package reins.ros.bench;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import reins.ros.hot.HotListener;
import reins.ros.hot.HotPublisher;

/**
 * Sends at 1 kHz whatever comes back, and keeps the times. Has no words in it, for the reason that
 * the data plane's classes have none: the compiler would make them in the middle of the
 * measurement.
 *
 * <p>Threads: one sends, the subscriber's hears.
 */
final class PingLoop implements HotListener<double[]> {
  private static final VarHandle BACK;

  static {
    try {
      BACK = MethodHandles.lookup().findVarHandle(PingLoop.class, "back", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long PERIOD_NS = 1_000_000;
  private static final long LOST_NS = 20_000_000;
  private static final long SETTLE_NS = 300_000_000;

  private final int warm;
  private final long[] sent_ns;
  private final Samples samples;
  private volatile int back = Integer.MIN_VALUE;

  PingLoop(int warm, int count) {
    this.warm = warm;
    this.sent_ns = new long[warm + count];
    this.samples = new Samples(count);
  }

  @Override
  public void onMessage(double[] message, long arrival_ns) {
    int i = (int) message[0];
    BACK.setOpaque(this, i);
    if (i >= warm) samples.record(i - warm, arrival_ns - sent_ns[i]);
  }

  /**
   * Round trips without a pause, until everything is compiled: what a controller's rehearsal does.
   */
  void rehearse(HotPublisher<double[]> out, double[] message, int rounds) {
    for (int i = -rounds; i < 0; i++) {
      message[0] = i;
      out.publish(message);
      long end_ns = System.nanoTime() + LOST_NS;
      while ((int) BACK.getOpaque(this) != i && System.nanoTime() < end_ns)
        LockSupport.parkNanos(1000);
    }
  }

  /** Sends them all and returns the bytes that all threads allocated during the measured ones. */
  long run(HotPublisher<double[]> out, double[] message, ThreadMXBean threads) {
    long allocated = threads.getTotalThreadAllocatedBytes();
    long next_ns = System.nanoTime();
    for (int i = 0; i < sent_ns.length; i++) {
      if (i == warm) allocated = threads.getTotalThreadAllocatedBytes();
      next_ns += PERIOD_NS;
      sleepUntil(next_ns);
      message[0] = i;
      sent_ns[i] = System.nanoTime();
      out.publish(message);
    }
    sleepUntil(System.nanoTime() + SETTLE_NS);
    return threads.getTotalThreadAllocatedBytes() - allocated;
  }

  static void sleepUntil(long end_ns) {
    for (long left_ns = end_ns - System.nanoTime();
        left_ns > 0;
        left_ns = end_ns - System.nanoTime()) LockSupport.parkNanos(left_ns);
  }

  Samples samples() {
    return samples;
  }
}
