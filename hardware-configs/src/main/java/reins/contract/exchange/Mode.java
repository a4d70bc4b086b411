package reins.contract.exchange;

/**
 * What the controller is doing; stored by ordinal. Which mode may follow which is one table: {@code
 * reins.controller.safety.ModeTable}.
 */
public enum Mode {
  /** No robot state has arrived yet, or none arrives any more: no torque. */
  BOOT,
  /** A robot state arrives and is looked at: no torque. */
  PREFLIGHT,
  /** Ready and not armed: no torque. */
  IDLE,
  /** Armed; the payload is compared with the model at rest: no torque. */
  ARMING,
  /** Follows the policy's actions. */
  ACTIVE_POLICY,
  /** Follows the actions of a person, or of a script that plays one. */
  INTERVENTION,
  /** Holds its set-point: commanded so, or the action went stale. */
  HOLD,
  /** On its way to the reset pose. */
  HOMING,
  /** Brakes until state and robot are well and the arm rests; then ARMING, or IDLE if disarmed. */
  RECOVERING,
  /** Stopped by a fault: damping only, until a person asks to recover. */
  SAFE_STOP,
  /** Emergency stop: damping only, latched until a person resets it while disarmed. */
  ESTOP;

  private static final Mode[] ALL = values();

  /** The mode of an ordinal. */
  public static Mode of(int ordinal) {
    return ALL[ordinal];
  }

  /** Whether the arm follows actions, a policy's or a person's. */
  public boolean acting() {
    return this == ACTIVE_POLICY || this == INTERVENTION;
  }

  /** Whether a control law moves the arm or holds it. */
  public boolean following() {
    return acting() || this == HOLD || this == HOMING;
  }

  /** Whether the torque only takes energy out of the arm. */
  public boolean braking() {
    return this == RECOVERING || stopped();
  }

  /** Whether the arm stands still until a person does something. */
  public boolean stopped() {
    return this == SAFE_STOP || this == ESTOP;
  }

  /** Whether taking the arm's arming away ends this mode. */
  public boolean armed() {
    return following() || this == ARMING || this == RECOVERING;
  }
}
