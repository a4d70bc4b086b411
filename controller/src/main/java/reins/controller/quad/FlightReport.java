package reins.controller.quad;

import java.util.Arrays;
import reins.contract.exchange.StateFrame;

/**
 * Fills the state frame of a vehicle: its body stands where an arm's tool does.
 *
 * <p>Threads: the control loop's.
 */
final class FlightReport {
  private final StateFrame frame = new StateFrame();
  private final FlightState state;
  private final Reference reference;
  private final FlightInbox inbox;
  private final double[] w_rad_s = new double[3];

  FlightReport(FlightState state, Reference reference, FlightInbox inbox) {
    this.state = state;
    this.reference = reference;
    this.inbox = inbox;
  }

  /** The frame published last. */
  StateFrame last() {
    return frame;
  }

  void realtimeDegraded(boolean degraded) {
    frame.realtime_degraded = degraded ? 1 : 0;
  }

  /** The frame of this tick. */
  StateFrame of(long now_ns, FlightMode mode, boolean returned, int fault) {
    frame.seq++;
    frame.stamp_ns = now_ns;
    frame.robot_stamp_ns = state.stamp_ns;
    frame.action_seq = inbox.seq();
    frame.mode = mode.reported().ordinal();
    frame.faults = fault;
    frame.homed = returned ? 1 : 0;
    Rotations.apply(state.r_world_body, state.w_body_rad_s, w_rad_s);
    for (int i = 0; i < 3; i++) {
      frame.p_base_tool_m[i] = state.p_m[i];
      frame.v_base_tool[i] = state.v_m_s[i];
      frame.v_base_tool[3 + i] = w_rad_s[i];
      frame.p_setpoint_m[i] = reference.p_m[i];
    }
    for (int i = 0; i < 4; i++) frame.q_base_tool[i] = state.q_world_body[i];
    Arrays.fill(frame.executed, 0);
    if (mode.acting())
      for (int i = 0; i < FlightInbox.ACTION; i++) frame.executed[i] = inbox.action()[i];
    return frame;
  }
}
