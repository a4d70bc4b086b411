package reins.contract.data;

import reins.contract.exchange.Source;

/**
 * One control step as it happened: what was seen, what was executed and who chose it, and what came
 * of it.
 *
 * <p>Shapes: O is the task's observation length, A its action's. Arrays are never changed after
 * construction.
 *
 * @param obs [O] scaled observation
 * @param action [A] executed: as the controller's gate admitted it
 * @param proposed [A] what the policy wanted
 * @param mask 1 where the next value counts, 0 after a terminal step; a time-out keeps 1
 * @param done the episode ended here, terminal or truncated
 * @param nextObs [O]
 * @param source who chose the executed action
 * @param policyVersion of the policy that proposed; 0: none
 * @param demonstration part of a demonstration episode
 * @param success the task's success condition held at nextObs
 * @param stamp_ns actor's monotonic clock at the start of the step
 */
public record Transition(
    float[] obs,
    float[] action,
    float[] proposed,
    float reward,
    float mask,
    boolean done,
    float[] nextObs,
    Source source,
    long policyVersion,
    long episode,
    int step,
    boolean demonstration,
    boolean success,
    long stamp_ns,
    boolean realtimeDegraded) {

  /** The same step, valued differently. */
  public Transition valued(float newReward, float newMask) {
    return new Transition(
        obs,
        action,
        proposed,
        newReward,
        newMask,
        done,
        nextObs,
        source,
        policyVersion,
        episode,
        step,
        demonstration,
        success,
        stamp_ns,
        realtimeDegraded);
  }

  /** Someone other than the policy chose the action, outside a demonstration. */
  public boolean intervention() {
    return source != Source.POLICY && !demonstration;
  }
}
