package reins.policy.human;

import reins.contract.config.TaskConfig;
import reins.contract.exchange.Source;

/** What the person wants in this step. Its person owns it; the loop reads it at once. */
public final class Intent {
  /** The person acts in the policy's place. */
  public boolean engaged;

  /** Under which name the action is recorded. */
  public Source source = Source.PERSON;

  /** What the person acts with; meaningful while a person is engaged. */
  public String device = "";

  /** The person says that the task is solved. */
  public boolean markedSuccess;

  /** The person ends the episode. */
  public boolean markedAbort;

  /** The person says that the task can no longer be solved. */
  public boolean markedFailure;

  /** The person ends the episode and wants it once more from the same start. */
  public boolean markedAgain;

  /** The person wants the robot to hold still until told to go on. */
  public boolean paused;

  /** The person who flew is lost: the robot lands, and holds until told to go on. */
  public boolean landing;

  /** The person pressed the emergency stop. */
  public boolean estop;

  /**
   * Share of the step that was over when the person took over within it; 0 where the step began
   * with them. Before, it was whoever's it was.
   */
  public double takenAt;

  /** [A] the person's action in [-1, 1]; meaningful while engaged. */
  public final double[] action = new double[TaskConfig.MAX_ACTION];

  /** Acts as another does. */
  public void follow(Intent other) {
    engaged = other.engaged;
    source = other.source;
    device = other.device;
    System.arraycopy(other.action, 0, action, 0, action.length);
  }

  /** Says what another says, and nothing else. */
  public void repeat(Intent other) {
    markedSuccess = other.markedSuccess;
    markedFailure = other.markedFailure;
    markedAbort = other.markedAbort;
    markedAgain = other.markedAgain;
    estop = other.estop;
    paused = other.paused;
    landing = other.landing;
  }
}
