package reins.sim.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Source;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightMode;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class QuadWorldTest {
  private final FlightConfig.Resolved config = QuadTrackTest.flight("crazyflie");
  private final QuadrotorConfig q = config.quadrotor();

  private QuadWorld world(double[]... places) {
    List<Airframe> frames = Collections.nCopies(places.length, Airframe.nominal(q));
    return new QuadWorld(q, frames, places);
  }

  private static void send(Vehicle vehicle, double thrust, double... w_rad_s) {
    FlightCommand command = new FlightCommand();
    command.kind = FlightCommand.Kind.BODY_RATES;
    command.thrust = thrust;
    System.arraycopy(w_rad_s, 0, command.w_body_rad_s, 0, 3);
    vehicle.autopilot.accept(command);
  }

  private static void run(QuadWorld world, double time_s) {
    for (int t = 0; t < time_s / QuadWorld.DT_s; t++) world.step();
  }

  /** An X with these arms turns where its body rates say, about each axis, the right way round. */
  @Test
  void shouldTurnAsCommanded() {
    for (int axis = 0; axis < 3; axis++)
      try (QuadWorld world = world(new double[2])) {
        world.place(0, 0, 0, 50, 0);
        double[] w_rad_s = new double[3];
        w_rad_s[axis] = 1.5;
        send(world.vehicle(0), q.hoverThrust(), w_rad_s);
        run(world, 0.5);
        for (int i = 0; i < 3; i++)
          assertEquals(w_rad_s[i], world.vehicle(0).w_body_rad_s[i], 0.1, axis + " " + i);
      }
  }

  /** Hover thrust hovers; a level vehicle's drag is what its file says. */
  @Test
  void shouldHoverOnHoverThrustAndSlowDownByDrag() {
    try (QuadWorld world = world(new double[2])) {
      world.place(0, 0, 0, 50, 0);
      for (int i = 0; i < 4; i++) {
        send(world.vehicle(0), q.hoverThrust(), 0, 0, 0);
        run(world, 0.25);
      }
      double before = world.vehicle(0).v_m_s[2];
      send(world.vehicle(0), q.hoverThrust(), 0, 0, 0);
      run(world, 0.5);
      double after = world.vehicle(0).v_m_s[2];
      assertTrue(before < 0, "sank while the motors spun up");
      assertEquals(before * Math.exp(-0.5 * q.drag_1_s()[2]), after, 1e-3);
    }
  }

  /** First-order lag: after one time constant 63 % of the thrust is there. */
  @Test
  void shouldFollowThrustWithTheMotorsLag() {
    try (QuadWorld world = world(new double[2])) {
      world.place(0, 0, 0, 50, 0);
      send(world.vehicle(0), 0.5, 0, 0, 0);
      run(world, q.rotor().lag_s());
      double full_m_s2 = 0.5 * 4 * q.rotor().thrust_max_N() / q.mass_kg();
      assertEquals(1 - Math.exp(-1), world.vehicle(0).f_body_m_s2[2] / full_m_s2, 0.02);
    }
  }

  @Test
  void shouldPushDownWhoeverFliesBelow() {
    try (QuadWorld world = world(new double[2], new double[] {3, 0})) {
      world.place(0, 0, 0, 2, 0);
      world.place(1, 0, 0, 2.5, 0);
      world.step();
      double below_N = world.vehicle(0).wash_N;
      assertTrue(below_N > 0.1 * q.mass_kg() * QuadrotorConfig.G_m_s2, "" + below_N);
      assertEquals(0, world.vehicle(1).wash_N);
      world.place(1, 0.5, 0, 2.5, 0);
      world.step();
      assertTrue(world.vehicle(0).wash_N < 0.01 * below_N, "beside it there is none");
    }
  }

  @Test
  void shouldCarryMoreNearTheGround() {
    try (QuadWorld world = world(new double[2])) {
      send(world.vehicle(0), 0.2, 0, 0, 0);
      run(world, 0.3);
      double low_m_s2 = world.vehicle(0).f_body_m_s2[2];
      assertEquals(
          1 + 1.0 / 15, low_m_s2 * q.mass_kg() / (0.2 * 4 * q.rotor().thrust_max_N()), 0.01);
    }
  }

  /** Set-points that stay away: the autopilot lands by itself, and says so. */
  @Test
  void shouldLandByItselfWhereSetPointsStayAway() {
    try (FlightLockstep lockstep = new FlightLockstep(config, world(new double[2]))) {
      lockstep.takeOff(0.5);
      assertEquals(FlightMode.HOVER, lockstep.loop(0).mode());
      lockstep.port(0).connected = false;
      for (int t = 0; t < 450; t++) lockstep.hold();
      assertEquals(FlightMode.HOVER, lockstep.loop(0).mode());
      for (int t = 0; t < 100; t++) lockstep.hold();
      assertEquals(FlightMode.YIELDED, lockstep.loop(0).mode());
      for (int t = 0; t < 2500; t++) lockstep.hold();
      assertTrue(lockstep.vehicle(0).onGround(), "at " + lockstep.vehicle(0).p_m[2]);
      assertEquals(FlightMode.OFF, lockstep.loop(0).mode());
    }
  }

  /** In the air the pilot takes it and gives it back: it hovers where it is. */
  @Test
  void shouldHoverWhereThePilotGivesItBack() {
    try (FlightLockstep lockstep = new FlightLockstep(config, world(new double[2]))) {
      lockstep.takeOff(0.5);
      lockstep.vehicle(0).autopilot.offboard(false);
      for (int t = 0; t < 250; t++) lockstep.hold();
      assertEquals(FlightMode.YIELDED, lockstep.loop(0).mode());
      double height_m = lockstep.vehicle(0).p_m[2];
      assertTrue(height_m < 1.4, "the autopilot sank");
      lockstep.vehicle(0).autopilot.offboard(true);
      for (int t = 0; t < 1000; t++) lockstep.hold();
      assertEquals(FlightMode.HOVER, lockstep.loop(0).mode());
      assertEquals(height_m, lockstep.vehicle(0).p_m[2], 0.35);
      assertTrue(Math.abs(lockstep.vehicle(0).v_m_s[2]) < 0.05);
    }
  }

  /** Blind it comes down level, slowly enough to be walked away from, and stops its motors. */
  @Test
  void shouldComeDownSlowlyWithoutAState() {
    try (FlightLockstep lockstep = new FlightLockstep(config, world(new double[2]))) {
      lockstep.takeOff(0.5);
      lockstep.port(0).spoil = SimFlightPort.Spoil.GONE;
      double fastest_m_s = 0;
      for (int t = 0; t < 2500; t++) {
        lockstep.hold();
        fastest_m_s = Math.min(fastest_m_s, lockstep.vehicle(0).v_m_s[2]);
      }
      assertEquals(FlightMode.OFF, lockstep.loop(0).mode());
      assertTrue(lockstep.vehicle(0).onGround());
      assertTrue(fastest_m_s > -2, "came down at " + fastest_m_s);
    }
  }

  /** Take-off, a policy's velocity, silence: hover, landing, motors off, upright. */
  @Test
  void shouldTakeOffFlyAndLandWhereThePolicyFallsSilent() {
    try (FlightLockstep lockstep = new FlightLockstep(config, world(new double[2]))) {
      lockstep.takeOff(0.5);
      for (int t = 0; t < 500; t++) {
        lockstep.send(0, Command.ACT, Source.POLICY, 0.25, 0, 0, 0);
        lockstep.tick();
      }
      assertEquals(FlightMode.POLICY, lockstep.loop(0).mode());
      assertEquals(1, lockstep.vehicle(0).v_m_s[0], 0.05, "a quarter of 4 m/s");
      lockstep.run(6);
      assertEquals(FlightMode.OFF, lockstep.loop(0).mode());
      assertTrue(lockstep.vehicle(0).onGround());
      assertTrue(lockstep.vehicle(0).r[8] > 0.99);
      assertFalse(lockstep.vehicle(0).p_m[0] < 0.5);
    }
  }

  /** Rates and thrust from the policy are flown as they are, until the fence is near. */
  @Test
  void shouldFlyRatesButNotThroughTheFence() {
    FlightConfig f = config.flight();
    FlightConfig rates =
        new FlightConfig(
            f.name(),
            f.quadrotor(),
            f.armed(),
            f.control_hz(),
            f.output(),
            "body_rates",
            f.gains(),
            f.procedure(),
            f.fence(),
            f.ladder(),
            f.traffic());
    FlightConfig.Resolved direct = new FlightConfig.Resolved(rates, q);
    try (FlightLockstep lockstep = new FlightLockstep(direct, world(new double[2]))) {
      lockstep.takeOff(0.5);
      for (int t = 0; t < 50; t++) {
        lockstep.send(0, Command.ACT, Source.POLICY, 0.05, 0, 0.1, 0);
        lockstep.tick();
      }
      assertEquals(1.2, lockstep.vehicle(0).w_body_rad_s[1], 0.3);
      double furthest_m = 0;
      for (int t = 0; t < 5000; t++) {
        lockstep.send(0, Command.ACT, Source.POLICY, 0.3, 0, 0.02, 0);
        lockstep.tick();
        for (int i = 0; i < 3; i++)
          furthest_m = Math.max(furthest_m, lockstep.vehicle(0).p_m[i] - f.fence().high_m()[i]);
      }
      assertTrue(furthest_m < 0.1, "out by " + furthest_m);
      assertEquals(FlightMode.POLICY, lockstep.loop(0).mode());
    }
  }
}
