package reins.policy.human;

/** What a person says by a button or key. */
public enum Word {
  /** Go on after a pause. */
  START,
  /** Hold still. */
  PAUSE,
  /** The task is solved. */
  SUCCESS,
  /** The task can no longer be solved. */
  FAILURE,
  /** End the episode, count it nowhere. */
  ABORT,
  /** End the episode and do the same start again. */
  AGAIN,
  /** Emergency stop: the one word that a mere viewer may say. */
  ESTOP,
  /** A viewer asks for command. */
  ASK,
  /** The commander gives command to whoever asked. */
  GIVE;

  /** In the safe direction: taken however late it comes. */
  public boolean urgent() {
    return this == ESTOP || this == PAUSE;
  }
}
