package reins.controller.law;

import java.util.Arrays;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/** No torque: the arm carries only its own weight. Threads: the control loop's. */
final class Relaxed implements Law {
  @Override
  public void start(boolean soft) {}

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    Arrays.fill(command.tau_Nm, 0.0);
  }
}
