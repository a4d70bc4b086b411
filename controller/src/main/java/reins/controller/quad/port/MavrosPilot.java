package reins.controller.quad.port;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import reins.contract.config.FlightConfig;
import reins.contract.config.PilotConfig;
import reins.contract.config.QuadrotorConfig;
import reins.ros.hot.HotListener;
import reins.ros.hot.PilotState;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.service.ServiceClient;

/**
 * MAVROS's services: parameters read back, Offboard, arming. What a service answers is not
 * believed: the autopilot's own state has to confirm it.
 *
 * <p>Threads: any but the control loop's; {@link #onMessage} is the state topic's.
 *
 * <p>Source: MAVROS 1.21 (set_mode answers when the request was sent, not when it was granted;
 * arming waits 5 s for the autopilot's word); PX4 (Offboard needs set-points at more than 2 Hz
 * before it is entered).
 */
final class MavrosPilot implements Pilot, HotListener<PilotState> {
  private static final String OFFBOARD = PilotState.MODES.get(PilotState.OFFBOARD);
  private static final double CONFIRM_s = 3;
  private static final long LOOK_EVERY_ns = 10_000_000;

  /** ATTITUDE_QUATERNION, LOCAL_POSITION_NED, HIGHRES_IMU: what odometry and imu are made of. */
  private static final int[] MESSAGES = {31, 32, 105};

  /** BATTERY_STATUS and EXTENDED_SYS_STATE, which say little and are believed for little. */
  private static final int BATTERY = 147, LANDED = 245;

  private static final double BATTERY_hz = 2, LANDED_hz = 10;

  /** How far the autopilot's idea of the thrust that hovers may be from the vehicle file's. */
  private static final double HOVER_OFF = 0.25;

  private final ConnectedNode node;
  private final PilotConfig.Mavros config;
  private final FlightConfig.Resolved flight;
  private volatile boolean connected;
  private volatile boolean armed;
  private volatile int mode;

  MavrosPilot(ConnectedNode node, PilotConfig.Mavros config, FlightConfig.Resolved flight) {
    this.node = node;
    this.config = config;
    this.flight = flight;
  }

  @Override
  public void onMessage(PilotState message, long arrival_ns) {
    connected = message.connected;
    armed = message.armed;
    mode = message.mode;
  }

  @Override
  public void prepare() {
    check();
    for (int id : MESSAGES) stream(id, config.state_hz());
    stream(BATTERY, BATTERY_hz);
    stream(LANDED, LANDED_hz);
  }

  private void stream(int id, double rate_hz) {
    DynamicMessage answer =
        call(
            "/set_message_interval",
            "mavros_msgs/MessageInterval",
            request -> request.set("message_id", id).set("message_rate", rate_hz));
    if (!answer.getBool("success"))
      throw new IllegalStateException(
          "set_message_interval: refused for message " + id + " at " + rate_hz + " Hz");
  }

  /** Everything that has to be as the rig says before the vehicle may be armed. */
  private void check() {
    until(() -> connected, "no autopilot: " + config.prefix() + "/state says not connected");
    String scaling = config.prefix() + "/setpoint_raw/thrust_scaling";
    double found = node.getParameterTree().getDouble(scaling, Double.NaN);
    if (Double.isNaN(found))
      throw new IllegalStateException(
          "parameter "
              + scaling
              + ": missing on the master: MAVROS refuses all set-points of thrust");
    compare(scaling, found, config.thrust_scaling(), config.thrust_scaling());
    config.parameters().forEach((name, range) -> compare(name, get(name), range[0], range[1]));
    tilt();
    hover();
  }

  private static void compare(String name, double found, double least, double most) {
    if (found >= least - 1e-6 && found <= most + 1e-6) return;
    String expected =
        least == most
            ? String.format(Locale.ROOT, "%s", least)
            : String.format(Locale.ROOT, "%s to %s", least, most);
    throw new IllegalStateException(
        "parameter " + name + ": expected " + expected + ", the autopilot has " + found);
  }

  private void tilt() {
    boolean own =
        flight.flight().output().equals("velocity") || flight.flight().output().equals("position");
    double most_deg = Math.toDegrees(flight.quadrotor().limits().tilt_max_rad());
    // Set-points of attitude go past that parameter: only the autopilot's own loops keep to it.
    if (own) compare(PilotConfig.Mavros.TILT, get(PilotConfig.Mavros.TILT), 0, most_deg + 5);
  }

  /** MPC_THR_HOVER = m g / F(1), roughly: else thrust means something else than the file says. */
  private void hover() {
    QuadrotorConfig q = flight.quadrotor();
    double share = q.mass_kg() * QuadrotorConfig.G_m_s2 / q.thrust_at_full_N();
    compare(
        "MPC_THR_HOVER", get("MPC_THR_HOVER"), (1 - HOVER_OFF) * share, (1 + HOVER_OFF) * share);
  }

  private double get(String name) {
    DynamicMessage answer =
        call("/param/get", "mavros_msgs/ParamGet", request -> request.set("param_id", name));
    if (!answer.getBool("success"))
      throw new IllegalStateException("parameter " + name + ": the autopilot does not tell it");
    DynamicMessage value = answer.getMessage("value");
    // The one that is not the parameter's kind is 0.
    return value.getLong("integer") + value.getDouble("real");
  }

  @Override
  public void engage() {
    check();
    request(OFFBOARD);
    until(() -> mode == PilotState.OFFBOARD, "Offboard refused: the autopilot stays in " + mode());
    DynamicMessage answer = arm(true);
    if (!answer.getBool("success"))
      throw new IllegalStateException(
          "arming refused by the autopilot: result " + answer.getLong("result"));
    until(() -> armed, "arming: not confirmed by " + config.prefix() + "/state");
  }

  private String mode() {
    return mode == 0 ? "an unknown mode" : PilotState.MODES.get(mode);
  }

  private DynamicMessage arm(boolean on) {
    return call("/cmd/arming", "mavros_msgs/CommandBool", request -> request.set("value", on));
  }

  private void request(String mode) {
    DynamicMessage answer =
        call("/set_mode", "mavros_msgs/SetMode", request -> request.set("custom_mode", mode));
    if (!answer.getBool("mode_sent"))
      throw new IllegalStateException("set_mode: " + mode + " was not sent");
  }

  @Override
  public void disengage() {
    // Asked also where nobody said that it is armed: an arming that was not confirmed may have been
    // made.
    arm(false);
  }

  @Override
  public void land() {
    request(PilotState.MODES.get(PilotState.LAND));
  }

  private interface Fill {
    void fill(DynamicMessage request);
  }

  private DynamicMessage call(String service, String type, Fill fill) {
    String name = config.prefix() + service;
    try (ServiceClient<DynamicMessage, DynamicMessage> client = node.newServiceClient(name, type)) {
      DynamicMessage request = client.newMessage();
      fill.fill(request);
      return client.call(request);
    } catch (RuntimeException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  private static void until(BooleanSupplier condition, String otherwise) {
    long start_ns = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start_ns > CONFIRM_s * 1e9)
        throw new IllegalStateException(otherwise);
      LockSupport.parkNanos(LOOK_EVERY_ns);
    }
  }
}
