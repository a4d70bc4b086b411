package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.config.QuadrotorConfig.Limits;
import reins.contract.exchange.FlightFault;

/**
 * Moves the reference as the mode has it: up, down, braking to a stand, along a path, or as actions
 * ask. Every mode begins where the vehicle is and as fast as it flies.
 *
 * <p>Threads: the control loop's.
 */
final class Guidance {
  /** Share of the vehicle's acceleration that braking and velocity actions use. */
  private static final double ACCEL_SHARE = 0.5;

  /** The reference stays so far within the fence. */
  private static final double FENCE_MARGIN_m = 0.05;

  /** Below this speed it has braked. */
  private static final double STANDING_m_s = 0.02;

  /** Least share of gravity that a direct thrust action asks for. */
  private static final double LEAST_THRUST = 0.2;

  /** A return slows down with its distance at this rate. */
  private static final double RETURN_1_s = 1.5;

  /** Share of the vehicle's speed that a return uses. */
  private static final double RETURN_SHARE = 0.5;

  /** A return turns no faster. */
  private static final double TURN_MAX_rad_s = 1;

  /** The heading wanted stays so near to the vehicle's. */
  private static final double TURN_AHEAD_rad = 1;

  /** So near to its place, and so slow, a vehicle has returned. */
  private static final double RETURNED_m = 0.1;

  private final FlightConfig flight;
  private final Limits limits;
  private final boolean direct;
  private final double accel_m_s2;
  private final double[] wanted_m_s = new double[3];
  private final double[] place_m = new double[3];
  private FlightMode mode = FlightMode.OFF;
  private boolean clipped;

  Guidance(FlightConfig.Resolved config) {
    flight = config.flight();
    limits = config.quadrotor().limits();
    direct = flight.action().equals("body_rates");
    accel_m_s2 = ACCEL_SHARE * limits.accel_max_m_s2();
  }

  /**
   * Moves the reference by one tick.
   *
   * @param thrust_max_m_s2 what full thrust accelerates to
   * @param ref written
   * @return bits of {@link FlightFault}
   */
  int update(
      double dt_s,
      FlightSupervisor supervisor,
      FlightInbox inbox,
      FlightState state,
      double thrust_max_m_s2,
      Reference ref) {
    FlightMode now = supervisor.mode();
    if (now != mode) begin(now, state, ref);
    mode = now;
    ref.direct = false;
    clipped = false;
    switch (mode) {
      case TAKE_OFF -> climb(dt_s, supervisor.takeOffTo_m(), ref);
      case HOVER -> steer(dt_s, 0, 0, 0, 0, state, ref);
      case LANDING -> sink(dt_s, state, ref);
      case RETURN -> back(dt_s, inbox.place(), state, ref);
      case PATH -> follow(supervisor, state, ref);
      case POLICY, INTERVENTION -> act(dt_s, inbox.action(), state, thrust_max_m_s2, ref);
      default -> ref.rest(state.p_m, state.yaw_rad());
    }
    return clipped ? FlightFault.FENCE_CLIPPED : 0;
  }

  /** A path is somebody else's code: where it says no number it has ended. */
  private static void follow(FlightSupervisor supervisor, FlightState state, Reference ref) {
    boolean goesOn = supervisor.path().at(supervisor.inMode_s(), ref);
    if (!goesOn || !ref.finite()) supervisor.pathEnded();
    if (!ref.finite()) ref.rest(state.p_m, state.yaw_rad());
  }

  private void begin(FlightMode next, FlightState state, Reference ref) {
    boolean goesOn = mode.steering() && next.steering() && mode != FlightMode.TAKE_OFF;
    double[] was_m_s = goesOn && !ref.direct && ref.finite() ? ref.v_m_s : state.v_m_s;
    for (int i = 0; i < 3; i++) wanted_m_s[i] = was_m_s[i];
    ref.rest(state.p_m, state.yaw_rad());
    if (next == FlightMode.TAKE_OFF) return;
    for (int i = 0; i < 3; i++) ref.v_m_s[i] = wanted_m_s[i];
  }

  private void climb(double dt_s, double to_m, Reference ref) {
    double left_m = to_m - ref.p_m[2];
    double speed_m_s = Math.min(flight.procedure().climb_m_s(), Math.max(0, left_m) / dt_s);
    ref.v_m_s[2] = speed_m_s;
    ref.p_m[2] += speed_m_s * dt_s;
  }

  private void sink(double dt_s, FlightState state, Reference ref) {
    boolean stands = Math.hypot(ref.v_m_s[0], ref.v_m_s[1]) < STANDING_m_s;
    double down_m_s = stands ? -flight.procedure().sink_m_s() : 0;
    steer(dt_s, 0, 0, down_m_s, 0, state, ref);
  }

