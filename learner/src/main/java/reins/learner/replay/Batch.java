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
 */
public record Batch(
    float[] obs, float[] action, float[] reward, float[] mask, float[] nextObs, float[] floor) {
  /** An empty batch of the given sizes. */
  public Batch(int rows, int obsDim, int actionDim) {
    this(
        new float[rows * obsDim],
        new float[rows * actionDim],
        new float[rows],
        new float[rows],
        new float[rows * obsDim],
        new float[rows]);
  }

  /** Number of rows. */
  public int rows() {
    return reward.length;
  }
}
