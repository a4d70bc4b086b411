package reins.contract.exchange;

/**
 * The contract's fault bits as they read for a vehicle in the air, and the one that arms do not
 * have.
 */
public final class FlightFault {
  /** The vehicle is outside of its fence. */
  public static final int OUTSIDE_FENCE = Fault.OUTSIDE_WORKSPACE;

  /** The reference would have left the fence: clipped. */
  public static final int FENCE_CLIPPED = Fault.WORKSPACE_CLIPPED;

  /** So far outside that it lands where it is. */
  public static final int FENCE_BREACHED = Fault.STATE_LOST;

  /** It tumbles: tilted beyond what any manoeuvre needs, for a while. */
  public static final int TILT_LOST = Fault.JOINT_BEYOND;

  /** Faster than the vehicle may fly. */
  public static final int TOO_FAST = Fault.JOINT_TOO_FAST;

  /** The autopilot flies by itself: a pilot or its own failsafe took over. */
  public static final int NOT_ACCEPTING = Fault.ROBOT_REFLEX;

  /** The autopilot's heartbeat is lost: set-points may still arrive, so it lands. */
  public static final int HEARTBEAT_LOST = Fault.PAYLOAD_MISMATCH;

  /** Thrust was cut to what the motors give, or to the tilt allowed. */
  public static final int THRUST_CLIPPED = Fault.TORQUE_CLIPPED;

  /** Body rates were cut to their limits. */
  public static final int RATES_CLIPPED = Fault.TORQUE_RATE_CLIPPED;

  /** The pack's voltage under load is low. */
  public static final int BATTERY_LOW = 1 << 31;

  private FlightFault() {}

  /** Short words for one bit's index, as they read for a vehicle. */
  public static String name(int bit) {
    return switch (1 << bit) {
      case OUTSIDE_FENCE -> "outside fence";
      case FENCE_CLIPPED -> "fence clipped";
      case FENCE_BREACHED -> "fence breached";
      case TILT_LOST -> "tilt lost";
      case TOO_FAST -> "too fast";
      case NOT_ACCEPTING -> "autopilot not accepting";
      case HEARTBEAT_LOST -> "heartbeat lost";
      case THRUST_CLIPPED -> "thrust clipped";
      case RATES_CLIPPED -> "rates clipped";
      case BATTERY_LOW -> "battery low";
      default -> Fault.name(bit);
    };
  }
}
