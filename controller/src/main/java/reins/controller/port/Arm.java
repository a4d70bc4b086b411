package reins.controller.port;

/**
 * The driver of an arm, as the port speaks to it.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's and neither block, allocate
 * nor throw; {@link #prepare} is the main thread's.
 */
interface Arm {
  /**
   * Copies the newest measurement, its arrival into {@code stamp_ns}.
   *
   * @param now_ns the tick's time
   * @param state written
   */
  void read(long now_ns, RobotState state);

  void write(ArmCommand command);

  /**
   * Tells the driver what has to be true before it is commanded.
   *
   * <p>Errors: {@link IllegalStateException} in one line where it does not agree.
   */
  void prepare();
}
