package reins.controller.safety;

import reins.contract.config.RobotConfig;
import reins.controller.port.ArmCommand;

/**
 * Keeps a commanded opening between closed and open; one that is not finite stays as it was.
 *
 * <p>Threads: the control loop's.
 */
final class WidthLimit {
  private final double width_max_m;
  private double last_m = Double.NaN;

  WidthLimit(RobotConfig.Gripper gripper) {
    width_max_m = gripper.width_max_m();
  }

  /** A width that was never set stays not a number: the port leaves the gripper alone. */
  void limit(ArmCommand command) {
    double wanted_m = command.width_m;
    if (Double.isFinite(wanted_m)) last_m = Math.clamp(wanted_m, 0.0, width_max_m);
    command.width_m = last_m;
  }
}
