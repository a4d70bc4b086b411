package reins.policy.human;

/**
 * Notices when the remaining way stops getting shorter: no progress for a while, or a clear step
 * back.
 */
final class ProgressWatch {
  /** Less than this many steps nearer is standing still. */
  private static final double PROGRESS_STEPS = 0.5;

  private final int patience_steps;
  private double best;
  private int since;

  ProgressWatch(int patience_steps) {
    this.patience_steps = patience_steps;
    reset();
  }

  /** Starts watching afresh. */
  void reset() {
    best = Double.POSITIVE_INFINITY;
    since = 0;
  }

  /** Takes the steps that remain now; true where a person would lose patience. */
  boolean stalled(double remainingSteps) {
    if (remainingSteps < best - PROGRESS_STEPS) {
      best = remainingSteps;
      since = 0;
      return false;
    }
    since++;
    return since >= patience_steps || remainingSteps > best + patience_steps;
  }
}
