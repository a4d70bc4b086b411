package reins.contract.exchange;

/** What the policy process asks the controller to do; stored by ordinal. */
public enum Command {
  /** Stand still, compliant, at the present set-point. */
  HOLD,
  /** Execute the action. */
  ACT,
  /** Open the gripper and go to the task's reset pose. */
  HOME,
  /** A person's device says stop: trips the emergency stop, whatever else the frame holds. */
  ESTOP,
  /** Whoever flew it is lost: a quadrotor lands where it is; an arm, which cannot, stands still. */
  LAND
}
