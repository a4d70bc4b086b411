package reins.controller;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.contract.config.QuadrotorConfig;
import reins.controller.quad.port.Pilot;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.hot.PilotState;
import reins.ros.hot.PilotStateCodec;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.node.ConnectedNode;

/**
 * The autopilot and the neighbours of a rig, played for the rehearsal: a vehicle that rises, stands
 * in the air and comes down, says so, and listens to whatever it is told.
 *
 * <p>Threads: one.
 */
final class PlayedAutopilot {
  /** Shares of the rehearsal at which it leaves the ground, is up, goes down, and is down. */
  private static final double LEAVES = 0.3, UP = 0.5, SINKS = 0.8, DOWN = 0.95;

  private final FlightRigConfig.Resolved config;
  private final ConnectedNode node;
  private final List<Runnable> words = new ArrayList<>();
  private final double battery_V;
  private double high_m;
  private boolean onGround = true;

  /** Advertises and subscribes what the rig's autopilot would. */
  PlayedAutopilot(ConnectedNode node, FlightRigConfig.Resolved config) {
    this.config = config;
    this.node = node;
    battery_V = 2 * config.flight().quadrotor().battery_low_V();
    FlightRigConfig.Ros ros = config.rig().ros();
    switch (ros.autopilot()) {
      case PilotConfig.Mavros mavros -> mavros(mavros.prefix());
      case PilotConfig.Crazyswarm swarm -> crazyswarm(swarm);
    }
    for (String topic : ros.neighbour_topics()) odometry(topic, 3);
    node.newHotSubscriber(ros.own_topic(), new NumbersCodec("nav_msgs/Odometry"));
  }

  private void mavros(String in) {
    for (String topic : new String[] {"attitude", "local"})
      node.newHotSubscriber(
          in + "/setpoint_raw/" + topic,
          new NumbersCodec(
              "mavros_msgs/" + (topic.equals("local") ? "PositionTarget" : "AttitudeTarget")));
    odometry(in + "/local_position/odom", 0);
    numbers(
        in + "/imu/data",
        new NumbersCodec("sensor_msgs/Imu"),
        (codec, m) -> m.value[codec.at("linear_acceleration.x") + 2] = QuadrotorConfig.G_m_s2);
    numbers(
        in + "/battery",
        new NumbersCodec("sensor_msgs/BatteryState"),
        (codec, m) -> m.value[codec.at("voltage")] = battery_V);
    numbers(
        in + "/extended_state",
        new NumbersCodec("mavros_msgs/ExtendedState"),
        (codec, m) -> m.value[codec.at("landed_state")] = onGround ? 1 : 2);
    HotPublisher<PilotState> states = node.newHotPublisher(in + "/state", new PilotStateCodec());
    PilotState state = states.newMessage();
    state.connected = state.armed = true;
    state.mode = PilotState.OFFBOARD;
    words.add(() -> states.publish(state));
  }

  private void crazyswarm(PilotConfig.Crazyswarm swarm) {
    String in = swarm.prefix();
    node.newHotSubscriber(in + "/cmd_vel", new NumbersCodec("geometry_msgs/Twist"));
    node.newHotSubscriber(in + "/cmd_full_state", new NumbersCodec("crazyswarm/FullState"));
    node.newHotSubscriber(in + "/cmd_velocity_world", new NumbersCodec("crazyswarm/VelocityWorld"));
    node.newServiceServer(in + "/land", "crazyswarm/Land", (request, response) -> {});
    node.newServiceServer(
        in + "/notify_setpoints_stop", "crazyswarm/NotifySetpointsStop", (request, response) -> {});
    numbers(
        swarm.battery_topic(),
        new NumbersCodec("crazyswarm/GenericLogData", 1),
        (codec, m) -> m.value[0] = battery_V);
    HotPublisher<PoseStamped> poses =
        node.newHotPublisher(swarm.pose_topic(), new PoseStampedCodec("world"));
    PoseStamped pose = poses.newMessage();
    words.add(
        () -> {
          pose.position_m[2] = high_m;
          poses.publish(pose);
        });
  }

  private void odometry(String topic, double aside_m) {
    numbers(
        topic,
        new NumbersCodec("nav_msgs/Odometry", "map", "base_link"),
        (codec, m) -> {
          m.value[codec.at("pose.pose.orientation.w")] = 1;
          m.value[codec.at("pose.pose.position.x")] = aside_m;
          m.value[codec.at("pose.pose.position.z")] = high_m;
        });
  }

  private interface Fill {
    void fill(NumbersCodec codec, Numbers message);
  }

  private void numbers(String topic, NumbersCodec codec, Fill fill) {
    HotPublisher<Numbers> publisher = node.newHotPublisher(topic, codec);
    Numbers message = publisher.newMessage();
    words.add(
        () -> {
          fill.fill(codec, message);
          publisher.publish(message);
        });
  }

  /** Has a Crazyflie take set-points; the MAVROS played here says by itself that it does. */
  void engage(Pilot pilot) {
    if (config.rig().ros().autopilot() instanceof PilotConfig.Crazyswarm) pilot.engage();
  }

  /** One message of every kind, at this share of the rehearsal. */
  void speak(double share) {
    double up = Math.clamp((share - LEAVES) / (UP - LEAVES), 0, 1);
    double down = Math.clamp((share - SINKS) / (DOWN - SINKS), 0, 1);
    high_m = (up - down) * config.flight().flight().procedure().takeoff_m();
    onGround = high_m < 0.01;
    words.forEach(Runnable::run);
  }
}
