package reins.sim.quad;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reins.contract.config.PilotConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.quad.FlightCommand;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.hot.PilotState;
import reins.ros.hot.PilotStateCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.ParameterTree;

/**
 * MAVROS before a simulated PX4: its topics and services, rates and refusals.
 *
 * <p>Its parameter thrust_scaling is set at the start as the rig expects it and heard of ever
 * after: without it set-points of thrust are dropped, as MAVROS does.
 *
 * <p>Threads: as {@link FlightTopics}.
 */
final class MavrosTopics implements FlightTopics {
  private static final NumbersCodec ODOMETRY =
      new NumbersCodec("nav_msgs/Odometry", "map", "base_link");
  private static final NumbersCodec IMU = new NumbersCodec("sensor_msgs/Imu", "base_link");
  private static final NumbersCodec BATTERY = new NumbersCodec("sensor_msgs/BatteryState");
  private static final NumbersCodec LANDED = new NumbersCodec("mavros_msgs/ExtendedState");
  private static final NumbersCodec ATTITUDE = new NumbersCodec("mavros_msgs/AttitudeTarget");
  private static final NumbersCodec LOCAL = new NumbersCodec("mavros_msgs/PositionTarget");

  /** MAVROS's default streams, in steps of a millisecond. */
  private static final int ODOMETRY_STEPS = 33;

  private static final int IMU_STEPS = 20;
  private static final int STATE_STEPS = 1000;
  private static final int SLOW_STEPS = 100;
  private static final int LOCAL_POSITION_NED = 32;
  private static final int ATTITUDE_QUATERNION = 31;
  private static final int IGNORE_ATTITUDE = 128;
  private static final int IGNORE_POSITION = 7;
  private static final long ANSWER_WITHIN_s = 5;

  private final Vehicle vehicle;
  private final Px4 px4;
  private final HotPublisher<PilotState> states;
  private final HotPublisher<Numbers> odometries;
  private final HotPublisher<Numbers> imus;
  private final HotPublisher<Numbers> batteries;
  private final HotPublisher<Numbers> landeds;
  private final HotSubscriber<Numbers> attitudes;
  private final HotSubscriber<Numbers> locals;
  private final PilotState state;
  private final Numbers odometry;
  private final Numbers imu;
  private final Numbers battery;
  private final Numbers landed;
  private final FlightCommand command = new FlightCommand();
  private final double[] inverse = new double[4];
  private final double[] body = new double[3];
  private final ConcurrentLinkedQueue<FutureTask<?>> asked = new ConcurrentLinkedQueue<>();
  private volatile double thrustScaling;
  private int odometrySteps = ODOMETRY_STEPS;
  private int imuSteps = IMU_STEPS;
  private boolean changed = true;

  MavrosTopics(ConnectedNode node, PilotConfig.Mavros rig, Vehicle vehicle) {
    this.vehicle = vehicle;
    px4 = new Px4(vehicle, rig);
    String out = rig.prefix();
    states = node.newHotPublisher(out + "/state", new PilotStateCodec());
    odometries = node.newHotPublisher(out + "/local_position/odom", ODOMETRY);
    imus = node.newHotPublisher(out + "/imu/data", IMU);
    batteries = node.newHotPublisher(out + "/battery", BATTERY);
    landeds = node.newHotPublisher(out + "/extended_state", LANDED);
    attitudes = node.newHotSubscriber(out + "/setpoint_raw/attitude", ATTITUDE);
    locals = node.newHotSubscriber(out + "/setpoint_raw/local", LOCAL);
    state = states.newMessage();
    odometry = odometries.newMessage();
    imu = imus.newMessage();
    battery = batteries.newMessage();
    landed = landeds.newMessage();
    scaling(node.getParameterTree(), out + "/setpoint_raw/thrust_scaling", rig.thrust_scaling());
    services(node, out);
  }

  private void scaling(ParameterTree parameters, String name, double value) {
    parameters.set(name, value);
    thrustScaling = value;
    parameters.addParameterListener(
        name, now -> thrustScaling = now instanceof Number n ? n.doubleValue() : Double.NaN);
  }

  private void services(ConnectedNode node, String out) {
    node.newServiceServer(
        out + "/set_mode",
        "mavros_msgs/SetMode",
        (request, response) -> {
          String mode = request.getString("custom_mode");
          // Sent, whether granted or not: the state tells.
          inStep(() -> px4.mode(mode));
          response.set("mode_sent", true);
        });
    node.newServiceServer(
        out + "/cmd/arming",
        "mavros_msgs/CommandBool",
        (request, response) -> {
          boolean on = request.getBool("value");
          int result = inStep(() -> px4.arm(on));
          response.set("success", result == Px4.ACCEPTED).set("result", result);
        });
    node.newServiceServer(out + "/param/get", "mavros_msgs/ParamGet", this::parameter);
    node.newServiceServer(out + "/param/set", "mavros_msgs/ParamSet", this::setParameter);
    node.newServiceServer(
        out + "/set_message_interval",
        "mavros_msgs/MessageInterval",
        (request, response) -> {
          long id = request.getLong("message_id");
          double rate_hz = request.getDouble("message_rate");
          inStep(() -> interval(id, (int) Math.max(1, Math.round(1000 / rate_hz))));
          response.set("success", rate_hz > 0);
        });
  }

  private int interval(long id, int steps) {
    if (id == LOCAL_POSITION_NED) odometrySteps = steps;
    else if (id == ATTITUDE_QUATERNION) imuSteps = steps;
    return steps;
  }

