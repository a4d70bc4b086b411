package reins.controller.port;

/** An arm without a gripper. Threads: the control loop's. */
final class NoHand implements Hand {
  @Override
  public boolean read(RobotState state) {
    state.width_m = 0;
    return true;
  }

  @Override
  public void write(double width_m) {}
}
