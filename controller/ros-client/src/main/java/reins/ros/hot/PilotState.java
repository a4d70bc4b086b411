package reins.ros.hot;

import java.util.List;

/** mavros_msgs/State: whether an autopilot is there, armed, and in which mode. */
public final class PilotState {
  /** PX4's modes as MAVROS writes them; a mode's number is its place here, 0 any other. */
  public static final List<String> MODES =
      List.of(
          "",
          "OFFBOARD",
          "AUTO.LAND",
          "AUTO.LOITER",
          "AUTO.RTL",
          "POSCTL",
          "ALTCTL",
          "STABILIZED",
          "MANUAL",
          "ACRO",
          "AUTO.READY",
          "AUTO.TAKEOFF",
          "AUTO.MISSION");

  /** The number of the mode in which PX4 follows set-points. */
  public static final int OFFBOARD = 1;

  /** The number of PX4's own landing. */
  public static final int LAND = 2;

  public int seq;
  public long stamp_ns;
  public boolean connected;
  public boolean armed;

  /** Place in {@link #MODES}. */
  public int mode;
}
