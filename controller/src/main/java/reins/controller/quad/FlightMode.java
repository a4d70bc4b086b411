package reins.controller.quad;

import reins.contract.exchange.Mode;

/** What a vehicle's controller is doing. Which may follow which is one table: FlightTable. */
public enum FlightMode {
  /** Motors off on the ground; nothing is sent to a vehicle that is not known to stand there. */
  OFF(Mode.IDLE),
  /** Climbs straight to its height. */
  TAKE_OFF(Mode.ARMING),
  /** Brakes and stays. */
  HOVER(Mode.HOLD),
  /** Follows a planned path. */
  PATH(Mode.HOMING),
  /** Flies straight to the place that the policy process names, and stays there. */
  RETURN(Mode.HOMING),
  /** Follows the policy's actions. */
  POLICY(Mode.ACTIVE_POLICY),
  /** Follows a person's actions. */
  INTERVENTION(Mode.INTERVENTION),
  /** Brakes, then sinks straight down until it stands. */
  LANDING(Mode.RECOVERING),
  /** Sinks level without knowing where it is, for a bounded time. */
  EMERGENCY_DESCENT(Mode.SAFE_STOP),
  /**
   * The autopilot, or a pilot, flies: set-points say what is, so that taking over again is smooth;
   * where nothing is seen, or it stands, they stay away.
   */
  YIELDED(Mode.HOLD);

  private final Mode reported;

  FlightMode(Mode reported) {
    this.reported = reported;
  }

  /** The mode that the state frame carries. */
  public Mode reported() {
    return reported;
  }

  /** Whether it follows actions, a policy's or a person's. */
  public boolean acting() {
    return this == POLICY || this == INTERVENTION;
  }

  /** Whether it waits for frames of the policy process, and lands without. */
  public boolean listening() {
    return acting() || this == HOVER || this == RETURN;
  }

  /** Whether position feedback flies it. */
  public boolean steering() {
    return listening() || this == TAKE_OFF || this == PATH || this == LANDING;
  }
}
