package reins.policy.cockpit;

import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;

/**
 * Modes, faults and drivers in words that need no manual. A vehicle's state frame carries an arm's
 * modes and fault bits; here they read as what the vehicle does.
 */
record Words(boolean flies) {
  /** The words for a robot. */
  static Words of(Deployment config) {
    return new Words(config instanceof FlightTask.Resolved);
  }

  /**
   * What the controller does.
   *
   * @param faults bits of the tick
   */
  String mode(Mode mode, int faults) {
    return flies ? flight(mode, faults) : arm(mode);
  }

  private static String arm(Mode mode) {
    return switch (mode) {
      case BOOT -> "Waiting for the robot's state";
      case PREFLIGHT -> "Looking at the robot's state";
      case IDLE -> "Ready, not armed: no torque";
      case ARMING -> "Arming: comparing the payload at rest";
      case ACTIVE_POLICY -> "Following the policy";
      case INTERVENTION -> "Following a person";
      case HOLD -> "Holding still";
      case HOMING -> "Going back to the start pose";
      case RECOVERING -> "Braking until all is well";
      case SAFE_STOP -> "Stopped by a fault: damping only, until ~recover is called";
      case ESTOP -> "Emergency stop: damping only, until it is disarmed and ~reset_estop is called";
    };
  }

  private String flight(Mode mode, int faults) {
    String stop =
        stopped(mode, faults) ? "Emergency stop, latched until service reset_estop: " : "";
    boolean yielded = (faults & FlightFault.NOT_ACCEPTING) != 0;
    return stop
        + switch (mode) {
          case BOOT, PREFLIGHT -> "Waiting for the vehicle's state";
          case IDLE, ESTOP ->
              "Motors off, on the ground: the controller's services arm and take_off send it up";
          case ARMING -> "Taking off";
          case ACTIVE_POLICY -> "Following the policy";
          case INTERVENTION -> "Following a person";
          case HOLD -> yielded ? "The autopilot flies by itself" : "Hovering";
          case HOMING -> "Flying back to the start, or along a planned path";
          case RECOVERING -> "Landing: straight down until it stands";
          case SAFE_STOP -> "Emergency descent: sinking level without knowing where it is";
        };
  }

  /** What a fault bit means, by its index. */
  String fault(int bit) {
    return flies ? FlightFault.name(bit) : Fault.name(bit);
  }

  /** Whether the emergency stop is latched: a vehicle lands by it, in a mode of its own. */
  boolean stopped(Mode mode, int faults) {
    return mode == Mode.ESTOP || flies && (faults & Fault.ESTOP) != 0;
  }

  /** Who has the robot: policy, script, person or nobody. */
  static String driver(Mode mode, Source source) {
    if (mode == Mode.ACTIVE_POLICY) return "policy";
    if (mode != Mode.INTERVENTION) return "nobody";
    return source == Source.PERSON ? "person" : "script";
  }

  /** How worried to be: ok, wait or stop. */
  String tone(Mode mode, int faults) {
    if (mode.stopped() || stopped(mode, faults)) return "stop";
    return mode.acting() || mode == Mode.HOMING || mode == Mode.HOLD ? "ok" : "wait";
  }
}
