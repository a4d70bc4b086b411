package reins.learner.replay;

/**
 * Rows of transitions for one gradient step.
 *
 * <p>Shapes: B rows, row-major.
 *
 * @param obs [B, O]
 * @param action [B, A] executed
 * @param reward [B]
 * @param mask [B] 1 where the next value counts
 * @param nextObs [B, O]
 * @param floor [B] what was really earned from here on; minus infinity where nobody worked it out
 * @param images [B, bytes of a frame] what the cameras saw; empty where there are none
 * @param nextImages [B, bytes of a frame]
 */
public record Batch(
    float[] obs,
    float[] action,
    float[] reward,
    float[] mask,
    float[] nextObs,
    float[] floor,
    byte[] images,
    byte[] nextImages) {
  /** An empty batch of the given sizes, without images. */
  public Batch(int rows, int obsDim, int actionDim) {
    this(rows, obsDim, actionDim, 0);
  }

  /** An empty batch of the given sizes. */
  public Batch(int rows, int obsDim, int actionDim, int frameBytes) {
    this(
        new float[rows * obsDim],
        new float[rows * actionDim],
        new float[rows],
        new float[rows],
        new float[rows * obsDim],
        new float[rows],
        new byte[Math.multiplyExact(rows, frameBytes)],
        new byte[Math.multiplyExact(rows, frameBytes)]);
  }

  /** The same rows with other actions. */
  public Batch withAction(float[] other) {
    return new Batch(obs, other, reward, mask, nextObs, floor, images, nextImages);
  }

  /** The same rows as networks see them. */
  public Batch seenAs(float[] seen, float[] nextSeen) {
    return new Batch(seen, action, reward, mask, nextSeen, floor, images, nextImages);
  }

  /** Number of rows. */
  public int rows() {
    return reward.length;
  }
}