  private void back(double dt_s, double[] place, FlightState state, Reference ref) {
    double far_m = 0;
    for (int i = 0; i < 3; i++) {
      double low_m = flight.fence().low_m()[i], high_m = flight.fence().high_m()[i];
      place_m[i] = low_m + (place[i] + 1) / 2 * (high_m - low_m);
      far_m += (place_m[i] - ref.p_m[i]) * (place_m[i] - ref.p_m[i]);
    }
    far_m = Math.sqrt(far_m);
    // v = k d, as long as that can be braked: dv/dt = k v
    double most_m_s = Math.min(RETURN_SHARE * limits.speed_max_m_s(), accel_m_s2 / RETURN_1_s);
    double k = Math.min(RETURN_1_s, most_m_s / Math.max(far_m, 1e-9));
    double turn_rad = Math.IEEEremainder(Math.PI * place[3] - ref.yaw_rad, 2 * Math.PI);
    steer(
        dt_s,
        k * (place_m[0] - ref.p_m[0]),
        k * (place_m[1] - ref.p_m[1]),
        k * (place_m[2] - ref.p_m[2]),
        Math.clamp(RETURN_1_s * turn_rad, -TURN_MAX_rad_s, TURN_MAX_rad_s),
        state,
        ref);
  }

  /** Whether the vehicle rests at the place that it was asked to. */
  boolean returned(FlightState state) {
    if (mode != FlightMode.RETURN) return false;
    double off = 0, speed = 0;
    for (int i = 0; i < 3; i++) {
      off += (place_m[i] - state.p_m[i]) * (place_m[i] - state.p_m[i]);
      speed += state.v_m_s[i] * state.v_m_s[i];
    }
    return Math.max(off, speed) < RETURNED_m * RETURNED_m;
  }

  private void act(
      double dt_s, double[] action, FlightState state, double thrust_max_m_s2, Reference ref) {
    double g = QuadrotorConfig.G_m_s2;
    double[] rates = limits.rates_max_rad_s();
    double v = limits.speed_max_m_s();
    if (!direct) {
      steer(dt_s, v * action[0], v * action[1], v * action[2], rates[2] * action[3], state, ref);
      return;
    }
    ref.rest(state.p_m, state.yaw_rad());
    ref.direct = true;
    // -1: a fifth of gravity, 0: gravity, 1: all there is
    double up = Math.max(0, thrust_max_m_s2 - g), down = (1 - LEAST_THRUST) * g;
    ref.thrust_m_s2 = g + action[0] * (action[0] > 0 ? up : down);
    for (int i = 0; i < 3; i++) ref.w_body_rad_s[i] = rates[i] * action[1 + i];
  }

  /** Turns the reference's velocity towards the one wanted, as fast as the vehicle brakes. */
  private void steer(
      double dt_s, double x, double y, double z, double dyaw, FlightState state, Reference ref) {
    wanted_m_s[0] = x;
    wanted_m_s[1] = y;
    wanted_m_s[2] = z;
    double square = x * x + y * y + z * z, off = 0;
    double scale = Math.min(1, limits.speed_max_m_s() / Math.sqrt(Math.max(square, 1e-12)));
    for (int i = 0; i < 3; i++) {
      wanted_m_s[i] *= scale;
      off += (wanted_m_s[i] - ref.v_m_s[i]) * (wanted_m_s[i] - ref.v_m_s[i]);
    }
    double share = Math.min(1, accel_m_s2 * dt_s / Math.sqrt(Math.max(off, 1e-12)));
    for (int i = 0; i < 3; i++) {
      double change = share * (wanted_m_s[i] - ref.v_m_s[i]);
      ref.v_m_s[i] += change;
      ref.a_m_s2[i] = share < 1 ? change / dt_s : 0;
      ref.j_m_s3[i] = 0;
      ref.p_m[i] += ref.v_m_s[i] * dt_s;
      // A vehicle that is kept from following does not leave its reference behind for later.
      double reach_m = flight.gains().error_max_m()[i];
      ref.p_m[i] = Math.clamp(ref.p_m[i], state.p_m[i] - reach_m, state.p_m[i] + reach_m);
      fence(i, ref);
    }
    // Nor does its heading.
    double ahead_rad = ref.yaw_rad + dyaw * dt_s - state.yaw_rad();
    double off_rad =
        Math.clamp(Math.IEEEremainder(ahead_rad, 2 * Math.PI), -TURN_AHEAD_rad, TURN_AHEAD_rad);
    ref.yaw_rad = state.yaw_rad() + off_rad;
    ref.dyaw_rad_s = dyaw;
  }

  private void fence(int i, Reference ref) {
    double low_m = flight.fence().low_m()[i] + FENCE_MARGIN_m;
    double high_m = flight.fence().high_m()[i] - FENCE_MARGIN_m;
    // Wherever the ground is: the vehicle that stands on it holds its reference back.
    if (i == 2 && mode == FlightMode.LANDING) low_m = Double.NEGATIVE_INFINITY;
    double p_m = Math.clamp(ref.p_m[i], low_m, high_m);
    clipped |= p_m != ref.p_m[i];
    ref.p_m[i] = p_m;
  }
}
