package reins.controller.law;

import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * A feedback law from state and set-point to joint torques.
 *
 * <p>Threads: the control loop's. Neither method allocates, waits or throws.
 */
public interface Law {
  /**
   * Comes into force in this tick, before its first {@link #compute}: what it remembers of earlier
   * times is gone.
   *
   * @param soft whether the arm had no stiffness before: it then grows from zero
   */
  void start(boolean soft);

  /**
   * Torques for this tick, without gravity, which the robot adds.
   *
   * @param command its torques are written; its {@code limited} is read
   */
  void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command);
}
