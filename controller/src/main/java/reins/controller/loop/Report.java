package reins.controller.loop;

import java.util.Arrays;
import reins.contract.exchange.StateFrame;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/** Tells the policy process what was measured, admitted and commanded. Threads: the loop's. */
final class Report {
  private final StateFrame frame = new StateFrame();
  private final RobotState state;
  private final Setpoint setpoint;
  private final ArmCommand command;

  Report(RobotState state, Setpoint setpoint, ArmCommand command) {
    this.state = state;
    this.setpoint = setpoint;
    this.command = command;
    Arrays.fill(frame.q_rad, Double.NaN);
    Arrays.fill(frame.dq_rad_s, Double.NaN);
    Arrays.fill(frame.tau_cmd_Nm, Double.NaN);
  }

  void realtimeDegraded(boolean degraded) {
    frame.realtime_degraded = degraded ? 1 : 0;
  }

  /** The frame of this tick, the same object every time. */
  StateFrame of(long now_ns, int fault) {
    frame.seq++;
    frame.stamp_ns = now_ns;
    frame.robot_stamp_ns = state.stamp_ns;
    frame.action_seq = setpoint.action_seq;
    frame.mode = setpoint.mode.ordinal();
    frame.faults = fault;
    frame.homed = setpoint.homed ? 1 : 0;
    int n = state.n();
    System.arraycopy(state.q_rad, 0, frame.q_rad, 0, n);
    System.arraycopy(state.dq_rad_s, 0, frame.dq_rad_s, 0, n);
    System.arraycopy(command.tau_Nm, 0, frame.tau_cmd_Nm, 0, n);
    System.arraycopy(state.p_base_tool_m, 0, frame.p_base_tool_m, 0, 3);
    System.arraycopy(state.q_base_tool, 0, frame.q_base_tool, 0, 4);
    System.arraycopy(state.v_base_tool, 0, frame.v_base_tool, 0, 6);
    System.arraycopy(setpoint.p_base_ref_m, 0, frame.p_setpoint_m, 0, 3);
    frame.width_m = state.width_m;
    frame.width_cmd_m = command.width_m;
    System.arraycopy(setpoint.changed, 0, frame.changed, 0, setpoint.changed.length);
    System.arraycopy(setpoint.executed, 0, frame.executed, 0, setpoint.executed.length);
    return frame;
  }

  /** The frame published last. */
  StateFrame last() {
    return frame;
  }
}
