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

  /** The person marks the episode as failed. */
  public boolean markedFailure;

  /** The person ends the episode. */
  public boolean markedAbort;

  /** The person ends the episode and wants its start again. */
  public boolean markedAgain;

  /** The person wants the robot to hold still until told to go on. */
  public boolean paused;

  /** The person who flew is lost: the robot lands, and holds until told to go on. */
  public boolean landing;

  /** The person pressed the emergency stop. */
  public boolean estop;
}
