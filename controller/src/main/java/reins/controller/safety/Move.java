package reins.controller.safety;

import reins.contract.exchange.Mode;

/**
 * One legal move between modes: a row of {@link ModeTable}.
 *
 * @param guard what has to be true besides, or the move is refused
 * @param action what is done on the way
 */
public record Move(Mode from, Event on, Guard guard, Mode to, Action action) {
  /** What happens to a controller. */
  public enum Event {
    /** Somebody or something tripped the emergency stop. */
    TRIPPED,
    /** A person resets the emergency stop. */
    RESET,
    /** A fault that stops. */
    FAULT,
    /** A person asks to recover from a stop. */
    RECOVER,
    /** The arm's arming is taken away. */
    DISARMED,
    /** The robot's state went stale. */
    BLIND,
    /** A robot state arrives. */
    SEEN,
    /** What was seen may be armed. */
    PASSED,
    /** The arm is armed. */
    ARMED,
    /** The payload is as the model says, or cannot be measured. */
    CHECKED,
    /** The payload is not as the model says. */
    MISLOADED,
    /** State and robot are well again and the arm rests. */
    WELL,
    /** An action of the policy is admitted. */
    POLICY,
    /** An action of a person is admitted. */
    PERSON,
    /** A HOME frame is admitted. */
    HOME,
    /** Nothing may be executed: commanded so, refused, or stale. */
    STAND,
    /** The policy process has been silent for so long that the arm is given up. */
    ABANDONED,
    /** The same where the rig wants a stop for it. */
    FORSAKEN
  }

  /** Conditions of a move. */
  public enum Guard {
    NONE,
    /** The arm does not move. */
    AT_REST,
    /** The robot's state is fresh. */
    STATE_FRESH,
    /** The arm is not armed. */
    NOT_ARMED
  }

  /** What a move does. */
  public enum Action {
    NONE,
    /** Starts to average the payload. */
    START_CHECK,
    /** Puts the reference on the measured tool; the law starts softly. */
    ENGAGE,
    /** Takes the arming away, so that a person has to arm again. */
    DISARM,
    /** Believes the next robot state, however far it is from the last one. */
    TRUST_AGAIN,
    /** Opens the latch of the emergency stop, and believes the next robot state. */
    UNLATCH
  }
}
