package reins.controller.safety;

import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.port.RobotState;
import reins.controller.safety.Move.Event;
import reins.controller.safety.Move.Guard;

/**
 * Keeps the controller's mode: finds out what happened in this tick, and makes the move that {@link
 * ModeTable} allows for it, at most one a tick besides what the running frame asks for.
 *
 * <p>Threads: the control loop's.
 */
final class Supervisor {
  private static final double REST_rad_s = 0.05;

  private final Panel panel;
  private final PayloadCheck payload;
  private final double missed_ticks_s;
  private final long idle_ns;
  private final Event abandoned;
  private Mode mode = Mode.BOOT;
  private boolean wanted = true;
  private boolean asked;
  private boolean askedAgain;
  private boolean fresh;
  private boolean resting;

  Supervisor(RigConfig.Resolved config, Panel panel) {
    this.panel = panel;
    payload = new PayloadCheck(config);
    var ladder = config.rig().safety().ladder();
    missed_ticks_s = ladder.missed_ticks_s();
    idle_ns = Math.round(1e9 * ladder.action_idle_s());
    abandoned = ladder.action_then().equals("idle") ? Event.ABANDONED : Event.FORSAKEN;
  }

  /** What the controller is doing. */
  Mode mode() {
    return mode;
  }

  /** A tick threw: nobody asks the table any more. */
  void stop() {
    if (!mode.stopped()) mode = Mode.SAFE_STOP;
    panel.stands(true);
  }

  /** A frame came: whoever had left is back. */
  void wanted() {
    wanted = true;
  }

  /** Looks at the state before anything is asked of the table. */
  int look(double gap_s, double dt_s, int fault, RobotState state) {
    fresh = (fault & Fault.STATE_STALE) == 0;
    askedAgain = false;
    resting = true;
    for (double dq : state.dq_rad_s) resting &= Math.abs(dq) < REST_rad_s;
    if (mode == Mode.ARMING) weigh(dt_s, state);
    panel.stands(mode.stopped());
    int found = panel.estop().tripped() ? Fault.ESTOP : 0;
    // One that recovers waits for the others instead.
    if (mode.armed() && mode != Mode.RECOVERING && panel.otherStands())
      found |= Fault.OTHER_ARM_STOPPED;
    if (mode.following() && gap_s > missed_ticks_s) found |= Fault.TICKS_MISSED;
    if (mode == Mode.ARMING && payload.done()) found |= payload.verdict();
    return found;
  }

  /** An arm that still swings in a brake of its own shows that brake's torque, not its weight. */
  private void weigh(double dt_s, RobotState state) {
    if (resting) payload.add(dt_s, state);
    else payload.start();
  }

  /**
   * What happened outside of the running frame, the gravest first; null where nothing did.
   *
   * @param silent_ns since the policy process last said anything
   */
  Event event(int fault, long silent_ns) {
    if (panel.estop().tripped() && mode != Mode.ESTOP) return Event.TRIPPED;
    if (panel.estop().resetAsked()) return Event.RESET;
    if ((fault & stopping()) != 0 && !mode.stopped()) return Event.FAULT;
    if (panel.takeRecover()) return Event.RECOVER;
    if (!panel.armed() && mode.armed() && (mode != Mode.RECOVERING || fresh && resting))
      return Event.DISARMED;
    if (!fresh && sees()) return Event.BLIND;
    if (mode == Mode.HOLD && silent_ns > idle_ns) return abandoned;
    return mode.following() ? null : ahead(fault);
  }

  /** The next step on the way up, where it is due. */
  private Event ahead(int fault) {
    if (mode == Mode.BOOT) return fresh ? Event.SEEN : null;
    if (mode == Mode.PREFLIGHT) return (fault & Fault.JOINT_BEYOND) == 0 ? Event.PASSED : null;
    if (mode == Mode.IDLE)
      return panel.armed() && wanted && resting && !panel.otherStands() ? Event.ARMED : null;
    if (mode == Mode.ARMING && payload.done())
      return (fault & Fault.PAYLOAD_MISMATCH) == 0 ? Event.CHECKED : Event.MISLOADED;
    boolean well = fresh && resting && (fault & Fault.ROBOT_REFLEX) == 0;
    return mode == Mode.RECOVERING && well && !panel.otherStands() ? Event.WELL : null;
  }

  /**
   * Whether a person has asked to recover: only then is a robot's own stop cleared, once for every
   * time that this begins; hence not in the tick in which a person asks again.
   */
  boolean clearing() {
    return mode == Mode.RECOVERING && asked && !askedAgain;
  }

  /** Loss counts only while it recovers; the robot's own stop does not while it is cleared. */
  private int stopping() {
    if (clearing()) return Fault.STOPPING & ~Fault.ROBOT_REFLEX;
    return mode == Mode.RECOVERING ? Fault.STOPPING : Fault.STOPPING & ~Fault.STATE_LOST;
  }

  private boolean sees() {
    return mode == Mode.PREFLIGHT || mode == Mode.IDLE || mode == Mode.ARMING || mode.following();
  }

  /**
   * Makes the move that the table has for an event.
   *
   * @return the move made, or null where it was refused
   */
  Move raise(Event event) {
    Move move = ModeTable.find(mode, event);
    boolean made = move != null && holds(move.guard());
    if (event == Event.RESET) {
      if (made) panel.estop().grant();
      panel.estop().answered();
      made &= !panel.estop().tripped();
    }
    if (!made) return null;
    mode = move.to();
    asked = event == Event.RECOVER;
    askedAgain = asked && move.from() == Mode.RECOVERING;
    switch (move.action()) {
      case START_CHECK -> payload.start();
      case DISARM -> panel.arm(false);
      default -> {}
    }
    if (event == Event.ABANDONED) wanted = false;
    return move;
  }

  private boolean holds(Guard guard) {
    return switch (guard) {
      case AT_REST -> fresh && resting;
      case STATE_FRESH -> fresh;
      case NOT_ARMED -> !panel.armed();
      default -> true;
    };
  }
}
