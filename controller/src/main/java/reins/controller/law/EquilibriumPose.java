package reins.controller.law;

import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * For a robot that runs the spring itself: the reference is the pose that its spring pulls to.
 *
 * <p>Where the arm shall not follow, that pose is for a moment where the tool was when this began,
 * so that the spring goes slack; then nothing is said any more, and the robot holds what it heard
 * last. A robot that has stopped itself is told nothing at all: a person may be moving it.
 *
 * <p>Threads: the control loop's.
 */
public final class EquilibriumPose implements CommandLaw {
  private static final double SLACKEN_s = 0.2;

  private double stopped_s = SLACKEN_s;

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    command.width_m = setpoint.width_m;
    if (setpoint.mode.following()) {
      put(setpoint.p_base_ref_m, setpoint.q_base_ref, command);
      stopped_s = 0;
    } else {
      if (stopped_s == 0) put(state.p_base_tool_m, state.q_base_tool, command);
      stopped_s += Math.max(0, dt_s);
    }
    if (state.robot_fault != 0) stopped_s = SLACKEN_s;
    command.live = stopped_s < SLACKEN_s;
  }

  private static void put(double[] p_base_m, double[] q_base, ArmCommand command) {
    System.arraycopy(p_base_m, 0, command.p_base_tool_m, 0, 3);
    System.arraycopy(q_base, 0, command.q_base_tool, 0, 4);
  }
}
