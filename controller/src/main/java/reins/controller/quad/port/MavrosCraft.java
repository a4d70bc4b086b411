package reins.controller.quad.port;

import reins.contract.config.FlightConfig;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.contract.config.QuadrotorConfig;
import reins.controller.port.Arrival;
import reins.controller.port.Divider;
import reins.controller.port.Outbox;
import reins.controller.port.RosStamp;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightState;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.hot.PilotState;
import reins.ros.hot.PilotStateCodec;
import reins.ros.node.ConnectedNode;

/**
 * PX4 behind MAVROS. A state is reported once odometry, inertial measurement and landed state have
 * spoken, and is as old as the older of the first two. Nothing is sent before: a controller that
 * knows nothing of its vehicle must not tell it to stop its motors.
 *
 * <p>Units and frames: MAVROS's own topics: world ENU, body x forwards, y left, z up; it converts
 * to the autopilot's NED and FRD, so that nothing is turned here but quaternions, which end with w
 * there. Thrust goes out as a share: newtons over the vehicle file's {@code thrust_at_full_N}, over
 * MAVROS's own {@code thrust_scaling}, which it multiplies by.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's.
 *
 * <p>Source: mavros_msgs, AttitudeTarget.msg, PositionTarget.msg, ExtendedState.msg; PX4 keeps to
 * set-points of attitude where rates are masked, and of rates where attitude is.
 */
final class MavrosCraft implements Craft {
  private static final NumbersCodec IMU = new NumbersCodec("sensor_msgs/Imu", "base_link");
  private static final int GYRO = IMU.at("angular_velocity.x");
  private static final int ACCEL = IMU.at("linear_acceleration.x");
  private static final NumbersCodec BATTERY = new NumbersCodec("sensor_msgs/BatteryState");
  private static final int VOLTAGE = BATTERY.at("voltage");
  private static final NumbersCodec LANDED = new NumbersCodec("mavros_msgs/ExtendedState");
  private static final int LANDED_STATE = LANDED.at("landed_state");
  private static final int UNDEFINED = 0, ON_GROUND = 1;

  private static final NumbersCodec ATTITUDE =
      new NumbersCodec("mavros_msgs/AttitudeTarget", "base_link");
  private static final int MASK = ATTITUDE.at("type_mask");
  private static final int ORIENTATION = ATTITUDE.at("orientation.x");
  private static final int BODY_RATE = ATTITUDE.at("body_rate.x");
  private static final int THRUST = ATTITUDE.at("thrust");
  private static final int IGNORE_RATES = 1 | 2 | 4;
  private static final int IGNORE_ATTITUDE = 128;

  private static final NumbersCodec LOCAL = new NumbersCodec("mavros_msgs/PositionTarget", "map");
  private static final int LOCAL_FRAME = LOCAL.at("coordinate_frame");
  private static final int LOCAL_MASK = LOCAL.at("type_mask");
  private static final int POSITION = LOCAL.at("position.x");
  private static final int VELOCITY = LOCAL.at("velocity.x");
  private static final int ACCELERATION = LOCAL.at("acceleration_or_force.x");
  private static final int YAW = LOCAL.at("yaw");
  private static final int YAW_RATE = LOCAL.at("yaw_rate");
  private static final int LOCAL_NED = 1;
  private static final int IGNORE_POSITION = 1 | 2 | 4;
  private static final int IGNORE_ACCELERATION = 64 | 128 | 256;

  private static final NumbersCodec COMPANION =
      new NumbersCodec("mavros_msgs/CompanionProcessStatus");

  /** MAV_STATE_ACTIVE, MAV_COMP_ID_ONBOARD_COMPUTER's slot in MAVROS: obstacle avoidance. */
  private static final int ACTIVE = 4;

  private static final int AVOIDANCE = 196;

  private final HotSubscriber<Numbers> odometry;
  private final HotSubscriber<Numbers> imu;
  private final HotSubscriber<Numbers> battery;
  private final HotSubscriber<Numbers> landed;
  private final HotSubscriber<PilotState> mode;
  private final HotPublisher<Numbers> attitudes;
  private final HotPublisher<Numbers> locals;
  private final HotPublisher<Numbers> companions;
  private final Numbers attitude;
  private final Numbers local;
  private final Numbers companion;
  private final OdometryFields fields = new OdometryFields();
  private final RosStamp stamp = new RosStamp();
  private final Divider heartbeat;
  private final MavrosPilot pilot;
  private final long heartbeat_ns;
  private final double fullShare;
  private final double most;
  private boolean heard;

