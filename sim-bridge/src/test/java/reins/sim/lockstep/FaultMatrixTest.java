package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.safety.EstopLatch;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.world.ArmWorld;
import reins.sim.world.CubeScene;

/** Every fault as a row: what the loop does about it, within how many ticks, limits held. */
@ExtendWith(MujocoRequired.class)
class FaultMatrixTest {
  static final RigConfig.Resolved CONFIG =
      RigConfig.load(
          Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml"));

  /**
   * One fault.
   *
   * @param hit what goes wrong
   * @param bit that says so
   * @param within ticks
   * @param to the mode then
   */
  record Row(String name, Consumer<FaultBench> hit, int bit, int within, Mode to) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row("action stale", b -> {}, Fault.ACTION_STALE, 151, Mode.HOLD),
        new Row(
            "action not finite",
            b -> b.act(0, Double.NaN, 0, 0),
            Fault.ACTION_NOT_FINITE,
            1,
            Mode.HOLD),
        new Row(
            "action out of range",
            b -> b.act(-1e300, 1e300, 1e300, 0),
            Fault.ACTION_CLIPPED,
            1,
            Mode.ACTIVE_POLICY),
        new Row(
            "action stamps reordered",
            b -> b.sendRaw(b.seq() + 1, b.now_ns() - 100_000_000, Command.ACT, 1),
            Fault.ACTION_REORDERED,
            1,
            Mode.HOLD),
        new Row(
            "action seq reordered",
            b -> b.sendRaw(b.seq() - 1, b.now_ns(), Command.ACT, 1),
            Fault.ACTION_REORDERED,
            1,
            Mode.HOLD),
        new Row(
            "action from another clock",
            b -> b.sendRaw(b.seq() + 1, Long.MAX_VALUE, Command.ACT, 1),
            Fault.ACTION_STALE,
            1,
            Mode.HOLD),
        new Row(
            "state not finite",
            b -> b.noise = Double.NaN,
            Fault.STATE_NOT_FINITE,
            1,
            Mode.SAFE_STOP),
        new Row("state jumps", b -> b.jump_rad = 0.3, Fault.STATE_JUMP, 1, Mode.SAFE_STOP),
        new Row(
            "state stamps reordered",
            b -> b.late_ns = -8_000_000,
            Fault.STATE_REORDERED,
            1,
            Mode.ACTIVE_POLICY),
        new Row("link dropped", b -> b.dropped = true, Fault.STATE_STALE, 21, Mode.RECOVERING),
        new Row("link lost", b -> b.dropped = true, Fault.STATE_LOST, 2002, Mode.SAFE_STOP),
        new Row("overrun", b -> b.tickAfter(30), Fault.TICKS_MISSED, 0, Mode.HOLD),
        new Row("sign-flipped quaternion", b -> b.flipped = true, 0, 0, Mode.ACTIVE_POLICY),
        new Row("joint freezes", b -> b.freeze(1), Fault.STATE_FROZEN, 60, Mode.SAFE_STOP),
        new Row("reflex", b -> b.reflex = true, Fault.ROBOT_REFLEX, 1, Mode.SAFE_STOP),
        new Row("tick throws", b -> b.throwing = true, Fault.TICK_THREW, 1, Mode.SAFE_STOP),
        new Row(
            "emergency stop",
            b -> b.loop.panel().estop().trip(EstopLatch.Cause.TOPIC),
            Fault.ESTOP,
            1,
            Mode.ESTOP),
        new Row(
            "emergency stop by a device",
            b -> b.sendRaw(0x7fff, 0, Command.ESTOP, Double.NaN),
            Fault.ESTOP,
            1,
            Mode.ESTOP));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldReactInTimeAndHoldEveryLimit(Row row) {
    try (ArmWorld world = new ArmWorld(CONFIG.robot(), CubeScene.pickCube());
        FaultBench bench = new FaultBench(CONFIG, world, 1)) {
      while (bench.mode() != Mode.HOLD) bench.tick();
      for (int step = 0; step < 5; step++) {
        bench.act(0, 0.7, -0.7, 0);
        for (int i = 0; i < 100; i++) bench.tick();
      }
      bench.act(0, 0.7, 0, 0);
      bench.tick();
      assertEquals(Mode.ACTIVE_POLICY, bench.mode());
      row.hit.accept(bench);
      int faults = bench.frame.faults;
      int ticks = 0;
      while (ticks < row.within && ((faults & row.bit) != row.bit || bench.mode() != row.to)) {
        faults |= bench.tick();
        ticks++;
      }
      assertEquals(row.bit, faults & row.bit, "says so within " + row.within + " ticks");
      assertEquals(row.to, bench.mode(), "after " + ticks + " ticks");
      for (int i = 0; i < 1500; i++) {
        if (row.to.acting() && i % 100 == 0) bench.act(0, 0.2, 0, 0);
        bench.tick();
      }
      assertNull(bench.watch.violated());
      if (row.to.stopped()) assertEquals(row.to, bench.mode(), "for good");
      // Braked unseen, a frictionless arm keeps a drift that only its own brakes end.
      boolean unseen = row.bit == Fault.STATE_NOT_FINITE || row.bit == Fault.TICK_THREW;
      assertTrue(row.to.acting() || unseen || slow(world), "slow");
    }
  }

  private static boolean slow(ArmWorld world) {
    double[] dq_rad_s = new double[CONFIG.robot().n()];
    world.dq_rad_s(dq_rad_s);
    double fastest = 0;
    for (double dq : dq_rad_s) fastest = Math.max(fastest, Math.abs(dq));
    return fastest < 0.2;
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(doubles = {-3, 3})
  void shouldNotMoveAPayloadThatTheModelDoesNotKnow(double load_Nm) {
    try (ArmWorld world = new ArmWorld(CONFIG.robot(), CubeScene.pickCube());
        FaultBench bench = new FaultBench(CONFIG, world, 1)) {
      bench.load_Nm = load_Nm;
      int faults = 0, ticks = 0;
      while ((faults & Fault.PAYLOAD_MISMATCH) == 0 && ticks++ < 100) faults |= bench.tick();
      assertEquals(53, ticks, 2, "after the check's 50 ticks");
      assertEquals(Mode.IDLE, bench.mode());
      for (int i = 0; i < 500; i++) bench.tick();
      assertEquals(Mode.IDLE, bench.mode(), "until a person arms again");
      for (double tau : bench.frame.tau_cmd_Nm) assertTrue(!(Math.abs(tau) > 0));
      assertNull(bench.watch.violated());
    }
  }
}
