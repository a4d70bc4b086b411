package reins.learner.algo.sac;

/**
 * What the published systems do differently, mostly by accident, so that curves can be compared
 * with theirs. All are off unless a task asks: {@code algorithm: {name: rlpd, quirks: {shared_head:
 * true}}}.
 *
 * @param shared_head all critics end in one and the same last layer: SERL's and HIL-SERL's image
 *     agents (hil-serl issue 33)
 * @param zero_gradient_adam a network that is not trained in a step takes an Adam step with a zero
 *     gradient all the same: SERL and HIL-SERL (common/common.py), which moves their actor about
 *     1.4 to 3 times as fast as its rate says
 * @param terminal_timeouts no value counts after a time-out: HIL-SERL, SERL on real robots
 * @param entropy_outside_discount with {@code backup_entropy}, the entropy in the target is neither
 *     discounted nor masked: SERL (issue 51)
 * @param actor_min_q the actor climbs the smallest critic instead of the mean: LeRobot
 */
public record Quirks(
    boolean shared_head,
    boolean zero_gradient_adam,
    boolean terminal_timeouts,
    boolean entropy_outside_discount,
    boolean actor_min_q) {
  /** The corrected variants. */
  public static final Quirks NONE = new Quirks(false, false, false, false, false);
}
