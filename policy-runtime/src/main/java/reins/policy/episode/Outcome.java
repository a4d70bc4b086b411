package reins.policy.episode;

/** How an episode ended. */
public enum Outcome {
  /** Success: terminal, the future counts nothing. */
  SUCCESS,
  /** A person says that it can no longer be solved: terminal, worth nothing. */
  FAILURE,
  /** Out of steps: truncated, the future still counts. */
  TIME_OUT,
  /** Stopped by a person, or by a state or tracker that went stale; truncated. */
  ABORTED
}
