package reins.policy.cockpit;

/** What becomes of the robot when the page that has it falls silent. */
public enum LinkLoss {
  /** It holds still until somebody presses start. */
  HOLD,
  /** The policy goes on. */
  POLICY
}
