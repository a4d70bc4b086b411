package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.controller.safety.EstopLatch;

/** What becomes of a flight when something goes wrong, at the times the ladder states. */
class FlightLoopTest {
  private static final double[] STILL = new double[4];
  private static final double[] FORWARD = {0.5, 0, 0, 0};

  private final PlayedVehicle vehicle = Flights.played("crazyflie");

  @BeforeEach
  void fly() {
    vehicle.tick();
    vehicle.fly();
    assertEquals(FlightMode.HOVER, vehicle.loop.mode());
    vehicle.run(0.3, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.POLICY, vehicle.loop.mode());
  }

  @AfterEach
  void close() {
    vehicle.exchange.close();
  }

  private FlightMode mode() {
    return vehicle.loop.mode();
  }

  private void onTheGround() {
    vehicle.run(8);
    assertEquals(FlightMode.OFF, mode());
    assertEquals(FlightCommand.Kind.OFF, vehicle.sent.kind);
    assertTrue(vehicle.truth.p_m[2] < 0.02);
  }

  @Test
  void shouldHoverAfterATenthOfASecondAndLandAfterHalfOne() {
    vehicle.run(0.09);
    assertEquals(FlightMode.POLICY, mode());
    vehicle.run(0.02);
    assertEquals(FlightMode.HOVER, mode());
    vehicle.run(0.38);
    assertEquals(FlightMode.HOVER, mode());
    vehicle.run(0.03);
    assertEquals(FlightMode.LANDING, mode());
    onTheGround();
    vehicle.loop.panel().takeOff();
    vehicle.tick();
    assertEquals(FlightMode.OFF, mode(), "disarmed by the landing");
  }

  /** Whoever flew it by a page or a device is lost, and the rig says land. */
  @Test
  void shouldLandWhereTheFrameSaysThatThePersonIsLost() {
    vehicle.run(0.2, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.INTERVENTION, mode());
    vehicle.send(Command.LAND, Source.PERSON, STILL);
    vehicle.tick();
    assertEquals(FlightMode.LANDING, mode());
    vehicle.run(0.2, Command.HOLD, Source.POLICY, STILL);
    vehicle.run(0.2, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.LANDING, mode(), "the policy does not take it out of it");
    onTheGround();
  }

  @Test
  void shouldDescendWithoutAStateAfterAFifthOfASecond() {
    vehicle.gone = true;
    for (int t = 0; t < 95; t++) {
      vehicle.send(Command.ACT, Source.POLICY, FORWARD);
      vehicle.tick();
    }
    assertEquals(FlightMode.POLICY, mode());
    vehicle.run(0.03);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertEquals(FlightCommand.Kind.ATTITUDE, vehicle.sent.kind);
    assertEquals(0, vehicle.sent.q_world_body[1], 1e-12);
    assertTrue(vehicle.sent.thrust < vehicle.loop.hoverThrust());
    assertTrue(vehicle.sent.thrust > 0.85 * vehicle.loop.hoverThrust());
    vehicle.run(vehicle.config.flight().ladder().descent_s() + 0.05);
    assertEquals(FlightMode.OFF, mode(), "the descent is bounded in time");
  }

  @Test
  void shouldLandWhenTheStateComesBack() {
    vehicle.gone = true;
    vehicle.run(0.4);
    vehicle.gone = false;
    vehicle.run(0.25);
    assertEquals(FlightMode.LANDING, mode());
    onTheGround();
  }

  @Test
  void shouldTreatAStateThatIsNotANumberAsNone() {
    vehicle.notFinite = true;
    int fault = vehicle.tick();
    assertTrue((fault & Fault.STATE_NOT_FINITE) != 0);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertTrue(Double.isFinite(vehicle.sent.thrust));
  }

  @Test
  void shouldRefuseAJumpOfTheEstimate() {
    vehicle.truth.p_m[0] += 3;
    int fault = vehicle.tick();
    assertTrue((fault & Fault.STATE_JUMP) != 0);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    vehicle.run(0.6);
    assertEquals(FlightMode.LANDING, mode(), "where it is then believed to be");
  }

  @Test
  void shouldHoverOnAnActionThatIsNotANumber() {
    int fault = vehicle.run(0.01, Command.ACT, Source.POLICY, new double[] {0.1, Double.NaN, 0, 0});
    assertTrue((fault & Fault.ACTION_NOT_FINITE) != 0);
    assertEquals(FlightMode.HOVER, mode());
  }

  @Test
  void shouldClipAnActionThatIsTooLarge() {
    int fault = vehicle.run(2, Command.ACT, Source.POLICY, new double[] {50, 0, 0, 0});
    assertTrue((fault & Fault.ACTION_CLIPPED) != 0);
    double fastest = vehicle.config.quadrotor().limits().speed_max_m_s();
    assertTrue(vehicle.truth.v_m_s[0] < 1.05 * fastest);
    assertTrue(vehicle.truth.p_m[0] < vehicle.config.flight().fence().high_m()[0] + 0.1);
  }

  @Test
  void shouldFollowAPersonAtOnceAndReportIt() {
    vehicle.run(0.01, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.INTERVENTION, mode());
    StateFrame frame = new StateFrame();
    assertEquals(0, vehicle.exchange.latestState(frame));
    assertEquals(Mode.INTERVENTION.ordinal(), frame.mode);
    assertEquals(0.5, frame.executed[0]);
    assertEquals(vehicle.truth.p_m[2], frame.p_base_tool_m[2], 0.01);
  }

