package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
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

  /** What climbed when it was seen last does not go on climbing; what fell is caught a little. */
  @ParameterizedTest
  @CsvSource({"2.0, 1.0", "2.0, 1.03", "2.0, 0.9", "-2.0, 1.0", "-2.0, 1.03", "-2.0, 0.9"})
  void shouldBeginItsDescentAtTheSpeedThatItHad(double v_m_s, double lift) {
    vehicle.run(2, Command.ACT, Source.POLICY, new double[] {0, 0, 0.5, 0});
    vehicle.truth.p_m[2] = v_m_s < 0 ? 3.5 : 1.5;
    vehicle.run(0.3);
    vehicle.run(0.1, Command.HOLD, Source.POLICY, STILL);
    vehicle.truth.v_m_s[2] = v_m_s;
    vehicle.tick();
    vehicle.gone = true;
    vehicle.lift = lift;
    double from_m = vehicle.truth.p_m[2], most_m = from_m;
    for (int t = 0; t < 500 * vehicle.config.flight().ladder().descent_s(); t++) {
      most_m = Math.max(most_m, vehicle.truth.p_m[2]);
      vehicle.tick();
    }
    assertTrue(most_m - from_m < 0.5, "climbs " + (most_m - from_m));
    assertEquals(0, vehicle.truth.p_m[2], 0.02);
  }

  /** The last sample of a state that is lost does not answer to what is commanded since. */
  @Test
  void shouldNotLearnThrustFromAStateThatIsLost() {
    vehicle.run(1, Command.HOLD, Source.POLICY, STILL);
    double learnt = vehicle.loop.hoverThrust();
    vehicle.truth.v_m_s[2] = -2;
    vehicle.tick();
    vehicle.gone = true;
    vehicle.run(0.3);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertEquals(learnt, vehicle.loop.hoverThrust(), 0.02 * learnt);
  }

  /** What FlightConfig takes to be left of a file's error where thrust is sent. */
  @ParameterizedTest
  @ValueSource(doubles = {0.9, 1.1, 1.2})
  void shouldLearnItsThrustToThreeHundredths(double lift) {
    vehicle.lift = lift;
    vehicle.run(2, Command.ACT, Source.POLICY, STILL);
    double truth = vehicle.config.quadrotor().hoverThrust() / lift;
    assertEquals(truth, vehicle.loop.hoverThrust(), 0.03 * truth);
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

  /** As if it had not come: for a moment the last good one is flown on, then it is too old. */
  @Test
  void shouldTreatAStateThatIsNotANumberAsNone() {
    vehicle.notFinite = true;
    int fault = vehicle.run(0.19, Command.ACT, Source.POLICY, FORWARD);
    assertTrue((fault & Fault.STATE_NOT_FINITE) != 0);
    assertEquals(FlightMode.POLICY, mode());
    assertTrue(Double.isFinite(vehicle.sent.thrust + vehicle.sent.w_body_rad_s[1]));
    double most_rad = vehicle.config.quadrotor().limits().tilt_max_rad();
    assertTrue(vehicle.truth.r_world_body[8] > Math.cos(most_rad) - 1e-6);
    vehicle.run(0.02, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertTrue(Double.isFinite(vehicle.sent.thrust));
  }

  @Test
  void shouldFlyOnPastOneBadSample() {
    vehicle.notFinite = true;
    vehicle.send(Command.ACT, Source.POLICY, FORWARD);
    vehicle.tick();
    vehicle.notFinite = false;
    vehicle.truth.p_m[0] += 3;
    vehicle.tick();
    vehicle.truth.p_m[0] -= 3;
    int fault = vehicle.run(1, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(0, fault & (Fault.STATE_JUMP | Fault.STATE_NOT_FINITE | Fault.STATE_STALE));
    assertEquals(FlightMode.POLICY, mode());
  }

  @Test
  void shouldRefuseAJumpOfTheEstimate() {
    vehicle.truth.p_m[0] += 3;
    int fault = vehicle.run(0.19, Command.ACT, Source.POLICY, FORWARD);
    assertTrue((fault & Fault.STATE_JUMP) != 0);
    assertEquals(FlightMode.POLICY, mode());
    vehicle.run(0.03, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    vehicle.run(0.3);
    assertEquals(FlightMode.LANDING, mode(), "where it is then believed to be");
  }

  /** A path that says no number for once ends; the vehicle stands where it is, and can land. */
  @Test
  void shouldHoverWhereAPathIsNoNumber() {
    vehicle.run(0.5, Command.HOLD, Source.POLICY, STILL);
    int[] calls = {0};
    vehicle.loop.panel().follow((t_s, reference) -> spoilt(++calls[0], reference));
    vehicle.run(0.1);
    assertEquals(FlightMode.HOVER, mode());
    double height_m = vehicle.truth.p_m[2];
    int fault = vehicle.run(0.5, Command.HOLD, Source.POLICY, STILL);
    assertEquals(0, fault & Fault.COMMAND_NOT_FINITE);
    assertEquals(height_m, vehicle.truth.p_m[2], 0.05);
    vehicle.loop.panel().land();
    onTheGround();
  }

  private static boolean spoilt(int call, Reference reference) {
    if (call > 10) reference.v_m_s[2] = Double.NaN;
    return true;
  }

  /** Nothing explains such a speed: whatever flies it there has lost it. */
  @Test
  void shouldLandWhatIsTooFastForLong() {
    double most_m_s = 1.25 * vehicle.config.quadrotor().limits().speed_max_m_s();
    vehicle.truth.v_m_s[0] = most_m_s + 0.5;
    vehicle.send(Command.ACT, Source.POLICY, STILL);
    assertEquals(0, vehicle.tick() & FlightFault.TOO_FAST, "a moment is none");
    int faults = 0;
    for (int t = 0; t < 160; t++) {
      vehicle.truth.v_m_s[0] = most_m_s + 0.5;
      vehicle.truth.p_m[0] = 0;
      vehicle.send(Command.ACT, Source.POLICY, STILL);
      faults |= vehicle.tick();
    }
    assertTrue((faults & FlightFault.TOO_FAST) != 0);
    assertEquals(FlightMode.LANDING, mode());
  }

  @Test
  void shouldSayThatItIsKeptWithinItsFence() {
    int fault = vehicle.run(6, Command.ACT, Source.POLICY, new double[] {1, 0, 0, 0});
    assertTrue((fault & FlightFault.FENCE_CLIPPED) != 0);
    assertEquals(0, fault & FlightFault.FENCE_BREACHED);
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

  /** The last good voltage of a topic that died is nobody's. */
  @Test
  void shouldLandWhereNobodyMeasuresTheBatteryAnyMore() {
    vehicle.unmeasured = true;
    vehicle.run(3.9, Command.ACT, Source.POLICY, STILL);
    assertEquals(FlightMode.POLICY, mode());
    vehicle.run(0.2, Command.ACT, Source.POLICY, STILL);
    assertEquals(FlightMode.LANDING, mode());
  }

  /** Motors off is said to what stands, and to nothing else. */
  @Test
  void shouldSayNothingToAVehicleThatIsOffAndNotKnownToStand() {
    vehicle.loop.panel().land();
    onTheGround();
    assertFalse(vehicle.silent);
    vehicle.mute = true;
    vehicle.run(0.49);
    assertFalse(vehicle.silent);
    vehicle.run(0.02);
    assertTrue(vehicle.silent, "nobody says whether it stands");
    assertEquals(FlightMode.OFF, mode());
    vehicle.mute = false;
    vehicle.tick();
    assertFalse(vehicle.silent);
    vehicle.truth.accepting = false;
    vehicle.truth.p_m[2] = 1;
    vehicle.tick();
    assertTrue(vehicle.silent, "somebody else flies it");
  }

  @Test
  void shouldSayNothingToAPilotsVehicleThatItDoesNotSee() {
    vehicle.truth.accepting = false;
    vehicle.run(0.1);
    assertEquals(FlightMode.YIELDED, mode());
    assertFalse(vehicle.silent, "what is, so that taking over is smooth");
    vehicle.gone = true;
    vehicle.run(0.3);
    assertEquals(FlightMode.YIELDED, mode());
    assertTrue(vehicle.silent);
    vehicle.truth.accepting = true;
    vehicle.tick();
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertEquals(1, vehicle.sent.q_world_body[0], 1e-12);
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
    assertEquals(Fault.TICK_THREW, vehicle.loop.retreat(vehicle.now_ns(), 0.002));
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    assertEquals(FlightCommand.Kind.ATTITUDE, vehicle.sent.kind);
  }

  /** Ticks that go on throwing do not leave motors on for ever. */
  @Test
  void shouldBoundTheDescentOfTicksThatThrow() {
    double descent_s = vehicle.config.flight().ladder().descent_s();
    int ticks = 0;
    for (; ticks < 10_000 && mode() != FlightMode.OFF; ticks++)
      vehicle.loop.retreat(vehicle.now_ns() + 600_000_000L, 0.002);
    assertEquals(descent_s, 0.002 * ticks, 0.01);
    assertTrue(vehicle.silent, "who may be in the air is not told to stop motors");
  }

  /** A process that ends leaves nothing in the air, whoever holds the sticks. */
  @Test
  void shouldLandForGoodWhereItsProcessEnds() {
    vehicle.run(0.2, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.INTERVENTION, mode());
    vehicle.loop.panel().end(true);
    vehicle.run(0.3, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.LANDING, mode());
    vehicle.run(0.3, Command.HOLD, Source.PERSON, STILL);
    vehicle.run(0.3, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.LANDING, mode(), "not even anew");
    onTheGround();
  }

  /** Who flies on through a landing that was asked for does not undo it; who takes it anew does. */
  @Test
  void shouldLandUnderAPersonUntilTheyLetGoAndTakeItAnew() {
    vehicle.run(0.2, Command.ACT, Source.PERSON, FORWARD);
    vehicle.loop.panel().land();
    vehicle.run(0.3, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.LANDING, mode());
    vehicle.run(0.1, Command.HOLD, Source.POLICY, STILL);
    vehicle.run(0.3, Command.ACT, Source.PERSON, FORWARD);
    assertEquals(FlightMode.INTERVENTION, mode(), "and stays so");
  }

  @Test
  void shouldGoOnLandingWhereTheAutopilotWasTakenAndGivenBack() {
    vehicle.loop.panel().land();
    vehicle.run(0.05, Command.ACT, Source.POLICY, FORWARD);
    vehicle.truth.accepting = false;
    vehicle.run(0.01, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.YIELDED, mode());
    vehicle.truth.accepting = true;
    vehicle.run(0.1, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.LANDING, mode());
    vehicle.truth.accepting = false;
    vehicle.tick();
    vehicle.truth.accepting = true;
    vehicle.loop.panel().land();
    vehicle.run(0.1, Command.ACT, Source.POLICY, FORWARD);
    assertEquals(FlightMode.LANDING, mode(), "asked while somebody else flew");
    onTheGround();
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
  void shouldSayThatAPlaceOutsideOfTheFenceWasClipped() {
    int fault = vehicle.run(0.1, Command.HOME, Source.POLICY, new double[] {0, 1.5, 0, 0});
    assertTrue((fault & Fault.ACTION_CLIPPED) != 0);
    assertEquals(FlightMode.RETURN, mode());
    assertEquals(0, vehicle.run(0.1, Command.HOME, Source.POLICY, PLACE) & Fault.ACTION_CLIPPED);
  }

  /**
   * One that cannot turn as fast as it is asked does not go on turning once it is asked no more.
   */
  @Test
  void shouldNotWindItsHeadingUp() {
    for (int t = 0; t < 1500; t++) {
      vehicle.send(Command.ACT, Source.PERSON, new double[] {0, 0, 0, 1});
      vehicle.tick();
      for (int i = 0; i < 4; i++) vehicle.truth.q_world_body[i] = i == 0 ? 1 : 0;
      assertTrue(Math.abs(vehicle.loop.reference().yaw_rad) < 1.05, "at " + t);
    }
    assertEquals(FlightMode.INTERVENTION, mode());
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
