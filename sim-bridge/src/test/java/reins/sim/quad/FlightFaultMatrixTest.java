package reins.sim.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
import reins.controller.quad.FlightMode;
import reins.controller.safety.EstopLatch;
import reins.sim.mujoco.MujocoRequired;

/**
 * Every fault of a flight as a row: what says so, which mode follows, after how many ticks exactly,
 * what the autopilot does meanwhile; and every vehicle comes down softly.
 */
@ExtendWith(MujocoRequired.class)
class FlightFaultMatrixTest {
  /** The ladder at 500 Hz: 100 ms, 500 ms, 200 ms; PX4's own second; MAVROS's three. */
  private static final int HOVER = 50, LAND = 250, LOST = 101, PX4 = 501, HEARTBEAT = 1501;

  /**
   * One fault.
   *
   * @param hit what goes wrong
   * @param bit that says so
   * @param after ticks, exactly
   * @param to the mode then
   * @param autopilot its mode once the vehicle is down
   */
  record Row(
      String name,
      Consumer<Px4Bench> hit,
      int bit,
      int after,
      int slack,
      FlightMode to,
      String autopilot) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(
      String name, Consumer<Px4Bench> hit, int bit, int after, FlightMode to, String autopilot) {
    return new Row(name, hit, bit, after, 0, to, autopilot);
  }

