package reins.sim.quad;

import java.util.concurrent.ConcurrentLinkedQueue;
import reins.contract.config.PilotConfig;
import reins.controller.quad.FlightCommand;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.RosDuration;
import reins.ros.node.ConnectedNode;

/**
 * crazyswarm's server before a simulated Crazyflie, and the hall's motion capture: its topics and
 * services.
 *
 * <p>Threads: as {@link FlightTopics}.
 */
final class CrazyswarmTopics implements FlightTopics {
  private static final NumbersCodec TWIST = new NumbersCodec("geometry_msgs/Twist");
  private static final NumbersCodec FULL = new NumbersCodec("crazyswarm/FullState");
  private static final NumbersCodec VELOCITY = new NumbersCodec("crazyswarm/VelocityWorld");
  private static final NumbersCodec LOG = new NumbersCodec("crazyswarm/GenericLogData", 1);

  /** A hall sees 100 times a second; the battery is logged once. In steps of a millisecond. */
  private static final int POSE_STEPS = 10;

  private static final int BATTERY_STEPS = 1000;
  private static final double THRUST_FULL = 65_535;

  private final Vehicle vehicle;
  private final CrazyflieFirmware firmware;
  private final HotPublisher<PoseStamped> poses;
  private final HotPublisher<Numbers> batteries;
  private final HotSubscriber<Numbers> twists;
  private final HotSubscriber<Numbers> fulls;
  private final HotSubscriber<Numbers> velocities;
  private final PoseStamped pose;
  private final Numbers battery;
  private final FlightCommand command = new FlightCommand();
  private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();

  CrazyswarmTopics(ConnectedNode node, PilotConfig.Crazyswarm rig, Vehicle vehicle) {
    this.vehicle = vehicle;
    firmware = new CrazyflieFirmware(vehicle);
    String name = rig.prefix();
    poses = node.newHotPublisher(rig.pose_topic(), new PoseStampedCodec("world"));
    batteries = node.newHotPublisher(rig.battery_topic(), LOG);
    twists = node.newHotSubscriber(name + "/cmd_vel", TWIST);
    fulls = node.newHotSubscriber(name + "/cmd_full_state", FULL);
    velocities = node.newHotSubscriber(name + "/cmd_velocity_world", VELOCITY);
    pose = poses.newMessage();
    battery = batteries.newMessage();
    node.newSubscriber(name + "/cmd_stop", "std_msgs/Empty")
        .addMessageListener(message -> asked.add(firmware::stop));
    for (String service : new String[] {"takeoff", "land"})
      node.newServiceServer(
          name + "/" + service,
          "crazyswarm/" + (service.equals("land") ? "Land" : "Takeoff"),
          (request, response) -> go(request));
    node.newServiceServer(
        name + "/notify_setpoints_stop",
        "crazyswarm/NotifySetpointsStop",
        (request, response) -> asked.add(firmware::setpointsStop));
  }

  private void go(DynamicMessage request) {
    double height_m = request.getDouble("height");
    RosDuration duration = (RosDuration) request.get("duration");
    double time_s = duration.secs() + 1e-9 * duration.nsecs();
    asked.add(() -> firmware.go(height_m, time_s));
  }

  @Override
  public void listen() {
    if (twists.poll()) twist(twists.value().value);
    if (fulls.poll()) full(fulls.value().value);
    if (velocities.poll()) velocity(velocities.value().value);
    for (Runnable task; (task = asked.poll()) != null; ) task.run();
  }

  private void twist(double[] from) {
    double pitch = Math.toRadians(from[TWIST.at("linear.x")]);
    double roll = Math.toRadians(from[TWIST.at("linear.x") + 1]);
    double thrust_N = from[TWIST.at("linear.x") + 2] / THRUST_FULL * vehicle.q.thrust_at_full_N();
    command.kind = FlightCommand.Kind.ATTITUDE;
    command.thrust = thrust_N / (4 * vehicle.q.rotor().thrust_max_N());
    double yaw_rad = turning(Math.toRadians(from[TWIST.at("angular.z")]));
    double cr = Math.cos(roll / 2), sr = Math.sin(roll / 2), cp = Math.cos(pitch / 2);
    double sp = Math.sin(pitch / 2), cy = Math.cos(yaw_rad / 2), sy = Math.sin(yaw_rad / 2);
    command.q_world_body[0] = cr * cp * cy + sr * sp * sy;
    command.q_world_body[1] = sr * cp * cy - cr * sp * sy;
    command.q_world_body[2] = cr * sp * cy + sr * cp * sy;
    command.q_world_body[3] = cr * cp * sy - sr * sp * cy;
    if (thrust_N == 0) command.off();
    firmware.accept(command);
  }

  /** The heading towards which its own loop turns at a rate. */
  private double turning(double rate_rad_s) {
    return Math.atan2(vehicle.r[3], vehicle.r[0]) + rate_rad_s / Autopilot.YAW_1_s;
  }

  private void full(double[] from) {
    command.kind = FlightCommand.Kind.POSITION;
    int q = FULL.at("pose.orientation.x");
    for (int i = 0; i < 3; i++) {
      command.p_m[i] = from[FULL.at("pose.position.x") + i];
      command.v_m_s[i] = from[FULL.at("twist.linear.x") + i];
      command.a_m_s2[i] = from[FULL.at("acc.x") + i];
    }
    command.yaw_rad = 2 * Math.atan2(from[q + 2], from[q + 3]);
    firmware.accept(command);
  }

  private void velocity(double[] from) {
    command.kind = FlightCommand.Kind.VELOCITY;
    for (int i = 0; i < 3; i++) command.v_m_s[i] = from[VELOCITY.at("vel.x") + i];
    // The firmware's decoder turns this one's sign round, and cmd_vel's not.
    command.yaw_rad = turning(-Math.toRadians(from[VELOCITY.at("yawRate")]));
    firmware.accept(command);
  }

  @Override
  public void step(double dt_s) {
    firmware.step(dt_s);
  }

  @Override
  public void tell(long step) {
    long wall_ns = System.currentTimeMillis() * 1_000_000L;
    if (step % POSE_STEPS == 0) {
      System.arraycopy(vehicle.p_m, 0, pose.position_m, 0, 3);
      System.arraycopy(vehicle.q_world_body, 1, pose.orientation_xyzw, 0, 3);
      pose.orientation_xyzw[3] = vehicle.q_world_body[0];
      pose.seq++;
      pose.stamp_ns = wall_ns;
      poses.publish(pose);
    }
    if (step % BATTERY_STEPS != 0) return;
    battery.value[0] = vehicle.battery_V;
    battery.seq++;
    battery.stamp_ns = wall_ns;
    batteries.publish(battery);
  }
}
