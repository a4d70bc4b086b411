package reins.controller.quad;

/**
 * A planned path over time.
 *
 * <p>Threads: the control loop's, which calls it in a tick: it neither allocates nor throws.
 */
public interface Path {
  /**
   * Where the vehicle should be.
   *
   * @param t_s since the path began
   * @param out position, velocity, acceleration, jerk, yaw and its rate written
   * @return false where the path has ended
   */
  boolean at(double t_s, Reference out);
}
