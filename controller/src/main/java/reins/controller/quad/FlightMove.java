package reins.controller.quad;

/**
 * One legal move between modes: a row of {@link FlightTable}.
 *
 * @param guard what has to be true besides, or the move is refused
 * @param action what is done on the way
 */
public record FlightMove(FlightMode from, Event on, Guard guard, FlightMode to, Action action) {
  /** What happens to a vehicle, the gravest first. */
  public enum Event {
    /** Its state is too old, not believable, or it tumbles. */
    BLIND,
    /** The autopilot no longer takes set-points. */
    TAKEN,
    /**
     * It has to: emergency stop, low battery, fence breached, too fast, heartbeat lost, policy
     * process silent, a person says land, a take-off that does not arrive, it was blind, its
     * process ends.
     */
    LAND,
    /** The open-loop descent took as long as it may. */
    SPENT,
    /** A believable state again. */
    SEEN,
    /** The autopilot takes set-points again. */
    GIVEN,
    /** It is in the air without having been sent there: somebody else flies it. */
    ALOFT,
    /** It stands on the ground. */
    TOUCHED,
    /** It is at its height. */
    REACHED,
    /** A person asks for take-off. */
    TAKE_OFF,
    /** A planned path is to be flown. */
    FOLLOW,
    /** The policy process asks it to a place. */
    HOME,
    /** An action of the policy is admitted. */
    POLICY,
    /** An action of a person is admitted. */
    PERSON,
    /** Nothing may be executed: commanded so, refused, stale, or the path ended. */
    STAND
  }

  /** Conditions of a move. */
  public enum Guard {
    NONE,
    /**
     * Armed, seen, on the ground and upright, battery charged, autopilot willing, no emergency
     * stop, its process neither beginning nor ending.
     */
    READY,
    /** A person began to fly it since it last was told to land, and nothing forbids that. */
    TAKES_OVER
  }

  /** What a move does besides starting the next mode's reference at what is measured. */
  public enum Action {
    NONE,
    /** Takes the arming away, so that a person has to arm again. */
    DISARM,
    /** What it had to land for is a person's to judge now. */
    RELIEVE
  }
}
