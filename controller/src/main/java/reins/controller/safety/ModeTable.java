package reins.controller.safety;

import static reins.contract.exchange.Mode.ACTIVE_POLICY;
import static reins.contract.exchange.Mode.ARMING;
import static reins.contract.exchange.Mode.BOOT;
import static reins.contract.exchange.Mode.ESTOP;
import static reins.contract.exchange.Mode.HOLD;
import static reins.contract.exchange.Mode.HOMING;
import static reins.contract.exchange.Mode.IDLE;
import static reins.contract.exchange.Mode.INTERVENTION;
import static reins.contract.exchange.Mode.PREFLIGHT;
import static reins.contract.exchange.Mode.RECOVERING;
import static reins.contract.exchange.Mode.SAFE_STOP;

import java.util.ArrayList;
import java.util.List;
import reins.contract.exchange.Mode;
import reins.controller.safety.Move.Action;
import reins.controller.safety.Move.Event;
import reins.controller.safety.Move.Guard;

/**
 * Every legal move between modes, once. What is not in here is refused and counted.
 *
 * <p>Threads: any; immutable.
 */
public final class ModeTable {
  /** The rows. */
  public static final List<Move> MOVES = rows();

  private static final int MODES = Mode.values().length;

  private static final Move[] BY_MODE_AND_EVENT = index();

  private ModeTable() {}

  private static List<Move> rows() {
    List<Move> t = new ArrayList<>();
    // The way up.
    row(t, BOOT, Event.SEEN, Guard.STATE_FRESH, PREFLIGHT, Action.NONE);
    row(t, PREFLIGHT, Event.PASSED, Guard.STATE_FRESH, IDLE, Action.NONE);
    row(t, IDLE, Event.ARMED, Guard.AT_REST, ARMING, Action.START_CHECK);
    row(t, ARMING, Event.CHECKED, Guard.STATE_FRESH, HOLD, Action.ENGAGE);
    row(t, ARMING, Event.MISLOADED, Guard.NONE, IDLE, Action.DISARM);

    // Between the modes in which a law runs the reference goes on, so that no torque jumps: the
    // motion generator brakes, holds, follows and plans the way home as the mode has it.
    for (Mode from : List.of(HOLD, ACTIVE_POLICY, INTERVENTION, HOMING)) {
      follow(t, from, Event.POLICY, ACTIVE_POLICY);
      follow(t, from, Event.PERSON, INTERVENTION);
      follow(t, from, Event.HOME, HOMING);
      follow(t, from, Event.STAND, HOLD);
    }
    row(t, HOLD, Event.ABANDONED, Guard.NONE, IDLE, Action.NONE);
    row(t, HOLD, Event.FORSAKEN, Guard.NONE, SAFE_STOP, Action.NONE);

    // The robot's state goes away, and comes back.
    row(t, PREFLIGHT, Event.BLIND, Guard.NONE, BOOT, Action.NONE);
    row(t, IDLE, Event.BLIND, Guard.NONE, BOOT, Action.NONE);
    for (Mode from : List.of(ARMING, HOLD, ACTIVE_POLICY, INTERVENTION, HOMING))
      row(t, from, Event.BLIND, Guard.NONE, RECOVERING, Action.NONE);
    row(t, RECOVERING, Event.WELL, Guard.AT_REST, ARMING, Action.START_CHECK);

    // Down, from anywhere; an arm that moves is braked before it is let go.
    row(t, ARMING, Event.DISARMED, Guard.NONE, IDLE, Action.NONE);
    for (Mode from : List.of(HOLD, ACTIVE_POLICY, INTERVENTION, HOMING))
      row(t, from, Event.DISARMED, Guard.NONE, RECOVERING, Action.NONE);
    row(t, RECOVERING, Event.DISARMED, Guard.AT_REST, IDLE, Action.NONE);
    for (Mode from : Mode.values()) {
      if (!from.stopped()) row(t, from, Event.FAULT, Guard.NONE, SAFE_STOP, Action.NONE);
      if (from != ESTOP) row(t, from, Event.TRIPPED, Guard.NONE, ESTOP, Action.NONE);
    }

    // Up again, only where a person says so; who asks a robot that refused asks again.
    row(t, RECOVERING, Event.RECOVER, Guard.STATE_FRESH, RECOVERING, Action.TRUST_AGAIN);
    row(t, SAFE_STOP, Event.RECOVER, Guard.STATE_FRESH, RECOVERING, Action.TRUST_AGAIN);
    row(t, ESTOP, Event.RESET, Guard.NOT_ARMED, IDLE, Action.UNLATCH);
    return List.copyOf(t);
  }

  private static void follow(List<Move> t, Mode from, Event on, Mode to) {
    if (from != to) row(t, from, on, Guard.NONE, to, Action.NONE);
  }

  private static void row(List<Move> t, Mode from, Event on, Guard guard, Mode to, Action action) {
    t.add(new Move(from, on, guard, to, action));
  }

  private static Move[] index() {
    Move[] moves = new Move[MODES * Event.values().length];
    for (Move move : MOVES) {
      int at = at(move.from(), move.on());
      if (moves[at] != null) throw new IllegalStateException("two moves: " + move);
      moves[at] = move;
    }
    return moves;
  }

  private static int at(Mode from, Event on) {
    return on.ordinal() * MODES + from.ordinal();
  }

  /** The move from a mode on an event, or null where there is none. */
  static Move find(Mode from, Event on) {
    return BY_MODE_AND_EVENT[at(from, on)];
  }
}
