package reins.contract.exchange;

/** What the controller is doing; stored by ordinal. */
public enum Mode {
  /** Not armed: the command is zero torque. */
  IDLE,
  /** Follows admitted actions. */
  ACTIVE,
  /** Holds its set-point: commanded so, or the action went stale. */
  HOLD,
  /** On its way to the reset pose. */
  HOMING,
  /** Stopped by a fault: damping only, until the process is restarted. */
  SAFE_STOP
}
