package reins.sim.lockstep;

import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.sim.world.ArmWorld;

/** The simulated robot as the control loop's port, without anything in between. */
final class WorldPort implements Port {
  private final ArmWorld world;

  WorldPort(ArmWorld world) {
    this.world = world;
  }

  @Override
  public int read(long now_ns, RobotState state) {
    world.q_rad(state.q_rad);
    world.dq_rad_s(state.dq_rad_s);
    world.tau_measured_Nm(state.tau_measured_Nm);
    state.width_m = world.width_m();
    state.stamp_ns = now_ns;
    return 0;
  }

  @Override
  public void write(ArmCommand command) {
    world.applyTorque(command.tau_Nm);
    if (Double.isFinite(command.width_m)) world.commandWidth(command.width_m);
  }
}
