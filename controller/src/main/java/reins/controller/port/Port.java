package reins.controller.port;

/**
 * A robot, as the control loop sees it: over ROS topics or in lockstep with a simulator.
 *
 * <p>Threads: the control loop's. No method may block, allocate or throw.
 */
public interface Port {
  /**
   * Copies the newest measurement, where one arrived since the last call: {@code q_rad}, {@code
   * dq_rad_s}, {@code width_m}, {@code tau_measured_Nm} where the robot measures it, and {@code
   * stamp_ns} (arrival, by the controller's clock). Without a new one the state stays as it is and
   * ages; the gate judges its age.
   *
   * @param now_ns the tick's time
   * @param state written
   * @return bits of {@link reins.contract.exchange.Fault} that the port itself knows of, usually 0;
   *     {@code ROBOT_REFLEX} as long as the robot itself has stopped
   */
  int read(long now_ns, RobotState state);

  /** Takes torques and the gripper's opening; {@link #send} may be what sends them. */
  void write(ArmCommand command);

  /** Sends what was written, behind the tick, where {@link #write} only left it. */
  default void send() {}
}
