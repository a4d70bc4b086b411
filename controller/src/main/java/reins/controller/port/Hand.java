package reins.controller.port;

/** The driver of a gripper. Threads: the control loop's; neither blocks, allocates nor throws. */
interface Hand {
  /**
   * Copies the newest opening. {@code state} written.
   *
   * @return whether it has ever spoken
   */
  boolean read(RobotState state);

  /** The opening to have; NaN leaves it alone. Called in every tick. */
  void write(double width_m);
}
