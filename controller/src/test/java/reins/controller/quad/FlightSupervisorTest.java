package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
import reins.contract.exchange.Source;
import reins.controller.safety.EstopLatch;

/** What has to land lands, and nothing but a stand on the ground stops motors. */
class FlightSupervisorTest {
  private static final double DT_s = 0.002;

  private final FlightConfig.Resolved config = Flights.resolved("crazyflie");
  private final FlightPanel panel = new FlightPanel(true);
  private final FlightSupervisor supervisor =
      new FlightSupervisor(config, panel, new FlightInbox(config.flight().ladder()));
  private final FlightState state = new FlightState();
  private final ActionFrame frame = new ActionFrame();
  private long now_ns = 5_000_000_000L;

  /** Bits that come with every tick. */
  private int bits;

  /** Whether the autopilot goes on saying whether it stands. */
  private boolean says = true;

  FlightSupervisorTest() {
    for (int i = 0; i < 3; i++) state.p_m[i] = state.v_m_s[i] = 0;
    state.battery_V = 100;
    state.accepting = true;
    state.onGround = true;
  }

  private FlightMode mode() {
    return supervisor.mode();
  }

  private int tick() {
    now_ns += Math.round(1e9 * DT_s);
    if (says) state.ground_ns = now_ns;
    int known = bits | (state.accepting ? 0 : FlightFault.NOT_ACCEPTING);
    return supervisor.update(now_ns, DT_s, known, state, frame);
  }

  private void run(double time_s) {
    for (int t = 0; t < time_s / DT_s; t++) tick();
  }

  /** Ticks while a source says the same 33 times a second. */
  private void run(double time_s, Command command, Source source) {
    for (int t = 0; t < time_s / DT_s; t++) {
      if (t % 15 == 0) say(command, source);
      tick();
    }
  }

  private void say(Command command, Source source) {
    frame.seq++;
    frame.stamp_ns = now_ns;
    frame.command = command.ordinal();
    frame.source = source.ordinal();
  }

  /** In the air, a person flying it. */
  private void fly() {
    tick();
    panel.takeOff();
    tick();
    assertEquals(FlightMode.TAKE_OFF, mode());
    state.onGround = false;
    state.p_m[2] = config.flight().procedure().takeoff_m();
    tick();
    run(0.1, Command.ACT, Source.PERSON);
    assertEquals(FlightMode.INTERVENTION, mode());
  }

  private void bit(int bit, boolean on) {
    bits = on ? bits | bit : bits & ~bit;
  }

  // ---- OFF ----

  /** A pilot takes off while the controller is off: it sees that, and follows. */
  @Test
  void shouldNoticeThatSomebodyElseTookOff() {
    state.accepting = false;
    run(1);
    assertEquals(FlightMode.OFF, mode());
    state.onGround = false;
    run(0.19);
    assertEquals(FlightMode.OFF, mode(), "a flag of a moment is none");
    run(0.02);
    assertEquals(FlightMode.YIELDED, mode());
    state.accepting = true;
    tick();
    assertEquals(FlightMode.HOVER, mode());
  }

  /** However it got there: landed by a flag that was wrong for a moment, it is noticed again. */
  @Test
  void shouldNoticeAgainAfterATouchOfTheGround() {
    fly();
    panel.land();
    tick();
    state.onGround = true;
    run(0.25);
    assertEquals(FlightMode.OFF, mode());
    state.accepting = false;
    state.onGround = false;
    run(0.25);
    assertEquals(FlightMode.YIELDED, mode());
    state.accepting = true;
    tick();
    assertEquals(FlightMode.HOVER, mode(), "it stood: that landing is over");
  }

