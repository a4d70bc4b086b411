package reins.controller.quad.port;

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
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.node.ConnectedNode;

/**
 * A Crazyflie behind crazyswarm's server: seen by the hall's motion capture, told attitude and
 * thrust (cmd_vel), a whole state (cmd_full_state) or a velocity (cmd_velocity_world), as often as
 * the radio carries.
 *
 * <p>Units and frames: crazyswarm's cmd_vel has pitch (x) and roll (y) in degrees, yaw rate in
 * degrees per second and thrust from 0 to 65535, of which it sends at most 60000. The firmware
 * takes cmd_velocity_world's yaw rate with the other sign, cmd_vel's as it is.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's.
 *
 * <p>Source: crazyswarm beb0549 (crazyswarm_server, cmdVelChanged; messages); Crazyflie firmware
 * (crtp_commander_generic, velocityDecoder: attitudeRate.yaw = -yawrate; crtp_commander_rpyt).
 */
final class CrazyswarmCraft implements Craft {
  /** What crazyswarm's server clips thrust to, and what full thrust is. */
  static final double THRUST_MOST = 60_000;

  static final double THRUST_FULL = 65_535;

  static final NumbersCodec TWIST = new NumbersCodec("geometry_msgs/Twist");
  static final int LINEAR = TWIST.at("linear.x");
  static final int YAW_RATE = TWIST.at("angular.z");
  static final NumbersCodec FULL = new NumbersCodec("crazyswarm/FullState", "world");
  static final int P = FULL.at("pose.position.x");
  static final int Q = FULL.at("pose.orientation.x");
  static final int V = FULL.at("twist.linear.x");
  static final int W = FULL.at("twist.angular.x");
  static final int A = FULL.at("acc.x");
  static final NumbersCodec VELOCITY = new NumbersCodec("crazyswarm/VelocityWorld", "world");
  static final int VEL = VELOCITY.at("vel.x");
  static final int VEL_YAW_RATE = VELOCITY.at("yawRate");
  static final NumbersCodec LOG = new NumbersCodec("crazyswarm/GenericLogData", 1);

  /** Slower than this near the ground it stands. */
  private static final double STANDING_m_s = 0.1;

  private final HotSubscriber<PoseStamped> poses;
  private final HotSubscriber<Numbers> battery;
  private final HotPublisher<Numbers> twists;
  private final HotPublisher<Numbers> fulls;
  private final HotPublisher<Numbers> velocities;
  private final Numbers twist;
  private final Numbers full;
  private final Numbers velocity;
  private final PoseTrack track;
  private final RosStamp stamp = new RosStamp();
  private final Divider divider;
  private final CrazyswarmPilot pilot;
  private final double ground_m;
  private final double fullShare;
  private double yaw_rad;
  private boolean heard;

  CrazyswarmCraft(
      ConnectedNode node,
      PilotConfig.Crazyswarm config,
      FlightRigConfig.Resolved rig,
      Runnable arrived,
      Outbox outbox) {
    String in = config.prefix();
    poses =
        node.newHotSubscriber(
            config.pose_topic(), new PoseStampedCodec("world"), new Arrival<>(arrived));
    battery = node.newHotSubscriber(config.battery_topic(), LOG);
    twists = outbox.add(node.newHotPublisher(in + "/cmd_vel", TWIST));
    fulls = outbox.add(node.newHotPublisher(in + "/cmd_full_state", FULL));
    velocities = outbox.add(node.newHotPublisher(in + "/cmd_velocity_world", VELOCITY));
    twist = twists.newMessage();
    full = fulls.newMessage();
    velocity = velocities.newMessage();
    divider = new Divider(rig.flight().flight().control_hz(), config.command_hz());
    pilot = new CrazyswarmPilot(node, config);
    ground_m = config.ground_m();
    track =
        new PoseTrack(
            rig.flight().flight().ladder().jump_m(),
            rig.flight().quadrotor().limits().accel_max_m_s2());
    QuadrotorConfig q = rig.flight().quadrotor();
    fullShare = 4 * q.rotor().thrust_max_N() / q.thrust_at_full_N() * THRUST_FULL;
  }

