package reins.controller.safety;

import reins.contract.exchange.Fault;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/** Bounds what leaves for the robot, whatever came before. Threads: the control loop's. */
public interface LastHand {
  /**
   * Bounds the command.
   *
   * @param setpoint what its layers changed is written
   * @param command written
   * @return bits of {@link Fault}
   */
  int limit(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command);

  /** Whether the robot may be left alone: nothing that was commanded still acts on it. */
  boolean relaxed();
}