  @Test
  void shouldBeFitOnlyWhereATakeOffWouldBeMade() {
    state.accepting = false;
    tick();
    assertTrue(panel.fit(), "the autopilot is asked after that");
    panel.arm(false);
    tick();
    assertFalse(panel.fit(), "not armed");
    panel.arm(true);
    panel.estop().trip(EstopLatch.Cause.PERSON);
    tick();
    assertFalse(panel.fit(), "emergency stop");
    panel.arm(false);
    panel.estop().reset();
    tick();
    panel.arm(true);
    tick();
    assertTrue(panel.fit());
    panel.end(true);
    tick();
    assertFalse(panel.fit(), "its process has not settled yet, or ends: it would land at once");
    panel.takeOff();
    tick();
    assertEquals(FlightMode.OFF, supervisor.mode());
    panel.end(false);
    tick();
    assertTrue(panel.fit());
    state.onGround = false;
    tick();
    assertFalse(panel.fit(), "in the air");
    state.onGround = true;
    says = false;
    run(0.6);
    assertFalse(panel.fit(), "nobody knows whether it stands");
    says = true;
    state.r_world_body[8] = 0.8;
    tick();
    assertFalse(panel.fit(), "not upright");
    state.r_world_body[8] = 1;
    bits = Fault.STATE_STALE;
    tick();
    assertFalse(panel.fit(), "not seen");
    bits = FlightFault.BATTERY_LOW;
    tick();
    assertFalse(panel.fit(), "battery");
    bits = 0;
    tick();
    supervisor.retreat(now_ns, DT_s, state);
    assertFalse(panel.fit(), "ticks throw");
  }

  // ---- Up ----

  /** Its height is over the ground that it stands on, wherever the autopilot's zero is. */
  @Test
  void shouldClimbOverTheGroundThatItStandsOn() {
    state.p_m[2] = 1.65;
    tick();
    panel.takeOff();
    tick();
    assertEquals(1.65 + config.flight().procedure().takeoff_m(), supervisor.takeOffTo_m(), 1e-9);
    assertEquals(FlightMode.TAKE_OFF, mode());
    state.onGround = false;
    state.p_m[2] = supervisor.takeOffTo_m();
    tick();
    assertEquals(FlightMode.HOVER, mode());
  }

  @Test
  void shouldNotClimbOutOfTheFence() {
    double top_m = config.flight().fence().high_m()[2];
    state.p_m[2] = top_m - 0.5;
    tick();
    assertTrue(supervisor.takeOffTo_m() < top_m);
  }

  /** Held down, or blocked from above: not for ever. */
  @Test
  void shouldLandATakeOffThatDoesNotArrive() {
    tick();
    panel.takeOff();
    tick();
    FlightConfig.Procedure procedure = config.flight().procedure();
    run(2 * procedure.takeoff_m() / procedure.climb_m_s());
    assertEquals(FlightMode.TAKE_OFF, mode());
    run(2.1);
    assertEquals(FlightMode.LANDING, mode());
    run(0.25);
    assertEquals(FlightMode.OFF, mode(), "it never left the ground");
    assertFalse(panel.armed());
  }

  // ---- What lands it ----

  enum Reason {
    ENDING(true, t -> t.panel.end(true), t -> {}),
    ESTOP(true, t -> t.panel.estop().trip(EstopLatch.Cause.PERSON), t -> {}),
    BATTERY(
        true,
        t -> t.bit(FlightFault.BATTERY_LOW, true),
        t -> t.bit(FlightFault.BATTERY_LOW, false)),
    FENCE(
        false,
        t -> t.bit(FlightFault.FENCE_BREACHED, true),
        t -> t.bit(FlightFault.FENCE_BREACHED, false)),
    TOO_FAST(
        false, t -> t.bit(FlightFault.TOO_FAST, true), t -> t.bit(FlightFault.TOO_FAST, false)),
    HEARTBEAT(
        false,
        t -> t.bit(FlightFault.HEARTBEAT_LOST, true),
        t -> t.bit(FlightFault.HEARTBEAT_LOST, false)),
    ASKED(false, t -> t.panel.land(), t -> {}),
    LINK_LOST(false, t -> t.say(Command.LAND, Source.PERSON), t -> {});

    final boolean strict;
    final Consumer<FlightSupervisorTest> given, gone;

    Reason(
        boolean strict, Consumer<FlightSupervisorTest> given, Consumer<FlightSupervisorTest> gone) {
      this.strict = strict;
      this.given = given;
      this.gone = gone;
    }
  }

  /** The stream that flew it goes on: that is nobody who takes it over. */
  @ParameterizedTest
  @EnumSource(names = "LINK_LOST", mode = EnumSource.Mode.EXCLUDE)
  void shouldLandThoughThePersonWhoFliesGoesOn(Reason reason) {
    fly();
    reason.given.accept(this);
    run(0.3, Command.ACT, Source.PERSON);
    assertEquals(FlightMode.LANDING, mode());
    reason.gone.accept(this);
    run(2, Command.ACT, Source.PERSON);
    assertEquals(FlightMode.LANDING, mode());
  }