  @Override
  public Pilot pilot() {
    return pilot;
  }

  @Override
  public void read(long now_ns, FlightState state) {
    stamp.at(now_ns);
    battery.poll();
    state.battery_V = battery.value().value[0];
    state.battery_ns = battery.arrival_ns();
    state.accepting = pilot.engaged();
    if (poses.poll() && track.see(poses.arrival_ns(), poses.value(), state)) seen(state);
  }

  private void seen(FlightState state) {
    heard = true;
    double speed = 0;
    for (int i = 0; i < 3; i++) speed = Math.max(speed, Math.abs(state.v_m_s[i]));
    state.onGround = state.p_m[2] < ground_m && speed < STANDING_m_s;
    state.stamp_ns = state.position_ns = poses.arrival_ns();
    state.ground_ns = poses.arrival_ns();
    double[] q = state.q_world_body;
    yaw_rad = Math.atan2(2 * (q[0] * q[3] + q[1] * q[2]), 1 - 2 * (q[2] * q[2] + q[3] * q[3]));
  }

  @Override
  public void write(FlightCommand command) {
    boolean flies = command.kind != FlightCommand.Kind.OFF;
    if (!heard || command.kind == FlightCommand.Kind.NONE || !pilot.streaming()) return;
    // Set-points are all that a Crazyflie needs to fly: none before a person had it engaged.
    if (flies && !pilot.engaged() || !divider.due()) return;
    if (command.kind == FlightCommand.Kind.POSITION) full(command);
    else if (command.kind == FlightCommand.Kind.VELOCITY) velocity(command);
    else twist(command);
  }

  private void twist(FlightCommand command) {
    double[] q = command.q_world_body, to = twist.value;
    // b3 in the frame of the heading that is = (sin(pitch) cos(roll), -sin(roll), cos cos)
    double x = 2 * (q[1] * q[3] + q[0] * q[2]), y = 2 * (q[2] * q[3] - q[0] * q[1]);
    double z = 1 - 2 * (q[1] * q[1] + q[2] * q[2]);
    double cos = Math.cos(yaw_rad), sin = Math.sin(yaw_rad);
    double pitch = Math.atan2(cos * x + sin * y, z);
    double roll = Math.asin(Math.clamp(sin * x - cos * y, -1, 1));
    to[LINEAR] = Math.toDegrees(pitch);
    to[LINEAR + 1] = Math.toDegrees(roll);
    to[LINEAR + 2] = Math.clamp(command.thrust * fullShare, 0, THRUST_MOST);
    to[YAW_RATE] = Math.toDegrees(command.w_body_rad_s[2]);
    twists.leave(twist);
  }

  private void full(FlightCommand command) {
    double[] to = full.value;
    for (int i = 0; i < 3; i++) {
      to[P + i] = command.p_m[i];
      to[V + i] = command.v_m_s[i];
      to[A + i] = command.a_m_s2[i];
      to[W + i] = i == 2 ? command.dyaw_rad_s : 0;
    }
    to[Q] = to[Q + 1] = 0;
    to[Q + 2] = Math.sin(command.yaw_rad / 2);
    to[Q + 3] = Math.cos(command.yaw_rad / 2);
    full.seq++;
    full.stamp_ns = stamp.ns();
    fulls.leave(full);
  }

  private void velocity(FlightCommand command) {
    for (int i = 0; i < 3; i++) velocity.value[VEL + i] = command.v_m_s[i];
    velocity.value[VEL_YAW_RATE] = -Math.toDegrees(command.w_body_rad_s[2]);
    velocity.seq++;
    velocity.stamp_ns = stamp.ns();
    velocities.leave(velocity);
  }
}