  MavrosCraft(
      ConnectedNode node,
      PilotConfig.Mavros config,
      FlightRigConfig.Resolved rig,
      Runnable arrived,
      Outbox outbox) {
    FlightConfig.Resolved flight = rig.flight();
    String in = config.prefix();
    pilot = new MavrosPilot(node, config, flight);
    odometry =
        node.newHotSubscriber(
            in + "/local_position/odom", OdometryFields.CODEC, new Arrival<>(arrived));
    imu = node.newHotSubscriber(in + "/imu/data", IMU);
    battery = node.newHotSubscriber(in + "/battery", BATTERY);
    landed = node.newHotSubscriber(in + "/extended_state", LANDED);
    mode = node.newHotSubscriber(in + "/state", new PilotStateCodec(), pilot);
    attitudes = outbox.add(node.newHotPublisher(in + "/setpoint_raw/attitude", ATTITUDE));
    locals = outbox.add(node.newHotPublisher(in + "/setpoint_raw/local", LOCAL));
    companions = outbox.add(node.newHotPublisher(in + "/companion_process/status", COMPANION));
    attitude = attitudes.newMessage();
    local = locals.newMessage();
    companion = companions.newMessage();
    companion.value[COMPANION.at("state")] = ACTIVE;
    companion.value[COMPANION.at("component")] = AVOIDANCE;
    heartbeat = new Divider(flight.flight().control_hz(), 1);
    heartbeat_ns = Math.round(1e9 * config.heartbeat_s());
    QuadrotorConfig q = flight.quadrotor();
    // share of our most thrust -> newtons -> share of the autopilot's -> before MAVROS's scaling
    fullShare = 4 * q.rotor().thrust_max_N() / q.thrust_at_full_N() / config.thrust_scaling();
    most = 1 / config.thrust_scaling();
  }

  @Override
  public Pilot pilot() {
    return pilot;
  }

  @Override
  public void read(long now_ns, FlightState state) {
    stamp.at(now_ns);
    boolean news = odometry.poll();
    boolean turned = imu.poll();
    battery.poll();
    landed.poll();
    mode.poll();
    PilotState said = mode.value();
    state.heartbeat = mode.arrival_ns() != 0 && now_ns - mode.arrival_ns() <= heartbeat_ns;
    state.accepting = said.connected && said.armed && said.mode == PilotState.OFFBOARD;
    state.battery_V = battery.value().value[VOLTAGE];
    state.battery_ns = battery.arrival_ns();
    if (odometry.arrival_ns() == 0 || imu.arrival_ns() == 0 || landed.arrival_ns() == 0) return;
    // What came before the last of the three to speak was polled, and is not read yet.
    boolean first = !heard;
    heard = true;
    double ground = landed.value().value[LANDED_STATE];
    state.onGround = ground == ON_GROUND;
    state.ground_ns = ground == UNDEFINED ? 0 : landed.arrival_ns();
    if (news || first) fields.read(odometry.value(), state);
    if (news || turned || first)
      for (int i = 0; i < 3; i++) {
        state.w_body_rad_s[i] = imu.value().value[GYRO + i];
        state.f_body_m_s2[i] = imu.value().value[ACCEL + i];
      }
    state.position_ns = odometry.arrival_ns();
    state.stamp_ns = Math.min(odometry.arrival_ns(), imu.arrival_ns());
  }

  @Override
  public void write(FlightCommand command) {
    if (heartbeat.due()) {
      companion.stamp_ns = stamp.ns();
      companions.leave(companion);
    }
    if (!heard || command.kind == FlightCommand.Kind.NONE) return;
    if (command.kind == FlightCommand.Kind.VELOCITY || command.kind == FlightCommand.Kind.POSITION)
      local(command);
    else attitude(command);
  }

  private void attitude(FlightCommand command) {
    boolean attitudes = command.kind == FlightCommand.Kind.ATTITUDE;
    double[] to = attitude.value;
    to[MASK] = attitudes ? IGNORE_RATES : IGNORE_ATTITUDE;
    OdometryFields.toRos(command.q_world_body, to, ORIENTATION);
    for (int i = 0; i < 3; i++) to[BODY_RATE + i] = command.w_body_rad_s[i];
    to[THRUST] = Math.clamp(command.thrust * fullShare, 0, most);
    attitude.seq++;
    attitude.stamp_ns = stamp.ns();
    this.attitudes.leave(attitude);
  }

  private void local(FlightCommand command) {
    boolean velocity = command.kind == FlightCommand.Kind.VELOCITY;
    double[] to = local.value;
    to[LOCAL_FRAME] = LOCAL_NED;
    to[LOCAL_MASK] = velocity ? IGNORE_POSITION | IGNORE_ACCELERATION : 0;
    for (int i = 0; i < 3; i++) {
      to[POSITION + i] = command.p_m[i];
      to[VELOCITY + i] = command.v_m_s[i];
      to[ACCELERATION + i] = command.a_m_s2[i];
    }
    to[YAW] = command.yaw_rad;
    to[YAW_RATE] = command.dyaw_rad_s;
    local.seq++;
    local.stamp_ns = stamp.ns();
    locals.leave(local);
  }
}