  @ParameterizedTest
  @EnumSource
  void shouldLandThoughThePolicyActs(Reason reason) {
    fly();
    run(0.1, Command.ACT, Source.POLICY);
    reason.given.accept(this);
    tick();
    run(0.1);
    reason.gone.accept(this);
    run(2, Command.ACT, Source.POLICY);
    assertEquals(FlightMode.LANDING, mode());
  }

  /** One who lets go and begins anew may, but for what no person overrules. */
  @ParameterizedTest
  @EnumSource
  void shouldYieldOnlyToAPersonWhoTakesItOver(Reason reason) {
    fly();
    reason.given.accept(this);
    run(0.1);
    reason.gone.accept(this);
    run(0.1, Command.HOLD, Source.POLICY);
    assertEquals(FlightMode.LANDING, mode());
    run(0.1, Command.ACT, Source.PERSON);
    assertEquals(reason.strict ? FlightMode.LANDING : FlightMode.INTERVENTION, mode());
    run(0.5, Command.ACT, Source.PERSON);
    assertEquals(reason.strict ? FlightMode.LANDING : FlightMode.INTERVENTION, mode());
  }

  /** An autopilot that does not listen for a moment takes nothing back. */
  @ParameterizedTest
  @EnumSource
  void shouldLandThroughATurnOfTheAutopilot(Reason reason) {
    fly();
    run(0.1, Command.ACT, Source.POLICY);
    reason.given.accept(this);
    tick();
    run(0.1);
    reason.gone.accept(this);
    state.accepting = false;
    tick();
    assertEquals(FlightMode.YIELDED, mode());
    run(0.2, Command.ACT, Source.POLICY);
    state.accepting = true;
    run(0.1, Command.ACT, Source.POLICY);
    assertEquals(FlightMode.LANDING, mode());
  }

  /** What is asked while somebody else flies counts as soon as set-points do. */
  @ParameterizedTest
  @EnumSource
  void shouldLandWhatWasYieldedMeanwhile(Reason reason) {
    fly();
    state.accepting = false;
    tick();
    assertEquals(FlightMode.YIELDED, mode());
    reason.given.accept(this);
    tick();
    run(0.2);
    reason.gone.accept(this);
    assertEquals(FlightMode.YIELDED, mode(), "a pilot has it");
    state.accepting = true;
    tick();
    assertEquals(FlightMode.LANDING, mode());
  }

  @Test
  void shouldLandWhatWasBlindThroughATurnOfTheAutopilot() {
    fly();
    bits = Fault.STATE_STALE;
    run(0.1);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    bits = 0;
    run(0.25);
    assertEquals(FlightMode.LANDING, mode());
    state.accepting = false;
    tick();
    state.accepting = true;
    run(0.2, Command.ACT, Source.POLICY);
    assertEquals(FlightMode.LANDING, mode());
  }

  /** Silence long enough to land is a new beginning, and is a person's to overrule. */
  @Test
  void shouldBeTakenOverAfterASilence() {
    fly();
    run(0.6);
    assertEquals(FlightMode.LANDING, mode());
    run(0.1, Command.ACT, Source.PERSON);
    assertEquals(FlightMode.INTERVENTION, mode());
  }

  @Test
  void shouldTakeOffAgainOnceItStood() {
    fly();
    panel.land();
    tick();
    state.onGround = true;
    run(0.25);
    assertEquals(FlightMode.OFF, mode());
    panel.arm(true);
    state.p_m[2] = 0;
    tick();
    panel.takeOff();
    tick();
    assertEquals(FlightMode.TAKE_OFF, mode());
    run(0.5);
    assertEquals(FlightMode.TAKE_OFF, mode());
  }

  /** A process that ends says motors off before it goes. */
  @Test
  void shouldRestOnlyOnceItsAutopilotHasHeardSo() {
    fly();
    panel.end(true);
    tick();
    state.onGround = true;
    while (mode() != FlightMode.OFF) tick();
    assertFalse(supervisor.rests());
    run(0.21);
    assertTrue(supervisor.rests());
  }

