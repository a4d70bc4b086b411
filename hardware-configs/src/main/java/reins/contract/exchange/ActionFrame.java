package reins.contract.exchange;

import reins.contract.config.TaskConfig;

/**
 * What the policy process wants of the controller. Latest value wins; the controller judges its
 * age.
 *
 * <p>Fields are mutable and allocated once: one thread owns a frame.
 */
public final class ActionFrame {
  /** Counts the actions of one policy process, from 1. */
  public long seq;

  /**
   * Sender's monotonic clock at the start of the step; both processes read the same clock
   * (CLOCK_MONOTONIC).
   */
  public long stamp_ns;

  /**
   * Seq of the frame that began the step which this one revises; 0: this one begins a step. A
   * revision says what the whole step is to be, from where it began, and carries its stamp.
   */
  public long revises;

  /** Version of the policy that proposed; 0: none. */
  public long policy_version;

  /** Ordinal of {@link Command}. */
  public int command;

  /** Ordinal of {@link Source}. */
  public int source;

  /** [A] in [-1, 1]; the gate trusts none of it. */
  public final double[] action = new double[TaskConfig.MAX_ACTION];
}
