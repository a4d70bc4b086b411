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

  /** A take-off may last so much longer than its height and speed say, and spin up. */
  private static final double CLIMB_MARGIN = 2, SPIN_UP_s = 2;

  /** Below the fence's top. */
  private static final double TOP_MARGIN_m = 0.1;

  /** What lands it, and a person may take it out of, or may not. */
  private static final int LENIENT =
      FlightFault.FENCE_BREACHED | FlightFault.HEARTBEAT_LOST | FlightFault.TOO_FAST;

  private static final int STRICT = Fault.ESTOP | FlightFault.BATTERY_LOW;

  private final FlightConfig.Resolved config;
  private final FlightPanel panel;
  private final FlightInbox inbox;
  private final LandingOrder landing = new LandingOrder();
  private final long land_ns;
  private final double standing_m_s;
  private final double climbWithin_s;
  private FlightMode mode = FlightMode.OFF;
  private Path path;
  private long since_ns;
  private double inMode_s;
  private double standing_s;
  private double aloft_s;
  private double seeing_s;
  private double ground_m;
  private double helpless_s;
  private boolean helpless;
  private boolean pathEnded;
  private int fault;
  private FlightState state;

  FlightSupervisor(FlightConfig.Resolved config, FlightPanel panel, FlightInbox inbox) {
    this.config = config;
    this.panel = panel;
    this.inbox = inbox;
    land_ns = Math.round(1e9 * config.flight().ladder().action_land_s());
    // What sinks as it should does not stand, whatever is said of it.
    FlightConfig.Procedure procedure = config.flight().procedure();
    standing_m_s = procedure.sink_m_s() / 2;
    climbWithin_s = CLIMB_MARGIN * procedure.takeoff_m() / procedure.climb_m_s() + SPIN_UP_s;
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

  /** Where a take-off ends: over the ground that it stood on last, within the fence. */
  double takeOffTo_m() {
    double top_m = config.flight().fence().high_m()[2] - TOP_MARGIN_m;
    return Math.min(ground_m + config.flight().procedure().takeoff_m(), top_m);
  }

  /** Whether it is off, and for so long that its autopilot has heard so. */
  boolean rests() {
    return mode == FlightMode.OFF && inMode_s > SETTLED_s;
  }

  /** The path that is flown has ended. */
  void pathEnded() {
    pathEnded = true;
  }

  /** Whether this tick's command was made of numbers: one who makes none for long is blind. */
  void commanded(double dt_s, boolean finite) {
    helpless_s = finite ? 0 : helpless_s + dt_s;
    helpless |= helpless_s > config.flight().ladder().state_lost_s();
  }

  /** Whether nothing may be made of the state, but for what was said about the ground. */
  boolean blind() {
    return helpless || (fault & (Fault.STATE_STALE | FlightFault.TILT_LOST)) != 0;
  }

  /**
   * A tick threw: down without a state where set-points fly it, for no longer than that may take.
   */
  void retreat(long now_ns, double dt_s, FlightState state) {
    this.state = state;
    fault = Fault.STATE_STALE | (state.accepting ? 0 : FlightFault.NOT_ACCEPTING);
    age(now_ns, dt_s);
    landing.give(now_ns, mode != FlightMode.OFF, false);
    panel.fit(false);
    if (mode == FlightMode.OFF || mode == FlightMode.YIELDED && taken()) return;
    if (mode != FlightMode.EMERGENCY_DESCENT) enter(now_ns, FlightMode.EMERGENCY_DESCENT);
    Event event = descending();
    if (event != null) raise(now_ns, event);
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
    age(now_ns, dt_s);
    if (inbox.news() && inbox.command() == Command.ESTOP.ordinal())
      panel.estop().trip(EstopLatch.Cause.DEVICE);
    if (panel.estop().tripped()) more |= Fault.ESTOP;
    if (mode.acting() && !inbox.fresh(now_ns)) more |= Fault.ACTION_STALE;
    fault |= more;
    answerReset(now_ns);
    order(now_ns);
    Path asked = panel.takePath();
    Event event = event(now_ns, asked != null);
    boolean made = event == null || raise(now_ns, event);
    if (made && event == Event.FOLLOW) path = asked;
    panel.fit(mode == FlightMode.OFF && fit(now_ns));
    boolean wanted = event == Event.TAKE_OFF || event == Event.FOLLOW || event == Event.PERSON;
    return !made && wanted ? more | Fault.MOVE_REFUSED : more;
  }

  private void age(long now_ns, double dt_s) {
    inMode_s += dt_s;
    if (mode == FlightMode.OFF) helpless = false;
    if (mode == FlightMode.OFF && !blind() && state.stands(now_ns)) ground_m = state.p_m[2];
    seeing_s = blind() ? 0 : seeing_s + dt_s;
    aloft_s = state.aloft(now_ns) && !blind() ? aloft_s + dt_s : 0;
    // What was said before the mode began was said of another height.
    boolean stands = state.stands(now_ns) && state.ground_ns > since_ns && still();
    standing_s = stands ? standing_s + dt_s : 0;
  }

  /** Whether it is slow enough to stand, or its speed is not known. */
  private boolean still() {
    if ((fault & Fault.STATE_STALE) != 0) return true;
    double square = 0;
    for (int i = 0; i < 3; i++) square += state.v_m_s[i] * state.v_m_s[i];
    return square < standing_m_s * standing_m_s;
  }

  /** Gathers what lands it. Standing ends that: what still holds keeps it there. */
  private void order(long now_ns) {
    boolean asked = panel.takeLand() | inbox.landing();
    if (mode == FlightMode.OFF && state.stands(now_ns)) landing.clear();
    else landing.give(now_ns, asked, false);
    if (mode == FlightMode.OFF) return;
    boolean silent = mode.listening() && inbox.silent_ns(now_ns) > land_ns;
    boolean lost = mode == FlightMode.EMERGENCY_DESCENT;
    boolean stuck = mode == FlightMode.TAKE_OFF && inMode_s > climbWithin_s;
    boolean lenient = silent || lost || stuck || (fault & LENIENT) != 0;
    landing.give(now_ns, lenient, panel.ending() || (fault & STRICT) != 0);
  }

  private void answerReset(long now_ns) {
    if (!panel.estop().resetAsked()) return;
    boolean rests = mode == FlightMode.OFF && state.stands(now_ns);
    if (rests && !panel.armed()) panel.estop().grant();
    panel.estop().answered();
  }

  private boolean taken() {
    return (fault & FlightFault.NOT_ACCEPTING) != 0;
  }

  private Event event(long now_ns, boolean pathAsked) {
    boolean takeOffAsked = panel.takeTakeOff();
    if (mode == FlightMode.OFF)
      return aloft_s > SETTLED_s ? Event.ALOFT : takeOffAsked ? Event.TAKE_OFF : null;
    if (mode == FlightMode.EMERGENCY_DESCENT) return descending();
    if (mode == FlightMode.YIELDED) return yielded(now_ns);
    if (blind()) return Event.BLIND;
    if (taken()) return Event.TAKEN;
    if (mode == FlightMode.LANDING && standing_s > SETTLED_s) return Event.TOUCHED;
    if (mode != FlightMode.LANDING && landing.given()) return Event.LAND;
    if (mode == FlightMode.TAKE_OFF) return climbed() ? Event.REACHED : null;
    if (pathAsked) return Event.FOLLOW;
    if (mode == FlightMode.PATH && pathEnded) return Event.STAND;
    return asked(now_ns);
  }

  private Event descending() {
    if (standing_s > SETTLED_s) return Event.TOUCHED;
    if (seeing_s > SETTLED_s) return Event.SEEN;
    return inMode_s > config.flight().ladder().descent_s() ? Event.SPENT : null;
  }

  private Event yielded(long now_ns) {
    if (standing_s > SETTLED_s) return Event.TOUCHED;
    if (taken() || state.stands(now_ns)) return null;
    if (blind()) return Event.BLIND;
    return landing.given() ? Event.LAND : Event.GIVEN;
  }

  private boolean climbed() {
    return Math.abs(state.p_m[2] - takeOffTo_m()) < REACHED_m;
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
    if (move == null || !holds(now_ns, move.guard())) return false;
    if (!mode.listening() && move.to().listening()) inbox.expectFrom(now_ns);
    enter(now_ns, move.to());
    if (move.action() == FlightMove.Action.DISARM) panel.arm(false);
    if (move.action() == FlightMove.Action.RELIEVE) landing.clear();
    return true;
  }

  private void enter(long now_ns, FlightMode to) {
    mode = to;
    since_ns = now_ns;
    inMode_s = 0;
    standing_s = 0;
    aloft_s = 0;
    pathEnded = false;
  }

  private boolean holds(long now_ns, Guard guard) {
    return switch (guard) {
      case TAKES_OVER -> landing.yieldsTo(inbox.person_ns());
      case READY -> fit(now_ns) && !taken();
      default -> true;
    };
  }

  /** Everything that a take-off needs but the autopilot's will. */
  private boolean fit(long now_ns) {
    return panel.armed()
        && !panel.ending()
        && (fault & (LENIENT | STRICT)) == 0
        && !blind()
        && state.stands(now_ns)
        && state.upright() > UPRIGHT
        && state.battery_V > config.quadrotor().battery_low_V();
  }
}
