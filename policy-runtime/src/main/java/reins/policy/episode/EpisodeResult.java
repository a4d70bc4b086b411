package reins.policy.episode;

/**
 * One finished episode.
 *
 * @param steps executed
 * @param interventions how often a person took over from the policy
 * @param interventionSteps steps that the person chose
 * @param duration_s from the first executed step to the end
 * @param policyVersion of the last proposal; 0: none
 * @param stalled an action went stale before the next came, or state or tracker did
 * @param byPerson a person's word, or the loss of one who drove, ended it
 */
public record EpisodeResult(
    long episode,
    boolean demonstration,
    Outcome outcome,
    int steps,
    int interventions,
    int interventionSteps,
    double duration_s,
    long policyVersion,
    boolean stalled,
    boolean byPerson) {

  /** The task's success condition was met. */
  public boolean success() {
    return outcome == Outcome.SUCCESS;
  }

  /** The policy solved it without help. */
  public boolean solvedAlone() {
    return success() && !demonstration && interventions == 0;
  }

  /** The same, and the task's own judge said so. */
  public boolean solvedByItself() {
    return solvedAlone() && !byPerson;
  }
}