  private void parameter(DynamicMessage request, DynamicMessage response) {
    Double value = inStep(() -> px4.parameters().get(request.getString("param_id")));
    response.set("success", value != null);
    if (value != null) response.getMessage("value").set("real", value);
  }

  private void setParameter(DynamicMessage request, DynamicMessage response) {
    DynamicMessage value = request.getMessage("value");
    double wanted = value.getLong("integer") + value.getDouble("real");
    inStep(() -> px4.parameters().put(request.getString("param_id"), wanted));
    response.set("success", true);
    response.getMessage("value").set("real", wanted);
  }

  /** Runs in the next step of the simulation and waits for it. */
  private <T> T inStep(java.util.concurrent.Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    asked.add(task);
    try {
      return task.get(ANSWER_WITHIN_s, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the autopilot does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the autopilot does not answer", e);
    }
  }

  @Override
  public void listen() {
    if (attitudes.poll()) attitude(attitudes.value().value);
    if (locals.poll()) local(locals.value().value);
    for (FutureTask<?> task; (task = asked.poll()) != null; ) task.run();
  }

  private void attitude(double[] from) {
    double thrust = Math.clamp(from[ATTITUDE.at("thrust")] * thrustScaling, 0, 1);
    double sum = thrust;
    int q = ATTITUDE.at("orientation.x"), w = ATTITUDE.at("body_rate.x");
    for (int i = 0; i < 7; i++) sum += from[q + i];
    // Without a scaling, or with what is no number, MAVROS sends nothing on.
    if (!Double.isFinite(sum)) return;
    boolean rates = ((int) from[ATTITUDE.at("type_mask")] & IGNORE_ATTITUDE) != 0;
    command.kind = rates ? FlightCommand.Kind.BODY_RATES : FlightCommand.Kind.ATTITUDE;
    command.thrust = thrust * vehicle.q.thrust_at_full_N() / (4 * vehicle.q.rotor().thrust_max_N());
    command.q_world_body[0] = from[q + 3];
    for (int i = 0; i < 3; i++) {
      command.q_world_body[1 + i] = from[q + i];
      command.w_body_rad_s[i] = from[w + i];
    }
    if (thrust == 0) command.off();
    px4.accept(command);
  }

  private void local(double[] from) {
    int p = LOCAL.at("position.x"), v = LOCAL.at("velocity.x");
    int a = LOCAL.at("acceleration_or_force.x");
    boolean velocity = ((int) from[LOCAL.at("type_mask")] & IGNORE_POSITION) != 0;
    command.kind = velocity ? FlightCommand.Kind.VELOCITY : FlightCommand.Kind.POSITION;
    for (int i = 0; i < 3; i++) {
      command.p_m[i] = from[p + i];
      command.v_m_s[i] = from[v + i];
      command.a_m_s2[i] = from[a + i];
    }
    command.yaw_rad = from[LOCAL.at("yaw")];
    px4.accept(command);
  }

  @Override
  public void step(double dt_s) {
    px4.step(dt_s);
    changed |= state.armed != px4.armed() || state.mode != px4.mode();
  }

  @Override
  public void tell(long step) {
    long wall_ns = System.currentTimeMillis() * 1_000_000L;
    if (changed || step % STATE_STEPS == 0) tellState(wall_ns);
    if (step % SLOW_STEPS == 0) tellSlow(wall_ns);
    if (step % odometrySteps == 0) tellOdometry(wall_ns);
    if (step % imuSteps == 0) tellImu(wall_ns);
  }

  private void tellState(long wall_ns) {
    changed = false;
    state.connected = true;
    state.armed = px4.armed();
    state.mode = px4.mode();
    state.seq++;
    state.stamp_ns = wall_ns;
    states.publish(state);
  }

  private void tellSlow(long wall_ns) {
    battery.value[BATTERY.at("voltage")] = vehicle.battery_V;
    battery.value[BATTERY.at("present")] = 1;
    say(batteries, battery, wall_ns);
    landed.value[LANDED.at("landed_state")] = vehicle.onGround() ? 1 : 2;
    say(landeds, landed, wall_ns);
  }

  private void tellOdometry(long wall_ns) {
    double[] to = odometry.value;
    int p = ODOMETRY.at("pose.pose.position.x"), q = ODOMETRY.at("pose.pose.orientation.x");
    int v = ODOMETRY.at("twist.twist.linear.x"), w = ODOMETRY.at("twist.twist.angular.x");
    // MAVROS has twists in the body's frame.
    Quaternions.conjugate(vehicle.q_world_body, inverse);
    Quaternions.rotate(inverse, vehicle.v_m_s, body);
    for (int i = 0; i < 3; i++) {
      to[p + i] = vehicle.p_m[i];
      to[q + i] = vehicle.q_world_body[1 + i];
      to[v + i] = body[i];
      to[w + i] = vehicle.w_body_rad_s[i];
    }
    to[q + 3] = vehicle.q_world_body[0];
    say(odometries, odometry, wall_ns);
  }

  private void tellImu(long wall_ns) {
    int w = IMU.at("angular_velocity.x"), a = IMU.at("linear_acceleration.x");
    for (int i = 0; i < 3; i++) {
      imu.value[w + i] = vehicle.w_body_rad_s[i];
      imu.value[a + i] = vehicle.f_body_m_s2[i];
    }
    say(imus, imu, wall_ns);
  }

  private static void say(HotPublisher<Numbers> publisher, Numbers message, long wall_ns) {
    message.seq++;
    message.stamp_ns = wall_ns;
    publisher.publish(message);
  }
}
