package reins.controller.quad.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.controller.Rigs;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightState;
import reins.ros.hot.Numbers;
import reins.ros.hot.PilotState;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** The port against MAVROS's topics and services, through a real master on the loopback. */
class MavrosPortTest {
  private static final double EPS = 1e-6;

  private final FlightRigConfig.Resolved rig = FlightRigConfig.load(Rigs.file("sim-hummingbird"));
  private final PilotConfig.Mavros config = (PilotConfig.Mavros) rig.rig().ros().autopilot();
  private final FlightState state = new FlightState();
  private Master master;
  private ConnectedNode control;
  private ConnectedNode vehicle;
  private MavrosFake mavros;
  private RosFlightPort port;

  private static ConnectedNode node(URI master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  @BeforeEach
  void open() {
    master = Master.start("localhost", 0);
    control = node(master.uri(), "control");
    vehicle = node(master.uri(), "vehicle");
    mavros = new MavrosFake(vehicle, config);
    port = RosFlightPort.of(control, rig, () -> {});
    mavros.battery.value[mavros.batteryCodec.at("voltage")] = 12.5;
  }

  @AfterEach
  void close() {
    control.close();
    vehicle.close();
    master.close();
  }

  private void await(String what, BooleanSupplier happened) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      mavros.speak();
      port.read(System.nanoTime(), state);
      if (happened.getAsBoolean()) return;
      Thread.sleep(5);
    }
    throw new AssertionError("never: " + what);
  }

  private Numbers sent(FlightCommand command, boolean local) throws InterruptedException {
    await("a state", () -> state.stamp_ns != 0);
    await(
        "a set-point",
        () -> {
          port.write(command);
          port.send();
          return local ? mavros.locals.poll() : mavros.attitudes.poll();
        });
    return local ? mavros.locals.value() : mavros.attitudes.value();
  }

  @Test
  void shouldTurnTheBodysTwistIntoTheWorldsAndPutWFirst() throws Exception {
    // A quarter turn to the left: the body's x is the world's y.
    double half = Math.sqrt(0.5);
    double[] o = mavros.odometry.value;
    o[mavros.odometryCodec.at("pose.pose.orientation.z")] = half;
    o[mavros.odometryCodec.at("pose.pose.orientation.w")] = half;
    o[mavros.odometryCodec.at("pose.pose.position.x") + 2] = 1.25;
    o[mavros.odometryCodec.at("twist.twist.linear.x")] = 2;
    mavros.imu.value[mavros.imuCodec.at("angular_velocity.x") + 1] = -0.5;
    mavros.imu.value[mavros.imuCodec.at("linear_acceleration.x") + 2] = 9.8;
    mavros.landed.value[mavros.landedCodec.at("landed_state")] = 2;
    await("a state", () -> state.stamp_ns != 0 && state.battery_V > 0);
    assertArrayEquals(new double[] {half, 0, 0, half}, state.q_world_body, EPS);
    assertArrayEquals(new double[] {0, 0, 1.25}, state.p_m, EPS);
    assertArrayEquals(new double[] {0, 2, 0}, state.v_m_s, EPS);
    assertArrayEquals(new double[] {0, -0.5, 0}, state.w_body_rad_s, EPS);
    assertEquals(9.8, state.f_body_m_s2[2], EPS);
    assertEquals(12.5, state.battery_V, EPS);
    assertFalse(state.onGround);
    assertFalse(state.accepting, "in AUTO.LOITER");
  }

  /** Seen once: a fresh stamp over a pose that nobody had sent. */
  @Test
  void shouldReadWhatCameBeforeTheLastSensorSpoke() throws Exception {
    mavros.odometry.value[mavros.odometryCodec.at("pose.pose.position.x")] = 3;
    for (int i = 0; i < 1000 && state.battery_V == 0; i++) {
      mavros.speakOfFlight();
      Thread.sleep(5);
      port.read(System.nanoTime(), state);
    }
    assertEquals(0, state.stamp_ns, "half of it is not known");
    for (int i = 0; i < 1000 && state.stamp_ns == 0; i++) {
      mavros.speakOfGround();
      Thread.sleep(5);
      port.read(System.nanoTime(), state);
    }
    assertEquals(3, state.p_m[0], EPS);
  }

  /** Motors stop by the one and vehicles stay up by the other: each says when it was said. */
  @Test
  void shouldSayWhenTheGroundAndTheVoltageWereTold() throws Exception {
    await("a state", () -> state.stamp_ns != 0 && state.battery_V > 0);
    long before_ns = System.nanoTime();
    assertTrue(before_ns - state.ground_ns < 5_000_000_000L);
    await("anew", () -> state.ground_ns > before_ns && state.battery_ns > before_ns);
    assertTrue(state.stands(state.ground_ns + 500_000_000L));
    assertFalse(state.stands(state.ground_ns + 500_000_001L), "the topic may have died");
    assertFalse(state.aloft(state.ground_ns + 500_000_001L), "and nobody knows");
    mavros.landed.value[mavros.landedCodec.at("landed_state")] = 0;
    await("undefined", () -> state.ground_ns == 0);
  }

  @Test
  void shouldSendNothingToAVehicleOfWhichItKnowsNothing() throws Exception {
    FlightCommand off = new FlightCommand();
    for (int i = 0; i < 100; i++) {
      port.read(System.nanoTime(), state);
      port.write(off);
      port.send();
      Thread.sleep(2);
    }
    assertFalse(mavros.attitudes.poll(), "a restarted controller must not stop flying motors");
    assertEquals(0, sent(off, false).value[mavros.attitudeCodec.at("thrust")]);
  }

  @Test
  void shouldMaskWhatDoesNotCountAndScaleThrust() throws Exception {
    FlightCommand command = new FlightCommand();
    command.kind = FlightCommand.Kind.BODY_RATES;
    command.thrust = 0.4;
    command.w_body_rad_s[0] = 1;
    command.w_body_rad_s[2] = -2;
    double[] rates = sent(command, false).value;
    assertEquals(128, rates[mavros.attitudeCodec.at("type_mask")]);
    assertEquals(0.4, rates[mavros.attitudeCodec.at("thrust")], EPS, "a share of the same newtons");
    assertEquals(1, rates[mavros.attitudeCodec.at("body_rate.x")], EPS);
    assertEquals(-2, rates[mavros.attitudeCodec.at("body_rate.x") + 2], EPS);
    assertEquals(1, rates[mavros.attitudeCodec.at("orientation.w")], EPS, "valid all the same");

    command.kind = FlightCommand.Kind.ATTITUDE;
    command.q_world_body[0] = 0.8;
    command.q_world_body[2] = 0.6;
    await(
        "the next",
        () -> {
          port.write(command);
          port.send();
          return mavros.attitudes.poll()
              && mavros.attitudes.value().value[mavros.attitudeCodec.at("type_mask")] == 7;
        });
    double[] attitude = mavros.attitudes.value().value;
    assertEquals(0.6, attitude[mavros.attitudeCodec.at("orientation.x") + 1], EPS);
    assertEquals(0.8, attitude[mavros.attitudeCodec.at("orientation.w")], EPS);
  }

  @Test
  void shouldSendPlacesAndVelocitiesInTheLocalFrame() throws Exception {
    FlightCommand command = new FlightCommand();
    command.kind = FlightCommand.Kind.POSITION;
    command.p_m[1] = 3;
    command.v_m_s[0] = 0.5;
    command.a_m_s2[2] = 0.25;
    command.yaw_rad = 1.5;
    double[] local = sent(command, true).value;
    assertEquals(1, local[mavros.localCodec.at("coordinate_frame")]);
    assertEquals(0, local[mavros.localCodec.at("type_mask")]);
    assertEquals(3, local[mavros.localCodec.at("position.x") + 1], EPS);
    assertEquals(0.5, local[mavros.localCodec.at("velocity.x")], EPS);
    assertEquals(0.25, local[mavros.localCodec.at("acceleration_or_force.x") + 2], EPS);
    assertEquals(1.5, local[mavros.localCodec.at("yaw")], EPS);
    command.kind = FlightCommand.Kind.VELOCITY;
    await(
        "velocities",
        () -> {
          port.write(command);
          port.send();
          return mavros.locals.poll()
              && mavros.locals.value().value[mavros.localCodec.at("type_mask")]
                  == 1 + 2 + 4 + 64 + 128 + 256;
        });
  }

  @Test
  void shouldTellOfALostHeartbeatAndOfALostLink() throws Exception {
    mavros.state.armed = true;
    mavros.state.mode = PilotState.OFFBOARD;
    await("accepting", () -> state.accepting);
    mavros.beating = false;
    Thread.sleep(50);
    port.read(System.nanoTime(), state);
    long beat_ns = System.nanoTime();
    long silence_ns = Math.round(config.heartbeat_s() * 1e9);
    port.read(beat_ns + silence_ns - 1_000_000_000, state);
    assertTrue(state.heartbeat);
    // MAVROS itself would wait for 10 s.
    port.read(beat_ns + silence_ns + 1_000_000, state);
    assertFalse(state.heartbeat);
    await("again", () -> state.heartbeat && state.accepting);
    mavros.state.connected = false;
    await("not without its link", () -> !state.accepting);
  }

  @Test
  void shouldEngageAndSayWhatIsConfirmed() throws Exception {
    mavros.parameters.put("MPC_THR_HOVER", rig.flight().quadrotor().hoverThrust());
    await("a state", () -> state.stamp_ns != 0);
    port.pilot().prepare();
    port.pilot().engage();
    assertTrue(mavros.state.armed);
    assertEquals(PilotState.OFFBOARD, mavros.state.mode);
    port.pilot().land();
    assertEquals(PilotState.LAND, mavros.state.mode);
    await("known", () -> !state.accepting);
    port.pilot().disengage();
    assertFalse(mavros.state.armed);
  }

  /** A refused arming names the parameter, its value and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COM_OF_LOSS_T | 5 | parameter COM_OF_LOSS_T: expected 0.6 to 1.0, the autopilot has 5.0",
        "COM_OBL_RC_ACT | 7 | parameter COM_OBL_RC_ACT: expected 4.0, the autopilot has 7.0",
        "GF_ACTION | 0 | parameter GF_ACTION: expected 5.0, the autopilot has 0.0",
        "GF_MAX_HOR_DIST | 0 | parameter GF_MAX_HOR_DIST: expected 6.0 to 20.0, the autopilot has 0.0",
        "MPC_TILTMAX_AIR | 80 | parameter MPC_TILTMAX_AIR: expected 30.0 to 45.0, the autopilot has 80",
        "MPC_THR_HOVER | 0.5 | parameter MPC_THR_HOVER: expected 0.2",
      })
  void shouldNameTheParameterThatIsNotAsTheRigExpects(String name, double value, String expected)
      throws Exception {
    mavros.parameters.put("MPC_THR_HOVER", rig.flight().quadrotor().hoverThrust());
    await("a state", () -> state.stamp_ns != 0);
    mavros.parameters.put(name, value);
    refused(expected);
    mavros.parameters.remove(name);
    refused("parameter " + name + ": the autopilot does not tell it");
    assertFalse(mavros.state.armed);
  }

  private void refused(String expected) {
    String why =
        assertThrows(IllegalStateException.class, () -> port.pilot().engage()).getMessage();
    assertTrue(why.startsWith(expected), why);
  }

  @Test
  void shouldRefuseWithoutThrustScaling() throws Exception {
    await("a state", () -> state.stamp_ns != 0);
    String name = config.prefix() + "/setpoint_raw/thrust_scaling";
    vehicle.getParameterTree().delete(name);
    refused("parameter " + name + ": missing");
    vehicle.getParameterTree().set(name, 0.5);
    refused("parameter " + name + ": expected 1.0, the autopilot has 0.5");
  }

  @Test
  void shouldSayThatOffboardOrArmingWasRefused() throws Exception {
    mavros.parameters.put("MPC_THR_HOVER", rig.flight().quadrotor().hoverThrust());
    await("a state", () -> state.stamp_ns != 0);
    mavros.grants = false;
    refused("Offboard refused: the autopilot stays in AUTO.LOITER");
    mavros.grants = true;
    mavros.arms = false;
    mavros.disarmed = 0;
    refused("arming refused by the autopilot: result 1");
    port.pilot().disengage();
    assertEquals(1, mavros.disarmed, "also where nobody confirmed that it is armed");
    mavros.state.connected = false;
    Thread.sleep(100);
    refused("no autopilot: " + config.prefix() + "/state says not connected");
  }
}
