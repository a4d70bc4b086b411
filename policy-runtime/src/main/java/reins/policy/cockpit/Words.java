package reins.policy.cockpit;

import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;

/** Modes and drivers in words that need no manual. */
final class Words {
  private Words() {}

  /** What the controller does. */
  static String mode(Mode mode) {
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

  /** Who has the robot: policy, script, person or nobody. */
  static String driver(Mode mode, Source source) {
    if (mode == Mode.ACTIVE_POLICY) return "policy";
    if (mode != Mode.INTERVENTION) return "nobody";
    return source == Source.PERSON ? "person" : "script";
  }

  /** How worried to be: ok, wait or stop. */
  static String tone(Mode mode) {
    if (mode.stopped()) return "stop";
    return mode.acting() || mode == Mode.HOMING || mode == Mode.HOLD ? "ok" : "wait";
  }
}
