package reins.controller.rt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bell that the thread which carries a robot's states rings, and that wakes the control thread: a
 * semaphore of the C library, because its wait ends at an absolute time of CLOCK_MONOTONIC and
 * leaves nothing to the JVM's own parking, which allocates and measures from now.
 *
 * <p>Threads: {@link #ring} from any; {@link #await} from one. Neither allocates.
 */
public final class Doorbell implements Bell {
  private static final int CLOCK_MONOTONIC = 1;

  /** A sem_t of glibc: 32 bytes on x86-64 and aarch64. */
  private static final int SEMAPHORE_BYTES = 32;

  private static final MethodHandle SEM_INIT =
      Libc.plain("sem_init", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle SEM_POST =
      Libc.plain("sem_post", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SEM_CLOCKWAIT =
      Libc.plain("sem_clockwait", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
  private static final VarHandle RINGS;

  static {
    try {
      RINGS = MethodHandles.lookup().findVarHandle(Doorbell.class, "rings", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MemorySegment semaphore = Libc.memory(SEMAPHORE_BYTES);
  private final MemorySegment timespec = Libc.timespec();
  private volatile long rings;
  private volatile long rung_ns;
  private volatile boolean waiting;

  /** A bell that has not rung. */
  public Doorbell() {
    try {
      int _ = (int) SEM_INIT.invokeExact(semaphore, 0, 0);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  /** Wakes whoever waits, and notes when. */
  public void ring() {
    rung_ns = System.nanoTime();
    RINGS.getAndAdd(this, 1L);
    // Whoever begins to wait now sees the ring; who waited before is woken. A ring that nobody
    // waits for leaves the semaphore alone, so that it cannot pile up.
    if (!waiting) return;
    try {
      int _ = (int) SEM_POST.invokeExact(semaphore);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  @Override
  public long rings() {
    return rings;
  }

  @Override
  public long rung_ns() {
    return rung_ns;
  }

  @Override
  public void await(long heard, long until_ns) {
    waiting = true;
    // Interrupted and woken for an earlier ring it waits again; the time ends it.
    while (rings == heard && System.nanoTime() - until_ns < 0) sleep(until_ns);
    waiting = false;
  }

  private void sleep(long until_ns) {
    Libc.write(until_ns, timespec);
    try {
      int _ = (int) SEM_CLOCKWAIT.invokeExact(semaphore, CLOCK_MONOTONIC, timespec);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}
