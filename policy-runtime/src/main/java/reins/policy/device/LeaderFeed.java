package reins.policy.device;

/** Takes the readings of a leader arm. Threads: those of its topics. */
interface LeaderFeed {
  /**
   * Takes a reading of the joints.
   *
   * @param now_ns when it came, on the loop's clock
   * @param q_rad [n]
   * @param gripper position of its gripper's joint; NaN where it has none
   */
  void accept(long now_ns, double[] q_rad, double gripper);

  /** Takes a reading of the clutch. */
  void clutch(long now_ns, boolean down);
}
