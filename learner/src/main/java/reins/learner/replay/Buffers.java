package reins.learner.replay;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import reins.contract.data.Transition;

/**
 * Experience and demonstrations; which of them a step is, and at what reward, the algorithm's
 * intake says.
 *
 * <p>Threads: one adds; whoever reads in another uses {@link #reading}, so that no batch is ever
 * half one transition and half another.
 */
public final class Buffers {
  private final ReplayBuffer online;
  private final ReplayBuffer demonstration;
  private final FrameStore frames;
  private final Intake intake;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private long steps;

  /**
   * Two empty buffers of transitions without images.
   *
   * <p>Errors: {@link IllegalArgumentException} where so many do not fit this machine's memory.
   */
  public Buffers(int capacity, int obsDim, int actionDim, Intake intake) {
    this(capacity, obsDim, actionDim, 0, intake);
  }

  /**
   * Two empty buffers.
   *
   * <p>Errors: {@link IllegalArgumentException} where so many do not fit this machine's memory.
   *
   * @param frameBytes of the images of one moment, all cameras together; 0: there are none
   */
  public Buffers(int capacity, int obsDim, int actionDim, int frameBytes, Intake intake) {
    this(capacity, obsDim, actionDim, frameBytes, intake, Slabs.available());
  }

  Buffers(
      int capacity, int obsDim, int actionDim, int frameBytes, Intake intake, long available_B) {
    expectRoom(capacity, ReplayBuffer.rowBytes(obsDim, actionDim), frameBytes, available_B);
    this.intake = intake;
    frames = frameBytes == 0 ? null : new FrameStore(frameBytes);
    online = new ReplayBuffer(capacity, obsDim, actionDim, frames);
    demonstration = new ReplayBuffer(capacity, obsDim, actionDim, frames);
  }

  private static void expectRoom(int capacity, long row_B, int frameBytes, long available_B) {
    long each_B = row_B + frameBytes;
    long wanted_B = 2L * capacity * each_B;
    if (wanted_B > available_B)
      throw new IllegalArgumentException(
          "learning.capacity: two buffers of %d transitions%s take %.1f GB, this machine has %.1f GB to give: expected at most %d"
              .formatted(
                  capacity,
                  frameBytes == 0 ? "" : " with a picture of " + frameBytes + " bytes each",
                  wanted_B / 1e9,
                  available_B / 1e9,
                  available_B / each_B / 2));
  }

  /** What happened while the policy was in charge, corrections included. */
  public ReplayBuffer online() {
    return online;
  }

  /** What the operator showed. */
  public ReplayBuffer demonstration() {
    return demonstration;
  }

  /** Stores a transition where it belongs; what the cameras saw once, see {@link FrameStore}. */
  public void add(Transition t) {
    lock.writeLock().lock();
    try {
      intake.take(t, online, demonstration);
      steps++;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Runs something while nothing is added. */
  public void reading(Runnable read) {
    lock.readLock().lock();
    try {
      read.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Steps that were ever offered; as long as it stays, so does everything in the buffers. */
  public long steps() {
    return steps;
  }

  /** Where the images are; null: there are none. */
  public FrameStore frames() {
    return frames;
  }

  /** Bytes of the images of one moment; 0: there are none. */
  int frameBytes() {
    return frames == null ? 0 : frames.frameBytes();
  }
}
