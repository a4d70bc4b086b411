package reins.policy.link;

import java.util.Map;

/**
 * The learner as this side sees it.
 *
 * @param updates gradient steps
 * @param online transitions in its online buffer
 * @param demonstration those in its demonstration buffer, corrections included
 * @param metrics of its newest update, by the names in its README
 * @param correctionsSent that were acknowledged
 * @param correctionsStored of them
 * @param differ the two were unequal once
 */
public record LearnerView(
    boolean connected,
    long updates,
    long online,
    long demonstration,
    Map<String, Double> metrics,
    long correctionsSent,
    long correctionsStored,
    boolean differ) {
  /** Nobody was heard yet. */
  public static final LearnerView NONE = new LearnerView(false, 0, 0, 0, Map.of(), 0, 0, false);
}
