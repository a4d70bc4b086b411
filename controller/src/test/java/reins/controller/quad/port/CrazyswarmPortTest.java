package reins.controller.quad.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.config.FlightRigConfig;
import reins.controller.Rigs;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightState;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** The port against crazyswarm's topics and services, through a real master on the loopback. */
class CrazyswarmPortTest {
  private static final double EPS = 1e-3;
  private static final NumbersCodec TWIST = new NumbersCodec("geometry_msgs/Twist");
  private static final NumbersCodec FULL = new NumbersCodec("crazyswarm/FullState");
  private static final NumbersCodec LOG = new NumbersCodec("crazyswarm/GenericLogData", 1);

  private final FlightRigConfig.Resolved rig = FlightRigConfig.load(Rigs.file("sim-crazyflie"));
  private final FlightState state = new FlightState();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Master master;
  private ConnectedNode control;
  private ConnectedNode vehicle;
  private HotPublisher<PoseStamped> poses;
  private HotPublisher<Numbers> batteries;
  private PoseStamped pose;
  private RosFlightPort port;

  private static ConnectedNode node(URI master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  @BeforeEach
  void open() {
    master = Master.start("localhost", 0);
    control = node(master.uri(), "control");
    vehicle = node(master.uri(), "vehicle");
    poses = vehicle.newHotPublisher("/cf1/pose", new PoseStampedCodec("world"));
    batteries = vehicle.newHotPublisher("/cf1/battery", LOG);
    pose = poses.newMessage();
    port = RosFlightPort.of(control, rig, () -> {});
  }

  @AfterEach
  void close() {
    control.close();
    vehicle.close();
    master.close();
  }

  private void await(String what, BooleanSupplier happened) throws InterruptedException {
    Numbers battery = batteries.newMessage();
    battery.value[0] = 3.9;
    for (int i = 0; i < 1000; i++) {
      poses.publish(pose);
      batteries.publish(battery);
      port.read(System.nanoTime(), state);
      if (happened.getAsBoolean()) return;
      Thread.sleep(5);
    }
    throw new AssertionError("never: " + what);
  }

  private void services() {
    vehicle.newServiceServer(
        "/cf1/land", "crazyswarm/Land", (request, response) -> asked.add("land"));
    vehicle.newServiceServer(
        "/cf1/notify_setpoints_stop",
        "crazyswarm/NotifySetpointsStop",
        (request, response) -> asked.add("stop"));
  }

  private void engage() {
    services();
    port.pilot().engage();
  }

  @Test
  void shouldTellAttitudeInDegreesOfItsOwnHeading() throws Exception {
    HotSubscriber<Numbers> twists = vehicle.newHotSubscriber("/cf1/cmd_vel", TWIST);
    // It heads along the world's y.
    pose.orientation_xyzw[2] = pose.orientation_xyzw[3] = Math.sqrt(0.5);
    FlightCommand command = new FlightCommand();
    command.kind = FlightCommand.Kind.ATTITUDE;
    command.thrust = 0.5;
    // Tilted by 0.2 rad towards the world's y: forwards.
    command.q_world_body[0] = Math.cos(0.1);
    command.q_world_body[1] = -Math.sin(0.1);
    command.w_body_rad_s[2] = 1;
    engage();
    await("a state", () -> state.stamp_ns != 0 && state.battery_V > 0);
    assertEquals(3.9, state.battery_V);
    assertTrue(state.onGround);
    await(
        "a set-point",
        () -> {
          port.write(command);
          port.send();
          return twists.poll();
        });
    double[] told = twists.value().value;
    assertEquals(Math.toDegrees(0.2), told[TWIST.at("linear.x")], EPS, "forwards");
    assertEquals(0, told[TWIST.at("linear.x") + 1], EPS);
    assertEquals(0.5 * 65_535, told[TWIST.at("linear.x") + 2], 1);
    assertEquals(Math.toDegrees(1), told[TWIST.at("angular.z")], EPS);
    command.thrust = 1;
    await(
        "no more than the server sends",
        () -> {
          port.write(command);
          port.send();
          return twists.poll() && twists.value().value[TWIST.at("linear.x") + 2] == 60_000;
        });
  }

  /** To the left is positive here and in cmd_vel, negative in cmd_velocity_world. */
  @Test
  void shouldTellVelocitiesWithTheFirmwaresSignOfTheYawRate() throws Exception {
    NumbersCodec codec = new NumbersCodec("crazyswarm/VelocityWorld");
    HotSubscriber<Numbers> told = vehicle.newHotSubscriber("/cf1/cmd_velocity_world", codec);
    FlightCommand command = new FlightCommand();
    engage();
    command.kind = FlightCommand.Kind.VELOCITY;
    command.v_m_s[0] = 1.5;
    command.w_body_rad_s[2] = 0.5;
    await(
        "a set-point",
        () -> {
          port.write(command);
          port.send();
          return told.poll();
        });
    assertEquals(1.5, told.value().value[codec.at("vel.x")], EPS);
    assertEquals(-Math.toDegrees(0.5), told.value().value[codec.at("yawRate")], EPS);
  }

  /** A server that refuses its landing leaves it the set-points that hold it in the air. */
  @Test
  void shouldStreamOnWhereItsLandingIsRefused() throws Exception {
    vehicle.newServiceServer(
        "/cf1/notify_setpoints_stop",
        "crazyswarm/NotifySetpointsStop",
        (request, response) -> {
          throw new IllegalStateException("busy");
        });
    boolean[] lands = new boolean[1];
    vehicle.newServiceServer(
        "/cf1/land",
        "crazyswarm/Land",
        (request, response) -> {
          if (!lands[0]) throw new IllegalStateException("busy");
          asked.add("land");
        });
    port.pilot().engage();
    await("accepting", () -> state.accepting);
    assertThrows(IllegalStateException.class, () -> port.pilot().land());
    await("still accepting", () -> state.accepting);
    lands[0] = true;
    port.pilot().land();
    assertEquals(List.of("land"), asked, "though the stream's end was not told");
    await("not accepting", () -> !state.accepting);
  }

  @Test
  void shouldTellPlacesWhole() throws Exception {
    HotSubscriber<Numbers> fulls = vehicle.newHotSubscriber("/cf1/cmd_full_state", FULL);
    FlightCommand command = new FlightCommand();
    engage();
    command.kind = FlightCommand.Kind.POSITION;
    command.p_m[0] = 1;
    command.v_m_s[1] = -2;
    command.a_m_s2[2] = 3;
    command.yaw_rad = 1;
    await(
        "a set-point",
        () -> {
          port.write(command);
          port.send();
          return fulls.poll();
        });
    double[] told = fulls.value().value;
    assertEquals(1, told[FULL.at("pose.position.x")], EPS);
    assertEquals(-2, told[FULL.at("twist.linear.x") + 1], EPS);
    assertEquals(3, told[FULL.at("acc.x") + 2], EPS);
    assertEquals(Math.sin(0.5), told[FULL.at("pose.orientation.z")], EPS);
  }

  @Test
  void shouldStreamNothingWhileItLandsByItself() throws Exception {
    HotSubscriber<Numbers> twists = vehicle.newHotSubscriber("/cf1/cmd_vel", TWIST);
    String why =
        assertThrows(IllegalStateException.class, () -> port.pilot().prepare()).getMessage();
    assertTrue(why.startsWith("/cf1/land: nobody provides it"), why);
    services();
    await("a state", () -> state.stamp_ns != 0);
    assertFalse(state.accepting);
    port.pilot().engage();
    await("accepting", () -> state.accepting);
    port.pilot().land();
    assertEquals(List.of("stop", "land"), asked);
    await("not accepting", () -> !state.accepting);
    FlightCommand command = new FlightCommand();
    while (twists.poll()) Thread.sleep(20);
    for (int i = 0; i < 100; i++) {
      port.write(command);
      port.send();
    }
    Thread.sleep(50);
    assertFalse(twists.poll(), "a stream would take it out of its landing");
  }

  /**
   * Set-points are all that a Crazyflie needs to fly. One that nobody engaged is carried, or flown
   * by somebody else: it gets none, and is not said to follow any.
   */
  @Test
  void shouldSendNothingThatFliesToAVehicleThatNobodyEngaged() throws Exception {
    HotSubscriber<Numbers> fulls = vehicle.newHotSubscriber("/cf1/cmd_full_state", FULL);
    HotSubscriber<Numbers> twists = vehicle.newHotSubscriber("/cf1/cmd_vel", TWIST);
    FlightCommand command = new FlightCommand();
    pose.position_m[2] = 1.5;
    await("in the air", () -> state.p_m[2] > 1.4);
    await(
        "motors off may be said",
        () -> {
          port.write(command);
          port.send();
          return twists.poll();
        });
    command.kind = FlightCommand.Kind.POSITION;
    for (int i = 0; i < 100; i++) {
      port.write(command);
      port.send();
    }
    Thread.sleep(50);
    assertFalse(fulls.poll());
    assertFalse(state.accepting);
    services();
    port.pilot().engage();
    await("following", () -> state.accepting);
    await(
        "a set-point",
        () -> {
          port.write(command);
          port.send();
          return fulls.poll();
        });
    command.none();
    while (fulls.poll() | twists.poll()) Thread.sleep(20);
    for (int i = 0; i < 100; i++) {
      port.write(command);
      port.send();
    }
    Thread.sleep(50);
    assertFalse(fulls.poll() | twists.poll(), "nothing is nothing");
  }
}
