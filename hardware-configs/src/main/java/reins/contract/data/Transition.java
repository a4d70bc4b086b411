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
 * @param image [H, W, 3] bytes, what the camera saw at obs; empty where the task has none
 * @param nextImage [H, W, 3] what it saw at nextObs
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
    boolean realtimeDegraded,
    byte[] image,
    byte[] nextImage) {
  /** What a task without a camera shows. */
  public static final byte[] NO_IMAGE = {};

  /** A step of a task without cameras. */
  public Transition(
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
    this(
        obs,
        action,
        proposed,
        reward,
        mask,
        done,
        nextObs,
        source,
        policyVersion,
        episode,
        step,
        demonstration,
        success,
        stamp_ns,
        realtimeDegraded,
        NO_IMAGE,
        NO_IMAGE);
  }

  /** The same step, valued differently. */
  public Transition valued(float newReward, float newMask) {
    return with(action, proposed, newReward, newMask, done, episode, demonstration);
  }

  /** The same step of another action. */
  public Transition acting(float[] newAction, float[] newProposed) {
    return with(newAction, newProposed, reward, mask, done, episode, demonstration);
  }

  /** The same step as the last one of an episode that broke off: values count on. */
  public Transition brokenOff() {
    return with(action, proposed, reward, 1, true, episode, demonstration);
  }

  /** The same step of an episode of another number. */
  public Transition inEpisode(long number) {
    return with(action, proposed, reward, mask, done, number, demonstration);
  }

  /** The same step as a demonstration's. */
  public Transition shown() {
    return with(action, proposed, reward, mask, done, episode, true);
  }

  private Transition with(
      float[] newAction,
      float[] newProposed,
      float newReward,
      float newMask,
      boolean newDone,
      long newEpisode,
      boolean newDemonstration) {
    return new Transition(
        obs,
        newAction,
        newProposed,
        newReward,
        newMask,
        newDone,
        nextObs,
        source,
        policyVersion,
        newEpisode,
        step,
        newDemonstration,
        success,
        stamp_ns,
        realtimeDegraded,
        image,
        nextImage);
  }

  /** The same step, with what the camera saw before and after it. */
  public Transition showing(byte[] before, byte[] after) {
    return new Transition(
        obs,
        action,
        proposed,
        reward,
        mask,
        done,
        nextObs,
        source,
        policyVersion,
        episode,
        step,
        demonstration,
        success,
        stamp_ns,
        realtimeDegraded,
        before,
        after);
  }

  /** Someone other than the policy chose the action, outside a demonstration. */
  public boolean intervention() {
    return source != Source.POLICY && !demonstration;
  }
}
