package reins.controller.quad.port;

import java.util.Map;
import java.util.TreeMap;
import reins.contract.config.PilotConfig;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.hot.PilotState;
import reins.ros.hot.PilotStateCodec;
import reins.ros.node.CancellableLoop;
import reins.ros.node.ConnectedNode;

/** MAVROS's topics and services, each as a test has it. */
final class MavrosFake {
  final NumbersCodec odometryCodec = new NumbersCodec("nav_msgs/Odometry", "map", "base_link");
  final NumbersCodec imuCodec = new NumbersCodec("sensor_msgs/Imu");
  final NumbersCodec batteryCodec = new NumbersCodec("sensor_msgs/BatteryState");
  final NumbersCodec landedCodec = new NumbersCodec("mavros_msgs/ExtendedState");
  final NumbersCodec attitudeCodec = new NumbersCodec("mavros_msgs/AttitudeTarget");
  final NumbersCodec localCodec = new NumbersCodec("mavros_msgs/PositionTarget");
  final Numbers odometry = odometryCodec.allocate();
  final Numbers imu = imuCodec.allocate();
  final Numbers battery = batteryCodec.allocate();
  final Numbers landed = landedCodec.allocate();
  final PilotState state = new PilotStateCodec().allocate();
  final HotSubscriber<Numbers> attitudes;
  final HotSubscriber<Numbers> locals;
  final Map<String, Double> parameters = new TreeMap<>();
  volatile boolean beating = true;
  boolean grants = true;
  boolean arms = true;

  /** How often it was asked to disarm. */
  volatile int disarmed;

  private final HotPublisher<Numbers> odometries;
  private final HotPublisher<Numbers> imus;
  private final HotPublisher<Numbers> batteries;
  private final HotPublisher<Numbers> landeds;
  private final HotPublisher<PilotState> states;

  MavrosFake(ConnectedNode node, PilotConfig.Mavros rig) {
    String in = rig.prefix();
    odometries = node.newHotPublisher(in + "/local_position/odom", odometryCodec);
    imus = node.newHotPublisher(in + "/imu/data", imuCodec);
    batteries = node.newHotPublisher(in + "/battery", batteryCodec);
    landeds = node.newHotPublisher(in + "/extended_state", landedCodec);
    states = node.newHotPublisher(in + "/state", new PilotStateCodec());
    attitudes = node.newHotSubscriber(in + "/setpoint_raw/attitude", attitudeCodec);
    locals = node.newHotSubscriber(in + "/setpoint_raw/local", localCodec);
    rig.parameters().forEach((name, range) -> parameters.put(name, range[1]));
    odometry.value[odometryCodec.at("pose.pose.orientation.w")] = 1;
    landed.value[landedCodec.at("landed_state")] = 1;
    state.connected = true;
    state.mode = PilotState.MODES.indexOf("AUTO.LOITER");
    node.getParameterTree().set(in + "/setpoint_raw/thrust_scaling", rig.thrust_scaling());
    node.executeCancellableLoop(
        new CancellableLoop() {
          @Override
          protected void loop() throws InterruptedException {
            Thread.sleep(20);
            if (beating) beat();
          }
        });
    node.newServiceServer(
        in + "/param/get",
        "mavros_msgs/ParamGet",
        (request, response) -> {
          Double value = parameters.get(request.getString("param_id"));
          response.set("success", value != null);
          if (value != null) response.getMessage("value").set("real", value);
        });
    node.newServiceServer(
        in + "/set_message_interval",
        "mavros_msgs/MessageInterval",
        (request, response) -> response.set("success", true));
    node.newServiceServer(
        in + "/set_mode",
        "mavros_msgs/SetMode",
        (request, response) -> {
          if (grants) state.mode = PilotState.MODES.indexOf(request.getString("custom_mode"));
          response.set("mode_sent", true);
          speak();
        });
    node.newServiceServer(
        in + "/cmd/arming",
        "mavros_msgs/CommandBool",
        (request, response) -> {
          if (!request.getBool("value")) disarmed++;
          if (arms) state.armed = request.getBool("value");
          response.set("success", arms).set("result", arms ? 0 : 1);
          speak();
        });
  }

  /** One message of every kind. */
  synchronized void speak() {
    speakOfFlight();
    speakOfGround();
  }

  /** All but whether it stands on the ground. */
  synchronized void speakOfFlight() {
    odometries.publish(odometry);
    imus.publish(imu);
    batteries.publish(battery);
    states.publish(state);
  }

  /** Whether it stands on the ground. */
  synchronized void speakOfGround() {
    landeds.publish(landed);
  }

  /** MAVROS's own state, alone. */
  synchronized void beat() {
    states.publish(state);
  }
}
