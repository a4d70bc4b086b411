package reins.learner.replay;

import reins.contract.data.Transition;

/**
 * The newest transitions of one kind, in memory taken once; the oldest gives way.
 *
 * <p>Threads: one owner.
 */
public final class ReplayBuffer {
  private final int capacity;
  private final int obsDim;
  private final int actionDim;
  private final float[] obs; // [N, O]
  private final float[] action; // [N, A]
  private final float[] reward; // [N]
  private final float[] mask; // [N]
  private final float[] nextObs; // [N, O]
  private final float[] floor; // [N]
  private long added;

  /**
   * Takes the memory.
   *
   * <p>Errors: {@link IllegalArgumentException} where that many transitions do not fit an array.
   */
  public ReplayBuffer(int capacity, int obsDim, int actionDim) {
    if ((long) capacity * Math.max(obsDim, actionDim) > Integer.MAX_VALUE - 8)
      throw new IllegalArgumentException(
          "learning.capacity: expected at most "
              + (Integer.MAX_VALUE - 8) / Math.max(obsDim, actionDim)
              + " transitions of this size, got "
              + capacity);
    this.capacity = capacity;
    this.obsDim = obsDim;
    this.actionDim = actionDim;
    obs = new float[capacity * obsDim];
    action = new float[capacity * actionDim];
    reward = new float[capacity];
    mask = new float[capacity];
    nextObs = new float[capacity * obsDim];
    floor = new float[capacity];
  }

  /** Stores a transition, over the oldest when full. */
  public void add(Transition t) {
    int row = (int) (added % capacity);
    System.arraycopy(t.obs(), 0, obs, row * obsDim, obsDim);
    System.arraycopy(t.action(), 0, action, row * actionDim, actionDim);
    reward[row] = t.reward();
    mask[row] = t.mask();
    System.arraycopy(t.nextObs(), 0, nextObs, row * obsDim, obsDim);
    floor[row] = Float.NEGATIVE_INFINITY;
    added++;
  }

  /** Gives the newest transition another reward. */
  public void revalue(float newReward) {
    reward[(int) ((added - 1) % capacity)] = newReward;
  }

  /**
   * Says what was really earned from a stored transition on, unless it has given way already.
   *
   * @param number {@link #added} before it was stored
   */
  public void floor(long number, float earned) {
    if (number >= added - capacity) floor[(int) (number % capacity)] = earned;
  }

  /** Transitions in the buffer. */
  public int size() {
    return (int) Math.min(added, capacity);
  }

  /** Transitions ever added. */
  public long added() {
    return added;
  }

  /** Copies a stored transition into a row of a batch (written). */
  public void copy(int index, Batch batch, int row) {
    System.arraycopy(obs, index * obsDim, batch.obs(), row * obsDim, obsDim);
    System.arraycopy(action, index * actionDim, batch.action(), row * actionDim, actionDim);
    batch.reward()[row] = reward[index];
    batch.mask()[row] = mask[index];
    batch.floor()[row] = floor[index];
    System.arraycopy(nextObs, index * obsDim, batch.nextObs(), row * obsDim, obsDim);
  }
}
