package reins.controller.quad;

import static reins.controller.quad.FlightMode.EMERGENCY_DESCENT;
import static reins.controller.quad.FlightMode.HOVER;
import static reins.controller.quad.FlightMode.INTERVENTION;
import static reins.controller.quad.FlightMode.LANDING;
import static reins.controller.quad.FlightMode.OFF;
import static reins.controller.quad.FlightMode.PATH;
import static reins.controller.quad.FlightMode.POLICY;
import static reins.controller.quad.FlightMode.RETURN;
import static reins.controller.quad.FlightMode.TAKE_OFF;
import static reins.controller.quad.FlightMode.YIELDED;

import java.util.ArrayList;
import java.util.List;
import reins.controller.quad.FlightMove.Action;
import reins.controller.quad.FlightMove.Event;
import reins.controller.quad.FlightMove.Guard;

/**
 * Every legal move between a vehicle's modes, once. What is not in here is refused and counted.
 *
 * <p>Threads: any; immutable.
 */
public final class FlightTable {
  /** The rows. */
  public static final List<FlightMove> MOVES = rows();

  private static final int MODES = FlightMode.values().length;

  private static final FlightMove[] BY_MODE_AND_EVENT = index();

  private FlightTable() {}

  private static List<FlightMove> rows() {
    List<FlightMove> t = new ArrayList<>();
    // Up.
    row(t, OFF, Event.TAKE_OFF, Guard.READY, TAKE_OFF, Action.NONE);
    row(t, TAKE_OFF, Event.REACHED, Guard.NONE, HOVER, Action.NONE);
    // A pilot took off, or a controller was started anew under it: never cut its motors.
    row(t, OFF, Event.ALOFT, Guard.NONE, YIELDED, Action.NONE);

    // In the air: the policy, a person and a path take turns; a person may always.
    for (FlightMode from : List.of(HOVER, PATH, RETURN, POLICY, INTERVENTION)) {
      if (from != PATH) follow(t, from, Event.POLICY, POLICY);
      if (from != PATH) follow(t, from, Event.HOME, RETURN);
      follow(t, from, Event.PERSON, INTERVENTION);
      follow(t, from, Event.STAND, HOVER);
    }
    row(t, HOVER, Event.FOLLOW, Guard.NONE, PATH, Action.NONE);
    row(t, LANDING, Event.PERSON, Guard.TAKES_OVER, INTERVENTION, Action.RELIEVE);

    // Down, from anywhere in the air.
    for (FlightMode from : List.of(TAKE_OFF, HOVER, PATH, RETURN, POLICY, INTERVENTION)) {
      row(t, from, Event.LAND, Guard.NONE, LANDING, Action.NONE);
      row(t, from, Event.BLIND, Guard.NONE, EMERGENCY_DESCENT, Action.NONE);
      row(t, from, Event.TAKEN, Guard.NONE, YIELDED, Action.NONE);
    }
    row(t, LANDING, Event.BLIND, Guard.NONE, EMERGENCY_DESCENT, Action.NONE);
    row(t, LANDING, Event.TAKEN, Guard.NONE, YIELDED, Action.NONE);
    row(t, LANDING, Event.TOUCHED, Guard.NONE, OFF, Action.DISARM);
    row(t, EMERGENCY_DESCENT, Event.TOUCHED, Guard.NONE, OFF, Action.DISARM);
    row(t, EMERGENCY_DESCENT, Event.SEEN, Guard.NONE, LANDING, Action.NONE);
    row(t, EMERGENCY_DESCENT, Event.SPENT, Guard.NONE, OFF, Action.DISARM);

    // Somebody else flew it.
    row(t, YIELDED, Event.GIVEN, Guard.NONE, HOVER, Action.NONE);
    row(t, YIELDED, Event.LAND, Guard.NONE, LANDING, Action.NONE);
    row(t, YIELDED, Event.BLIND, Guard.NONE, EMERGENCY_DESCENT, Action.NONE);
    row(t, YIELDED, Event.TOUCHED, Guard.NONE, OFF, Action.DISARM);
    return List.copyOf(t);
  }

  private static void follow(List<FlightMove> t, FlightMode from, Event on, FlightMode to) {
    if (from != to) row(t, from, on, Guard.NONE, to, Action.NONE);
  }

  private static void row(
      List<FlightMove> t, FlightMode from, Event on, Guard guard, FlightMode to, Action action) {
    t.add(new FlightMove(from, on, guard, to, action));
  }

  private static FlightMove[] index() {
    FlightMove[] moves = new FlightMove[MODES * Event.values().length];
    for (FlightMove move : MOVES) {
      int at = at(move.from(), move.on());
      if (moves[at] != null) throw new IllegalStateException("two moves: " + move);
      moves[at] = move;
    }
    return moves;
  }

  private static int at(FlightMode from, Event on) {
    return on.ordinal() * MODES + from.ordinal();
  }

  /** The move from a mode on an event, or null where there is none. */
  static FlightMove find(FlightMode from, Event on) {
    return BY_MODE_AND_EVENT[at(from, on)];
  }
}