  static Stream<Row> rows() {
    FlightMode blind = FlightMode.EMERGENCY_DESCENT, landing = FlightMode.LANDING;
    return Stream.of(
        row("policy silent", b -> {}, Fault.ACTION_STALE, HOVER, FlightMode.HOVER, "OFFBOARD"),
        row("policy silent for long", b -> {}, 0, LAND, landing, "OFFBOARD"),
        row(
            "policy not a number",
            b -> b.act(0.1, Double.NaN, 0, 0),
            Fault.ACTION_NOT_FINITE,
            1,
            FlightMode.HOVER,
            "OFFBOARD"),
        row("MAVROS away", b -> b.away = true, Fault.STATE_STALE, LOST, blind, "AUTO.LAND"),
        // The last word may be up to a second old already.
        new Row(
            "heartbeat lost",
            b -> b.mute = true,
            FlightFault.HEARTBEAT_LOST,
            HEARTBEAT,
            PX4,
            landing,
            "OFFBOARD"),
        new Row(
            "set-points refused",
            b -> b.dropped = true,
            FlightFault.NOT_ACCEPTING,
            PX4,
            2,
            FlightMode.YIELDED,
            "AUTO.LAND"),
        row(
            "pilot takes over",
            b -> b.px4.mode("AUTO.LAND"),
            FlightFault.NOT_ACCEPTING,
            1,
            FlightMode.YIELDED,
            "AUTO.LAND"),
        row("odometry lost", b -> b.lost = true, Fault.STATE_STALE, LOST, blind, "OFFBOARD"),
        row("estimate jumps", b -> b.jump_m = 3, Fault.STATE_JUMP, LOST, blind, "OFFBOARD"),
        row(
            "estimate not finite",
            b -> b.notFinite = true,
            Fault.STATE_NOT_FINITE,
            LOST,
            blind,
            "OFFBOARD"),
        row("tick throws", b -> b.throwing = true, Fault.TICK_THREW, 1, blind, "OFFBOARD"),
        new Row(
            "fence breached",
            b -> b.carried = true,
            FlightFault.FENCE_BREACHED,
            22,
            4,
            landing,
            "OFFBOARD"),
        row(
            "battery low",
            b -> b.vehicle.battery_V = 10,
            FlightFault.BATTERY_LOW,
            PX4 - 1,
            landing,
            "OFFBOARD"),
        row("process ends", b -> b.drive.arm(false), 0, 1, landing, "OFFBOARD"),
        row(
            "emergency stop",
            b -> b.drive.loop().panel().estop().trip(EstopLatch.Cause.TOPIC),
            Fault.ESTOP,
            1,
            landing,
            "OFFBOARD"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldReactInTimeAndComeDown(Row row) {
    try (Px4Bench bench = new Px4Bench()) {
      bench.fly();
      bench.act(0.1, 0, 0, 0);
      bench.tick();
      assertEquals(FlightMode.POLICY, bench.mode());
      boolean speaks = row.after != HOVER && row.after != LAND;
      row.hit.accept(bench);
      int faults = 0, ticks = 0;
      while (bench.mode() != row.to && ticks < row.after + 10) {
        // Until the fault is seen the policy goes on as if nothing were.
        if (speaks && ticks > 0 && ticks % 10 == 0) bench.act(0.1, 0, 0, 0);
        faults |= bench.tick();
        ticks++;
      }
      assertEquals(row.to, bench.mode());
      assertTrue(
          ticks <= row.after && ticks >= row.after - row.slack,
          ticks + " ticks, expected " + row.after + " less at most " + row.slack);
      assertEquals(row.bit, faults & row.bit);
      bench.carried = false;
      comesDown(bench, row);
    }
  }

  private static void comesDown(Px4Bench bench, Row row) {
    for (int i = 0; i < 6000 && !(bench.vehicle.onGround() && bench.mode() == FlightMode.OFF); i++)
      bench.tick();
    assertTrue(bench.vehicle.onGround(), "at " + bench.vehicle.p_m[2] + " m, " + bench.mode());
    assertEquals(FlightMode.OFF, bench.mode());
    assertTrue(bench.hardest_m_s < 3, "hits the ground at " + bench.hardest_m_s + " m/s");
    assertEquals(row.autopilot, bench.px4Mode());
  }

  /** A controller that is killed: PX4 waits for its own second, then lands. */
  @Test
  void shouldBeLandedByPx4WhereTheControllerIsGone() {
    try (Px4Bench bench = new Px4Bench()) {
      bench.fly();
      for (int i = 0; i < PX4 - 4; i++) bench.pass();
      assertEquals("OFFBOARD", bench.px4Mode());
      for (int i = 0; i < 6; i++) bench.pass();
      assertEquals("AUTO.LAND", bench.px4Mode());
      for (int i = 0; i < 4000 && !bench.vehicle.onGround(); i++) bench.pass();
      assertTrue(bench.vehicle.onGround());
      for (int i = 0; i < 1200; i++) bench.pass();
      assertFalse(bench.px4.armed(), "disarmed by itself");
    }
  }

  /** A controller that is started anew under a vehicle in the air takes it over, and lands it. */
  @Test
  void shouldTakeOverAVehicleThatItMeetsInTheAir() {
    try (Px4Bench bench = new Px4Bench()) {
      bench.fly();
      var again =
          new reins.controller.loop.FlightDrive(
              Px4Bench.RIG.flight(), bench, reins.contract.exchange.Exchange.inProcess());
      long now_ns = 1_000_000_000_000L;
      double height_m = bench.vehicle.p_m[2];
      for (int i = 0; i < 100; i++) {
        assertEquals(FlightMode.OFF, again.loop().mode(), "is not sure yet, and says nothing");
        again.tick(now_ns += 2_000_000, 0.002);
        bench.pass();
      }
      assertEquals(FlightMode.YIELDED, again.loop().mode());
      for (int i = 0; i < 200; i++) {
        again.tick(now_ns += 2_000_000, 0.002);
        bench.pass();
      }
      assertEquals(FlightMode.HOVER, again.loop().mode());
      assertEquals(height_m, bench.vehicle.p_m[2], 0.3, "its motors were not cut");
    }
  }

  /** A pilot takes off under a controller that is off, and hands it over in the air. */
  @Test
  void shouldFlyOnWhereAPilotHandsItOverInTheAir() {
    try (Px4Bench bench = new Px4Bench()) {
      for (int i = 0; i < 600; i++) bench.tick();
      assertEquals(FlightMode.OFF, bench.mode());
      pilotClimbs(bench);
      assertEquals(FlightMode.YIELDED, bench.mode());
      assertTrue(bench.px4.mode("OFFBOARD"));
      double height_m = bench.vehicle.p_m[2];
      for (int i = 0; i < 200; i++) bench.tick();
      assertEquals(FlightMode.HOVER, bench.mode());
      assertEquals(height_m, bench.vehicle.p_m[2], 0.3, "its motors were not cut");
      // Nobody says anything: the ladder goes on from there.
      for (int i = 0; i < 6000 && bench.mode() != FlightMode.OFF; i++) bench.tick();
      assertTrue(bench.vehicle.onGround());
      assertTrue(bench.hardest_m_s < 3);
    }
  }

  private static void pilotClimbs(Px4Bench bench) {
    assertEquals(Px4.ACCEPTED, bench.px4.arm(true));
    bench.vehicle.autopilot.sinks(-1);
    for (int i = 0; i < 5000 && bench.vehicle.p_m[2] < 1.5; i++) bench.tick();
    bench.vehicle.autopilot.sinks(0);
    for (int i = 0; i < 500; i++) bench.tick();
    assertTrue(bench.vehicle.p_m[2] > 1.4);
  }

  /** Landed, off, and up again by somebody else: the same again. */
  @Test
  void shouldNotStopMotorsOfAFlightAfterItsOwn() {
    try (Px4Bench bench = new Px4Bench()) {
      bench.fly();
      for (int i = 0; i < 6000 && bench.mode() != FlightMode.OFF; i++) bench.tick();
      assertEquals(FlightMode.OFF, bench.mode());
      assertEquals(Px4.ACCEPTED, bench.px4.arm(false));
      assertTrue(bench.px4.mode("AUTO.LOITER"));
      pilotClimbs(bench);
      assertTrue(bench.px4.mode("OFFBOARD"));
      double height_m = bench.vehicle.p_m[2];
      for (int i = 0; i < 200; i++) bench.tick();
      assertEquals(height_m, bench.vehicle.p_m[2], 0.3);
    }
  }

  /** A controller that sees nothing streams nothing: PX4 does not let a pilot hand it over. */
  @Test
  void shouldNotBeHandedOverToAControllerThatSeesNothing() {
    try (Px4Bench bench = new Px4Bench()) {
      bench.fly();
      assertTrue(bench.px4.mode("AUTO.LOITER"));
      for (int i = 0; i < 100; i++) bench.tick();
      assertEquals(FlightMode.YIELDED, bench.mode());
      bench.lost = true;
      for (int i = 0; i < 500; i++) bench.tick();
      assertEquals(FlightMode.YIELDED, bench.mode());
      assertFalse(bench.px4.mode("OFFBOARD"), "nothing streams");
      bench.lost = false;
      for (int i = 0; i < 600; i++) bench.tick();
      assertTrue(bench.px4.mode("OFFBOARD"));
      bench.lost = true;
      for (int i = 0; i < 110; i++) bench.tick();
      assertEquals(FlightMode.EMERGENCY_DESCENT, bench.mode());
      for (int i = 0; i < 6000 && bench.mode() != FlightMode.OFF; i++) bench.tick();
      assertTrue(bench.vehicle.onGround());
      assertTrue(bench.hardest_m_s < 3);
    }
  }

  /** A descent without end of ticks that throw has one: PX4 lands what hears nothing any more. */
  @Test
  void shouldLeaveItToPx4WhereTheDescentIsSpentInTheAir() {
    try (Px4Bench bench = new Px4Bench()) {
      bench.fly();
      bench.lift(8);
      bench.throwing = true;
      for (int i = 0; i < 4 * 500 + 2; i++) bench.tick();
      assertEquals(FlightMode.OFF, bench.mode());
      assertFalse(bench.vehicle.onGround());
      for (int i = 0; i < PX4 + 2; i++) bench.tick();
      assertEquals("AUTO.LAND", bench.px4Mode());
      for (int i = 0; i < 15_000 && !bench.vehicle.onGround(); i++) bench.tick();
      assertTrue(bench.vehicle.onGround());
      assertTrue(bench.hardest_m_s < 3, "hits the ground at " + bench.hardest_m_s + " m/s");
    }
  }

  /** PX4's refusals: no Offboard without a stream, no arming unless level and charged. */
  @Test
  void shouldBeRefusedWhatPx4Refuses() {
    try (Px4Bench bench = new Px4Bench()) {
      assertFalse(bench.px4.mode("OFFBOARD"), "nothing streams");
      for (int i = 0; i < 600; i++) bench.tick();
      assertTrue(bench.px4.mode("OFFBOARD"));
      bench.vehicle.battery_V = 1;
      assertEquals(Px4.DENIED, bench.px4.arm(true));
      bench.vehicle.battery_V = 12;
      double upright = bench.vehicle.r[8];
      bench.vehicle.r[8] = 0.5;
      assertEquals(Px4.TEMPORARILY_REJECTED, bench.px4.arm(true));
      bench.vehicle.r[8] = upright;
      assertEquals(Px4.ACCEPTED, bench.px4.arm(true));
      assertEquals(Px4.ACCEPTED, bench.px4.arm(false));
      bench.drive.loop().panel().takeOff();
      bench.tick();
      assertEquals(FlightMode.OFF, bench.mode(), "not armed by the autopilot");
      bench.px4.arm(true);
      bench.tick();
      bench.drive.loop().panel().takeOff();
      for (int i = 0; i < 1500; i++) bench.tick();
      assertEquals(Px4.DENIED, bench.px4.arm(false), "not in the air");
    }
  }

  /** A Crazyflie levels after half a second without set-points and drops after two. */
  @Test
  void shouldLevelAndDropLikeACrazyflie() {
    try (Px4Bench bench = new Px4Bench()) {
      bench.vehicle.autopilot.arm(true);
      CrazyflieFirmware firmware = new CrazyflieFirmware(bench.vehicle);
      var climb = new reins.controller.quad.FlightCommand();
      climb.kind = reins.controller.quad.FlightCommand.Kind.VELOCITY;
      climb.v_m_s[2] = 1;
      for (int i = 0; i < 2000; i++) {
        firmware.accept(climb);
        bench.pass();
        firmware.step(0.002);
      }
      double height_m = bench.vehicle.p_m[2];
      assertTrue(height_m > 1);
      for (int i = 0; i < 700; i++) {
        bench.pass();
        firmware.step(0.002);
      }
      assertTrue(bench.vehicle.p_m[2] > height_m, "level, the thrust that was");
      assertEquals(1, bench.vehicle.r[8], 0.05);
      for (int i = 0; i < 450; i++) {
        bench.pass();
        firmware.step(0.002);
      }
      assertTrue(bench.vehicle.v_m_s[2] < -0.5, "falls: " + bench.vehicle.v_m_s[2]);
    }
  }
}
