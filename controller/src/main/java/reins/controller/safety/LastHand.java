package reins.controller.safety;

import reins.contract.exchange.Fault;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;
import reins.controller.safety.barrier.TorqueWindow;

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

  /**
   * The torques that may be commanded in a tick of this length, after the last one's; null where
   * the robot takes none: its own controller keeps the barriers then.
   */
  default TorqueWindow window(RobotState state, double dt_s) {
    return null;
  }

  /** Whether the robot may be left alone: nothing that was commanded still acts on it. */
  boolean relaxed();
}
