package reins.policy.human;

/** What becomes of the robot when the page or device that has it falls silent. */
public enum LinkLoss {
  /** It holds still until somebody presses start. */
  HOLD,
  /** The policy goes on. */
  POLICY,
  /** It holds, and lands where it is once the link is given up: quadrotors only. */
  LAND
}