  @Test
  void shouldLetAPersonTakeItOutOfALandingButNotOutOfAnEmergencyStop() {
    vehicle.loop.panel().land();
    vehicle.tick();
    assertEquals(FlightMode.LANDING, mode());
    vehicle.run(0.02, Command.ACT, Source.PERSON, STILL);
    assertEquals(FlightMode.INTERVENTION, mode());
    vehicle.loop.panel().estop().trip(EstopLatch.Cause.PERSON);
    vehicle.run(0.02, Command.ACT, Source.PERSON, STILL);
    assertEquals(FlightMode.LANDING, mode());
    onTheGround();
    vehicle.loop.panel().arm(true);
    vehicle.loop.panel().takeOff();
    vehicle.tick();
    assertEquals(FlightMode.OFF, mode(), "latched");
    vehicle.loop.panel().arm(false);
    vehicle.loop.panel().estop().reset();
    vehicle.tick();
    vehicle.loop.panel().arm(true);
    vehicle.loop.panel().takeOff();
    vehicle.tick();
    assertEquals(FlightMode.TAKE_OFF, mode());
  }

  @Test
  void shouldLandOnADevicesEmergencyStop() {
    vehicle.run(0.01, Command.ESTOP, Source.PERSON, STILL);
    assertEquals(FlightMode.LANDING, mode());
  }

  @Test
  void shouldLandOnALowBattery() {
    vehicle.truth.battery_V = 0.9 * vehicle.config.quadrotor().battery_low_V();
    vehicle.run(0.9, Command.ACT, Source.POLICY, STILL);
    assertNotEquals(FlightMode.LANDING, mode(), "a sag of a moment is none");
    vehicle.run(0.2, Command.ACT, Source.POLICY, STILL);
    assertEquals(FlightMode.LANDING, mode());
    onTheGround();
    vehicle.loop.panel().arm(true);
    vehicle.loop.panel().takeOff();
    vehicle.tick();
    assertEquals(FlightMode.OFF, mode());
  }

  @Test
  void shouldLandWhereItIsFarOutsideOfItsFence() {
    for (int t = 0; t < 200 && vehicle.truth.p_m[0] < 6.5; t++) {
      vehicle.truth.p_m[0] += 0.3;
      vehicle.send(Command.ACT, Source.POLICY, STILL);
      vehicle.tick();
    }
    assertEquals(FlightMode.LANDING, mode());
  }

  @Test
  void shouldYieldWhereTheAutopilotIsTakenAndHoverWhenItIsGivenBack() {
    vehicle.truth.accepting = false;
    vehicle.run(0.01, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.YIELDED, mode());
    vehicle.truth.accepting = true;
    vehicle.tick();
    assertEquals(FlightMode.HOVER, mode());
  }

  @Test
  void shouldComeDownWhereATickThrew() {
    assertEquals(Fault.TICK_THREW, vehicle.loop.retreat(1L));
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertEquals(FlightCommand.Kind.ATTITUDE, vehicle.sent.kind);
  }

  @Test
  void shouldNotTakeOffUnarmed() {
    vehicle.loop.panel().land();
    onTheGround();
    vehicle.loop.panel().takeOff();
    int fault = vehicle.tick();
    assertTrue((fault & Fault.MOVE_REFUSED) != 0);
    assertFalse(mode().steering());
  }

  /** Shares of the fence, then of half a turn. */
  private static final double[] PLACE = {0.3, -0.2, 0.1, 0.5};

  @Test
  void shouldReturnToThePlaceThatItIsToldAndSaySo() {
    vehicle.run(8, Command.HOME, Source.POLICY, PLACE);
    assertEquals(FlightMode.RETURN, mode());
    FlightConfig.Fence fence = vehicle.config.flight().fence();
    for (int i = 0; i < 3; i++) {
      double low_m = fence.low_m()[i], high_m = fence.high_m()[i];
      assertEquals(low_m + (PLACE[i] + 1) / 2 * (high_m - low_m), vehicle.truth.p_m[i], 0.05);
    }
    assertEquals(Math.PI / 2, vehicle.loop.reference().yaw_rad, 0.02);
    assertEquals(1, frame().homed);
    vehicle.run(0.1, Command.HOLD, Source.POLICY, STILL);
    assertEquals(FlightMode.HOVER, mode());
    assertEquals(0, frame().homed);
  }

  @Test
  void shouldNotReturnToNowhereAndLandWhenTheProcessGoesSilentOnTheWay() {
    vehicle.run(0.1, Command.HOME, Source.POLICY, new double[] {0, Double.NaN, 0, 0});
    assertEquals(FlightMode.HOVER, mode());
    vehicle.run(0.2, Command.HOME, Source.POLICY, PLACE);
    assertEquals(FlightMode.RETURN, mode());
    vehicle.run(0.6);
    assertEquals(FlightMode.LANDING, mode());
  }

  private StateFrame frame() {
    StateFrame frame = new StateFrame();
    vehicle.exchange.latestState(frame);
    return frame;
  }

  @Test
  void shouldLandAtAnEmergencyStopWithinAStep() {
    vehicle.send(Command.ACT, Source.PERSON, FORWARD);
    vehicle.tick();
    ActionFrame frame = new ActionFrame();
    vehicle.exchange.latestAction(frame);
    frame.revises = frame.seq++;
    frame.command = Command.ESTOP.ordinal();
    vehicle.exchange.publishAction(frame);
    assertEquals(Fault.ESTOP, vehicle.tick() & (Fault.ESTOP | Fault.ACTION_REORDERED));
    assertEquals(FlightMode.LANDING, mode());
  }
}
