package reins.learner.replay;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import reins.contract.data.Transition;

/**
 * The newest transitions of one kind, outside the Java heap; the oldest gives way. Each row holds
 * its own next observation: none is guessed from a neighbour.
 *
 * <pre>
 *   row: | obs [O] | nextObs [O] | action [A] | reward | mask | floor | frame | nextFrame |
 * </pre>
 *
 * <p>Threads: one writer; readers where nobody writes, see {@link Buffers}.
 */
public final class ReplayBuffer {
  private static final int REWARD = 0;
  private static final int MASK = 1;
  private static final int FLOOR = 2;
  private static final int FRAME = 3;
  private static final int NEXT_FRAME = 4;

  private final int capacity;
  private final int obsDim;
  private final int actionDim;
  private final Slabs rows;
  private final FrameStore frames;
  private long added;
  private long shown;

  /** An empty buffer of transitions without images. */
  public ReplayBuffer(int capacity, int obsDim, int actionDim) {
    this(capacity, obsDim, actionDim, null);
  }

  /**
   * An empty buffer.
   *
   * @param frames where images are; null: transitions have none
   */
  public ReplayBuffer(int capacity, int obsDim, int actionDim, FrameStore frames) {
    this.capacity = capacity;
    this.obsDim = obsDim;
    this.actionDim = actionDim;
    this.frames = frames;
    rows = new Slabs(rowBytes(obsDim, actionDim), capacity);
  }

  /** Bytes of one transition, images apart. */
  static long rowBytes(int obsDim, int actionDim) {
    return Float.BYTES * (2L * obsDim + actionDim + 5);
  }

  /** Stores a transition, over the oldest when full. */
  public void add(Transition t) {
    long row = added % capacity;
    rows.grow(row);
    MemorySegment slab = rows.slab(row);
    if (frames != null) exchangeFrames(slab, row, t);
    long at = rows.at(row);
    MemorySegment.copy(t.obs(), 0, slab, JAVA_FLOAT, at, obsDim);
    MemorySegment.copy(t.nextObs(), 0, slab, JAVA_FLOAT, at + 4L * obsDim, obsDim);
    MemorySegment.copy(t.action(), 0, slab, JAVA_FLOAT, at + 8L * obsDim, actionDim);
    slab.set(JAVA_FLOAT, number(row, REWARD), t.reward());
    slab.set(JAVA_FLOAT, number(row, MASK), t.mask());
    slab.set(JAVA_FLOAT, number(row, FLOOR), Float.NEGATIVE_INFINITY);
    added++;
    if (t.demonstration()) shown++;
  }

  /** Where one of the numbers behind the action lies. */
  private long number(long row, int which) {
    return rows.at(row) + 4L * (2L * obsDim + actionDim + which);
  }

  private void exchangeFrames(MemorySegment slab, long row, Transition t) {
    int frame = frames.hold(t.image());
    int nextFrame = frames.hold(t.nextImage());
    if (added >= capacity) {
      frames.release(slab.get(JAVA_INT, number(row, FRAME)));
      frames.release(slab.get(JAVA_INT, number(row, NEXT_FRAME)));
    }
    slab.set(JAVA_INT, number(row, FRAME), frame);
    slab.set(JAVA_INT, number(row, NEXT_FRAME), nextFrame);
  }

  /**
   * Gives a stored transition another reward, unless it has given way already.
   *
   * @param transition {@link #added} before it was stored
   */
  public void revalue(long transition, float newReward) {
    set(transition, REWARD, newReward);
  }

  /**
   * Says what was really earned from a stored transition on, unless it has given way already.
   *
   * @param transition {@link #added} before it was stored
   */
  public void floor(long transition, float earned) {
    set(transition, FLOOR, earned);
  }

  private void set(long transition, int which, float value) {
    if (transition < added - capacity) return;
    long row = transition % capacity;
    rows.slab(row).set(JAVA_FLOAT, number(row, which), value);
  }

  /** Transitions in the buffer. */
  public int size() {
    return (int) Math.min(added, capacity);
  }

  /** Transitions ever added. */
  public long added() {
    return added;
  }

  /** How many of them were steps of demonstrations. */
  long shown() {
    return shown;
  }

  /** Copies a stored transition into a row of a batch (written). */
  public void copy(int index, Batch batch, int row) {
    MemorySegment slab = rows.slab(index);
    long at = rows.at(index);
    MemorySegment.copy(slab, JAVA_FLOAT, at, batch.obs(), row * obsDim, obsDim);
    at += 4L * obsDim;
    MemorySegment.copy(slab, JAVA_FLOAT, at, batch.nextObs(), row * obsDim, obsDim);
    at += 4L * obsDim;
    MemorySegment.copy(slab, JAVA_FLOAT, at, batch.action(), row * actionDim, actionDim);
    batch.reward()[row] = slab.get(JAVA_FLOAT, number(index, REWARD));
    batch.mask()[row] = slab.get(JAVA_FLOAT, number(index, MASK));
    batch.floor()[row] = slab.get(JAVA_FLOAT, number(index, FLOOR));
    if (frames == null) return;
    frames.copy(slab.get(JAVA_INT, number(index, FRAME)), batch.images(), row);
    frames.copy(slab.get(JAVA_INT, number(index, NEXT_FRAME)), batch.nextImages(), row);
  }
}
