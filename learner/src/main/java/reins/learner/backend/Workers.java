package reins.learner.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed few threads that share out the members of an ensemble; the caller is one of them.
 *
 * <p>Who takes which task is left to chance, so a task must depend on nothing but its number.
 *
 * <p>Threads: one caller.
 */
public final class Workers implements AutoCloseable {
  /**
   * Roughly 200 microseconds, as long as what one thread does alone between two runs; a futex
   * wake-up costs fifty.
   */
  private static final int SPINS = 20_000;

  private final Worker[] others;

  /** Starts {@code threads - 1} threads. */
  public Workers(int threads) {
    others = new Worker[threads - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Worker(i + 1);
      others[i].start();
    }
  }

  /** Threads, the caller's included. */
  public int threads() {
    return others.length + 1;
  }

  /** What one task does, and the number of the worker that does it, for its scratch memory. */
  public interface Task {
    /** Does task number {@code task} with the scratch memory of {@code worker}. */
    void run(int worker, int task);
  }

  /** Runs tasks 0 to {@code tasks - 1} and returns when all are done. */
  public void run(int tasks, Task task) {
    Job job = new Job(tasks, task);
    for (int i = 0; i < Math.min(others.length, tasks - 1); i++) others[i].give(job);
    job.work(0);
    job.await();
  }

  @Override
  public void close() {
    for (Worker worker : others) worker.interrupt();
    for (Worker worker : others) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Job {
    private final int tasks;
    private final Task task;
    private final Thread owner = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile Throwable failure;

    Job(int tasks, Task task) {
      this.tasks = tasks;
      this.task = task;
    }

    void work(int worker) {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          task.run(worker, i);
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          if (done.incrementAndGet() == tasks) LockSupport.unpark(owner);
        }
      }
    }

    void await() {
      for (int spins = 0; done.get() < tasks; spins++) {
        if (spins < SPINS) Thread.onSpinWait();
        else LockSupport.park(this);
      }
      if (failure != null) throw new IllegalStateException("training step failed", failure);
    }
  }

  private static final class Worker extends Thread {
    private final int number;
    private volatile Job job;

    Worker(int number) {
      super("learner-" + number);
      this.number = number;
      setDaemon(true);
    }

    void give(Job next) {
      job = next;
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      Job last = null;
      int spins = 0;
      while (!isInterrupted()) {
        Job mine = job;
        if (mine != last) {
          mine.work(number);
          last = mine;
          spins = 0;
        } else if (spins++ < SPINS) Thread.onSpinWait();
        else LockSupport.park(this);
      }
    }
  }
}
