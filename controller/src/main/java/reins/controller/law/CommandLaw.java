package reins.controller.law;

import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * From what the arm shall do to what its driver is told: torques, a pose, joint speeds.
 *
 * <p>Threads: the control loop's.
 */
public interface CommandLaw {
  /**
   * The command of this tick.
   *
   * @param command written
   */
  void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command);
}
