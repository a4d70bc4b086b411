package reins.policy.episode;

import reins.contract.exchange.ActionFrame;

/**
 * What one step decided: the action for the controller, and what the person said about the episode.
 * One thread owns it.
 */
public final class Choice {
  /** Goes to the controller. */
  public final ActionFrame frame = new ActionFrame();

  /** The person marks the episode as solved. */
  public boolean markedSuccess;

  /** The person ends the episode. */
  public boolean markedAbort;
}
