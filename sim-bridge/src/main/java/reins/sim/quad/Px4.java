package reins.sim.quad;

import java.util.Map;
import java.util.TreeMap;
import reins.contract.config.PilotConfig;
import reins.controller.quad.FlightCommand;
import reins.ros.hot.PilotState;

/**
 * PX4's rules above its loops: what it arms, when it enters and leaves Offboard, and what it does
 * then.
 *
 * <p>Threads: one.
 *
 * <p>Source: PX4's parameter reference and Offboard documentation (set-points at more than 2 Hz for
 * a second before Offboard; COM_OF_LOSS_T; COM_OBL_RC_ACT; GF_ACTION; auto-disarm after 2 s on the
 * ground); MAV_RESULT of MAVLink.
 */
final class Px4 {
  static final int ACCEPTED = 0;
  static final int TEMPORARILY_REJECTED = 1;
  static final int DENIED = 2;

  private static final double STREAM_s = 1.0;
  private static final double GAP_s = 0.5;
  private static final double DISARM_s = 2.0;
  private static final double LEVEL = Math.cos(Math.toRadians(20));
  private static final int LAND = 4;
  private static final int HOLD = 5;
  private static final int DISARM = 7;
  private static final int FENCE_LANDS = 5;

  private final Vehicle vehicle;
  private final Map<String, Double> parameters = new TreeMap<>();
  private boolean armed;
  private int mode = PilotState.MODES.indexOf("AUTO.LOITER");
  private double streamed_s;
  private double standing_s;

  /** An autopilot that is set as a rig expects, in the middle of each range. */
  Px4(Vehicle vehicle, PilotConfig.Mavros rig) {
    this.vehicle = vehicle;
    rig.parameters().forEach((name, range) -> parameters.put(name, (range[0] + range[1]) / 2));
    parameters.put(PilotConfig.Mavros.LOSS_TIME, rig.parameters().get("COM_OF_LOSS_T")[1]);
    parameters.put("MPC_THR_HOVER", vehicle.q.hoverThrust());
    vehicle.autopilot.offboard(false);
    vehicle.autopilot.arm(false);
  }

  /** Its parameters by name. */
  Map<String, Double> parameters() {
    return parameters;
  }

  /** A set-point arrived. */
  void accept(FlightCommand command) {
    vehicle.autopilot.accept(command);
  }

  /** A station asks for a mode. Returns whether it is granted. */
  boolean mode(String name) {
    int wanted = PilotState.MODES.indexOf(name);
    if (wanted <= 0) return false;
    if (wanted == PilotState.OFFBOARD && streamed_s < STREAM_s) return false;
    enter(wanted);
    return true;
  }

  private void enter(int wanted) {
    mode = wanted;
    boolean offboard = wanted == PilotState.OFFBOARD;
    if (offboard != vehicle.autopilot.offboard()) vehicle.autopilot.offboard(offboard);
    vehicle.autopilot.sinks(wanted == PilotState.LAND ? 0.7 : 0);
  }

  /** A station arms or disarms it. Returns a MAV_RESULT. */
  int arm(boolean on) {
    if (on && vehicle.battery_V < vehicle.q.battery_low_V()) return DENIED;
    if (on && vehicle.r[8] < LEVEL) return TEMPORARILY_REJECTED;
    if (!on && !vehicle.onGround()) return DENIED;
    arming(on);
    return ACCEPTED;
  }

  private void arming(boolean on) {
    armed = on;
    standing_s = 0;
    vehicle.autopilot.arm(on);
  }

  /** One step of its rules, after the vehicle's. */
  void step(double dt_s) {
    double silent_s = vehicle.autopilot.silent_s();
    streamed_s = silent_s < GAP_s ? streamed_s + dt_s : 0;
    if (mode == PilotState.OFFBOARD && silent_s > parameters.get(PilotConfig.Mavros.LOSS_TIME))
      lost();
    if (armed && outside()) enter(PilotState.LAND);
    boolean stands = vehicle.onGround() && mode != PilotState.OFFBOARD;
    standing_s = stands ? standing_s + dt_s : 0;
    if (armed && standing_s > DISARM_s) arming(false);
  }

  private void lost() {
    switch (parameters.get("COM_OBL_RC_ACT").intValue()) {
      case HOLD -> enter(PilotState.MODES.indexOf("AUTO.LOITER"));
      case DISARM -> {
        enter(PilotState.LAND);
        arming(false);
      }
      // Nobody holds a stick here: whatever else asks for a pilot comes down.
      case LAND -> enter(PilotState.LAND);
      default -> enter(PilotState.LAND);
    }
  }

  private boolean outside() {
    return parameters.get("GF_ACTION").intValue() == FENCE_LANDS
        && (Math.hypot(vehicle.p_m[0], vehicle.p_m[1]) > parameters.get("GF_MAX_HOR_DIST")
            || vehicle.p_m[2] > parameters.get("GF_MAX_VER_DIST"));
  }

  boolean armed() {
    return armed;
  }

  /** Place in {@link PilotState#MODES}. */
  int mode() {
    return mode;
  }

  /** Whether set-points fly it. */
  boolean follows() {
    return armed && mode == PilotState.OFFBOARD;
  }
}