  /** One that is refused leaves the one that is flown. */
  @Test
  void shouldFlyOnThePathThatIsFlownWhereAnotherIsRefused() {
    fly();
    run(0.01, Command.HOLD, Source.POLICY);
    assertEquals(FlightMode.HOVER, mode());
    Path first = (t_s, reference) -> true, second = (t_s, reference) -> true;
    panel.follow(first);
    tick();
    assertEquals(FlightMode.PATH, mode());
    panel.follow(second);
    assertTrue((tick() & Fault.MOVE_REFUSED) != 0);
    assertEquals(first, supervisor.path());
  }

  // ---- Standing ----

  /** Said on the ground, an emergency stop in the air: it was said of another height. */
  @Test
  void shouldNotStopMotorsByWhatWasSaidBeforeTheLanding() {
    fly();
    state.onGround = true;
    run(1, Command.ACT, Source.PERSON);
    says = false;
    tick();
    panel.estop().trip(EstopLatch.Cause.PERSON);
    run(3);
    assertEquals(FlightMode.LANDING, mode());
    says = true;
    run(0.19);
    assertEquals(FlightMode.LANDING, mode());
    run(0.03);
    assertEquals(FlightMode.OFF, mode());
  }

  /** Said once and never again. */
  @Test
  void shouldNotBelieveForEverThatItStands() {
    fly();
    panel.land();
    tick();
    state.onGround = true;
    run(0.1);
    state.onGround = false;
    tick();
    state.onGround = true;
    tick();
    says = false;
    state.v_m_s[2] = -0.5;
    run(0.45);
    state.v_m_s[2] = 0;
    run(1);
    assertEquals(FlightMode.LANDING, mode());
  }

  @Test
  void shouldNotBelieveThatWhatSinksStands() {
    fly();
    panel.land();
    state.onGround = true;
    state.v_m_s[2] = -config.flight().procedure().sink_m_s();
    run(2);
    assertEquals(FlightMode.LANDING, mode());
    state.v_m_s[2] = 0;
    run(0.25);
    assertEquals(FlightMode.OFF, mode());
  }

  // ---- Blind ----

  /** It comes back to a controller that sees nothing. */
  @Test
  void shouldComeDownWhereWhatWasYieldedComesBackBlind() {
    fly();
    state.accepting = false;
    tick();
    bits = Fault.STATE_STALE;
    run(1);
    assertEquals(FlightMode.YIELDED, mode(), "a pilot has it");
    state.accepting = true;
    tick();
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
  }

  /** A command that is made of no numbers for long flies nothing: down, and not up again. */
  @Test
  void shouldComeDownWhereItCommandsNoNumbers() {
    fly();
    for (int t = 0; t < 95; t++) {
      supervisor.commanded(DT_s, false);
      tick();
    }
    assertTrue(mode().steering());
    for (int t = 0; t < 10; t++) {
      supervisor.commanded(DT_s, false);
      tick();
    }
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    for (int t = 0; t < 500; t++) {
      supervisor.commanded(DT_s, true);
      tick();
    }
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    state.onGround = true;
    run(0.25);
    assertEquals(FlightMode.OFF, mode());
  }

  /** A vehicle that tipped over at take-off. */
  @Test
  void shouldStopMotorsWhereABlindOneStands() {
    fly();
    bits = FlightFault.TILT_LOST;
    tick();
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    state.onGround = true;
    run(0.19);
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    run(0.03);
    assertEquals(FlightMode.OFF, mode());
    assertFalse(panel.armed());
  }

  /** Ticks that go on throwing descend for as long as the others, and know the ground as well. */
  @Test
  void shouldEndADescentOfTicksThatThrow() {
    fly();
    double descent_s = config.flight().ladder().descent_s();
    for (int t = 0; t < (descent_s - 0.1) / DT_s; t++) retreat();
    assertEquals(FlightMode.EMERGENCY_DESCENT, mode());
    for (int t = 0; t < 0.2 / DT_s; t++) retreat();
    assertEquals(FlightMode.OFF, mode());
    state.onGround = false;
    run(0.3);
    state.accepting = true;
    tick();
    assertEquals(FlightMode.LANDING, mode(), "it was blind, and has not stood since");
  }

  @Test
  void shouldLeaveAPilotHisVehicleWhereATickThrows() {
    fly();
    state.accepting = false;
    tick();
    retreat();
    assertEquals(FlightMode.YIELDED, mode());
  }

  private void retreat() {
    now_ns += Math.round(1e9 * DT_s);
    supervisor.retreat(now_ns, DT_s, state);
  }
}
