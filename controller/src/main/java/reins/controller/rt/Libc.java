package reins.controller.rt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library that a control thread needs, on Linux. Each returns 0 or the error's
 * number.
 *
 * <p>Every downcall is a plain one. A critical one would keep every safepoint of the JVM waiting
 * while this thread sleeps.
 */
final class Libc {
  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int ENOMEM = 12;
  static final int EINVAL = 22;

  private static final int SCHED_FIFO = 1;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int TIMER_ABSTIME = 1;
  private static final int MCL_CURRENT_AND_FUTURE = 1 | 2;
  private static final int CPU_MASK_BYTES = 128;
  private static final long SECOND_ns = 1_000_000_000L;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SCHED_SETSCHEDULER =
      withErrno("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SCHED_SETAFFINITY =
      withErrno("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle MLOCKALL =
      withErrno("mlockall", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOCK_NANOSLEEP =
      plain(
          "clock_nanosleep", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private Libc() {}

  /** A call whose errno nobody asks for. */
  static MethodHandle plain(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
  }

  private static MethodHandle withErrno(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** Puts the calling thread under SCHED_FIFO. */
  static int fifo(int priority) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      MemorySegment parameter = arena.allocate(JAVA_INT);
      parameter.set(JAVA_INT, 0, priority);
      return result((int) SCHED_SETSCHEDULER.invokeExact(errno, 0, SCHED_FIFO, parameter), errno);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Pins the calling thread to one core. */
  static int pin(int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      MemorySegment mask = arena.allocate(CPU_MASK_BYTES, 8);
      mask.set(JAVA_LONG, cpu / 64 * 8L, 1L << (cpu % 64));
      return result(
          (int) SCHED_SETAFFINITY.invokeExact(errno, 0, (long) CPU_MASK_BYTES, mask), errno);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Keeps the calling thread off one core; EINVAL where there is no other. */
  static int pinAwayFrom(int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      // Not the cores that the JVM counts: to a thread that is pinned already that is one.
      MemorySegment mask = arena.allocate(CPU_MASK_BYTES, 8).fill((byte) 0xFF);
      mask.set(JAVA_LONG, cpu / 64 * 8L, ~(1L << (cpu % 64)));
      return result(
          (int) SCHED_SETAFFINITY.invokeExact(errno, 0, (long) CPU_MASK_BYTES, mask), errno);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Locks all memory of the process, present and future. */
  static int lockMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      return result((int) MLOCKALL.invokeExact(errno, MCL_CURRENT_AND_FUTURE), errno);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The memory that a thread needs to sleep. */
  static MemorySegment timespec() {
    return memory(16);
  }

  /** Zeros that live as long as somebody holds them. */
  static MemorySegment memory(int bytes) {
    return Arena.ofAuto().allocate(bytes, 8);
  }

  /** A time of CLOCK_MONOTONIC as the C library takes it. */
  static void write(long time_ns, MemorySegment timespec) {
    timespec.set(JAVA_LONG, 0, Math.floorDiv(time_ns, SECOND_ns));
    timespec.set(JAVA_LONG, 8, Math.floorMod(time_ns, SECOND_ns));
  }

  /**
   * Sleeps until a time of CLOCK_MONOTONIC, which is {@link System#nanoTime}'s clock.
   *
   * @param timespec from {@link #timespec}, used by no other thread meanwhile; written
   */
  static int sleepUntil(long time_ns, MemorySegment timespec) {
    write(time_ns, timespec);
    try {
      int error;
      do {
        // Returns the error's number itself, and leaves errno alone.
        error =
            (int)
                CLOCK_NANOSLEEP.invokeExact(
                    CLOCK_MONOTONIC, TIMER_ABSTIME, timespec, MemorySegment.NULL);
      } while (error == EINTR);
      return error;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static int result(int returned, MemorySegment errno) {
    return returned == 0 ? 0 : (int) ERRNO_VALUE.get(errno, 0L);
  }

  /** A downcall does not throw; its handle's signature says it might. */
  static AssertionError unexpected(Throwable t) {
    return new AssertionError("a call of the C library threw", t);
  }
}
