package reins.learner.replay;

import reins.contract.config.LearningConfig;

/**
 * What an algorithm's batches are mixed of, and how many of them a stored step pays for: the ratio
 * of updates to data, kept where the data waits.
 *
 * @param demoRatio share of a batch from the demonstration buffer, where both have something
 * @param perOnline batches that a step in the online buffer pays for
 * @param perDemonstration batches that a step in the demonstration buffer pays for, corrections
 *     included where the algorithm puts them there
 * @param perShown batches that a step of a demonstration pays for, before anything happens online
 * @param start steps of the paying buffer that pay for nothing, so that the first batch is varied
 */
public record Diet(double demoRatio, int perOnline, int perDemonstration, int perShown, int start) {

  /**
   * Half experience, half demonstrations; experience pays.
   *
   * <p>Source: Ball et al. 2023 (RLPD), section 4.1 (symmetric sampling).
   */
  public static Diet mixed(LearningConfig c) {
    return new Diet(c.demo_ratio(), c.utd(), 0, 0, c.start_transitions());
  }

  /** Experience only. */
  public static Diet online(LearningConfig c) {
    return new Diet(0, c.utd(), 0, 0, c.start_transitions());
  }

  /** Demonstrations only, and they pay. */
  public static Diet demonstrations(LearningConfig c) {
    return new Diet(1, 0, c.utd(), 0, c.start_transitions());
  }

  /**
   * Demonstrations alone at first, each step of them paying for so many batches, then both as in
   * {@link #mixed}.
   */
  public static Diet offlineFirst(LearningConfig c, int perShown) {
    return new Diet(c.demo_ratio(), c.utd(), 0, perShown, c.start_transitions());
  }

  /** Batches that what is stored has paid for. */
  long paid(Buffers buffers) {
    return perOnline * beyond(buffers.online().added())
        + perDemonstration * beyond(buffers.demonstration().added())
        + perShown * beyond(buffers.demonstration().shown());
  }

  private long beyond(long steps) {
    return Math.max(0, steps - start);
  }
}
