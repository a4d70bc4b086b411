package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
import reins.contract.exchange.Source;
import reins.controller.quad.FlightMove.Event;
import reins.controller.quad.FlightMove.Guard;
import reins.controller.safety.EstopLatch;

/**
 * Keeps a vehicle's mode: finds the gravest thing that happened in this tick and makes the move
 * that {@link FlightTable} allows for it, at most one a tick.
 *
 * <p>Threads: the control loop's.
 */
final class FlightSupervisor {
  /** A flag of the autopilot, or a believable state, counts after so long. */
  private static final double SETTLED_s = 0.2;

  private static final double UPRIGHT = Math.cos(0.3);
  private static final double REACHED_m = 0.1;

  private final FlightConfig.Resolved config;
  private final FlightPanel panel;
  private final FlightInbox inbox;
  private final long land_ns;
  private FlightMode mode = FlightMode.OFF;
  private Path path;
  private double inMode_s;
  private double standing_s;
  private double seeing_s;
  private boolean pathEnded;
  private boolean met;
  private int fault;
  private FlightState state;

  FlightSupervisor(FlightConfig.Resolved config, FlightPanel panel, FlightInbox inbox) {
    this.config = config;
    this.panel = panel;
    this.inbox = inbox;
    land_ns = Math.round(1e9 * config.flight().ladder().action_land_s());
  }

  FlightMode mode() {
    return mode;
  }

  /** The path that is flown, or was last. */
  Path path() {
    return path;
  }

  /** Time since the mode began. */
  double inMode_s() {
    return inMode_s;
  }

  /** The path that is flown has ended. */
  void pathEnded() {
    pathEnded = true;
  }

  /** A tick threw: down without a state, if in the air. */
  void retreat() {
    if (mode != FlightMode.OFF && mode != FlightMode.EMERGENCY_DESCENT)
      enter(FlightMode.EMERGENCY_DESCENT);
  }

  /**
   * Judges what happened and moves on.
   *
   * @param known bits of this tick so far
   * @return further bits
   */
  int update(long now_ns, double dt_s, int known, FlightState state, ActionFrame frame) {
    this.state = state;
    int more = inbox.admit(now_ns, frame);
    fault = known | more;
    inMode_s += dt_s;
    standing_s = state.onGround ? standing_s + dt_s : 0;
    seeing_s = blind() ? 0 : seeing_s + dt_s;
    if (inbox.news() && inbox.command() == Command.ESTOP.ordinal())
      panel.estop().trip(EstopLatch.Cause.DEVICE);
    if (panel.estop().tripped()) more |= Fault.ESTOP;
    if (mode.acting() && !inbox.fresh(now_ns)) more |= Fault.ACTION_STALE;
    fault |= more;
    answerReset();
    Path asked = panel.takePath();
    if (asked != null) path = asked;
    Event event = event(now_ns, asked != null);
    if (event == null || raise(now_ns, event)) return more;
    return event == Event.TAKE_OFF || event == Event.FOLLOW || event == Event.PERSON
        ? more | Fault.MOVE_REFUSED
        : more;
  }

  private void answerReset() {
    if (!panel.estop().resetAsked()) return;
    if (mode == FlightMode.OFF && !panel.armed()) panel.estop().grant();
    panel.estop().answered();
  }

  private boolean blind() {
    return (fault & (Fault.STATE_STALE | FlightFault.TILT_LOST)) != 0;
  }

  private boolean taken() {
    return (fault & FlightFault.NOT_ACCEPTING) != 0;
  }

  /** What lands a vehicle, besides silence and a person. */
  private boolean mustLand() {
    int landing =
        Fault.ESTOP
            | FlightFault.FENCE_BREACHED
            | FlightFault.BATTERY_LOW
            | FlightFault.HEARTBEAT_LOST;
    return (fault & landing) != 0;
  }

  private Event event(long now_ns, boolean pathAsked) {
    boolean landAsked = panel.takeLand() | inbox.landing();
    boolean takeOffAsked = panel.takeTakeOff();
    if (mode == FlightMode.OFF) return first() ? Event.ALOFT : takeOffAsked ? Event.TAKE_OFF : null;
    if (mode == FlightMode.EMERGENCY_DESCENT) return descending();
    if (mode == FlightMode.YIELDED) return yielded();
    if (blind()) return Event.BLIND;
    if (taken()) return Event.TAKEN;
    if (mode == FlightMode.LANDING && standing_s > SETTLED_s) return Event.TOUCHED;
    boolean silent = mode.listening() && inbox.silent_ns(now_ns) > land_ns;
    if (mode != FlightMode.LANDING && (mustLand() || landAsked || silent)) return Event.LAND;
    if (mode == FlightMode.TAKE_OFF) return climbed() ? Event.REACHED : null;
    if (pathAsked) return Event.FOLLOW;
    if (mode == FlightMode.PATH && pathEnded) return Event.STAND;
    return asked(now_ns);
  }

  /** Whether the first state that can be believed is one in the air. */
  private boolean first() {
    if (met || blind()) return false;
    met = true;
    return !state.onGround;
  }

  private Event descending() {
    if (seeing_s > SETTLED_s) return Event.SEEN;
    return inMode_s > config.flight().ladder().descent_s() ? Event.SPENT : null;
  }

  private Event yielded() {
    if (standing_s > SETTLED_s) return Event.TOUCHED;
    return blind() || taken() ? null : Event.GIVEN;
  }

  private boolean climbed() {
    return Math.abs(state.p_m[2] - config.flight().procedure().takeoff_m()) < REACHED_m;
  }

  /** What the running frame asks for; null where it asks for what already is. */
  private Event asked(long now_ns) {
    boolean person = inbox.source() != Source.POLICY.ordinal();
    if (inbox.fresh(now_ns)) {
      Event wanted = person ? Event.PERSON : Event.POLICY;
      FlightMode to = person ? FlightMode.INTERVENTION : FlightMode.POLICY;
      boolean tells = mode != FlightMode.LANDING || person && inbox.news();
      return mode == to || mode == FlightMode.PATH && !person || !tells ? null : wanted;
    }
    boolean home = inbox.command() == Command.HOME.ordinal() && inbox.placed();
    if (home && inbox.news() && mode.listening())
      return mode == FlightMode.RETURN ? null : Event.HOME;
    boolean told = mode == FlightMode.PATH || mode == FlightMode.RETURN;
    return mode.acting() || told && inbox.news() ? Event.STAND : null;
  }

  /** Makes the move that the table has for an event. Returns whether there was one. */
  boolean raise(long now_ns, Event event) {
    FlightMove move = FlightTable.find(mode, event);
    if (move == null || !holds(move.guard())) return false;
    if (!mode.listening() && move.to().listening()) inbox.expectFrom(now_ns);
    enter(move.to());
    if (move.action() == FlightMove.Action.DISARM) panel.arm(false);
    return true;
  }

  private void enter(FlightMode to) {
    mode = to;
    inMode_s = 0;
    pathEnded = false;
  }

  private boolean holds(Guard guard) {
    return switch (guard) {
      case MAY_FLY -> !mustLand();
      case READY ->
          panel.armed()
              && !mustLand()
              && !blind()
              && !taken()
              && state.onGround
              && state.upright() > UPRIGHT
              && state.battery_V > config.quadrotor().battery_low_V();
      default -> true;
    };
  }
}
