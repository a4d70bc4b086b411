package reins.controller.safety;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The emergency stop's latch: any thread trips it, and only a person opens it, while the arm is not
 * armed.
 *
 * <p>A reset is a request that the loop grants or refuses in its next tick; whoever trips the latch
 * after the request wins.
 *
 * <p>Threads: any. Allocates nothing and waits for nothing.
 */
public final class EstopLatch {
  private static final VarHandle TRIPS;
  private static final VarHandle ASKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TRIPS = lookup.findVarHandle(EstopLatch.class, "trips", long.class);
      ASKED = lookup.findVarHandle(EstopLatch.class, "asked", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long trips;
  private volatile long forgiven;

  /** Trips known to the person who asks, or -1 where nobody asks. */
  private volatile long asked = -1;

  private volatile Cause cause = Cause.NONE;
  private EstopLatch[] others = {};

  /** Who pulled. */
  public enum Cause {
    NONE,
    /** A message on the rig's topic. */
    TOPIC,
    /** A person's device. */
    DEVICE,
    /** The thread that watches the loop's heartbeat. */
    WATCHDOG,
    /** A person at the controller. */
    PERSON
  }

  /** Trips these too, whenever this one is tripped. Before the first tick. */
  void bind(EstopLatch... others) {
    this.others = others;
  }

  /** Stops the arm within one tick, for good, and every other arm of the rig. */
  public void trip(Cause by) {
    pull(by);
    for (EstopLatch other : others) other.pull(by);
  }

  private void pull(Cause by) {
    cause = by;
    TRIPS.getAndAdd(this, 1L);
  }

  /** Asks to open the latch: granted in the next tick where the arm is not armed. */
  public void reset() {
    asked = trips;
  }

  /** Whether the arm has to stand. */
  public boolean tripped() {
    return trips != forgiven;
  }

  /** Who tripped it last. */
  public Cause cause() {
    return cause;
  }

  /** Whether a person asks for a reset. */
  public boolean resetAsked() {
    return asked >= 0;
  }

  /** Opens the latch as far as the person knew of trips. Threads: the loop's. */
  public void grant() {
    forgiven = asked;
  }

  /** The question is answered. Threads: the loop's. */
  public void answered() {
    ASKED.setVolatile(this, -1L);
  }
}
