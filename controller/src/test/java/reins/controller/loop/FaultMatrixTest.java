package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.Bench;
import reins.controller.Rigs;

class FaultMatrixTest {
  private static final double[] ZERO = new double[8];
  private final Bench bench = new Bench(Rigs.simFranka());

  @AfterEach
  void close() {
    bench.close();
  }

  private void start() {
    bench.engage();
    assertTrue(bench.home() > 0);
    bench.steps(2, Command.ACT, 0, 1, 0, 0);
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
  }

  private int ticksUntil(Mode mode, int atMost) {
    for (int i = 1; i <= atMost; i++) {
      bench.tick();
      if (bench.mode() == mode) return i;
    }
    throw new AssertionError("never " + mode + ", but " + bench.mode());
  }

  @Test
  void shouldHoldWithinTwoTicksOfAnActionGoingStale() {
    start();
    bench.send(Command.ACT, 0, 1, 0, 0);
    long sent_ns = bench.now_ns;
    ticksUntil(Mode.HOLD, 1000);
    double over_ticks = (bench.now_ns - sent_ns) * 1e-6 - bench.task.action().hold_after_s() * 1e3;
    assertTrue(over_ticks > 0 && over_ticks <= 2, over_ticks + " ticks after going stale");
    assertEquals(1, bench.count(Counters.HOLD_LATENCY_MAX_TICKS));
    assertEquals(1, bench.count(Integer.numberOfTrailingZeros(Fault.ACTION_STALE)));
    assertArrayEquals(ZERO, bench.frame.executed);
    double[] held = bench.frame.p_setpoint_m.clone();
    bench.ticks(500);
    assertArrayEquals(held, bench.frame.p_setpoint_m, "the set-point is frozen");
  }

  @Test
  void shouldHoldInHomingTooWhenNobodyAsksAnyMore() {
    bench.engage();
    bench.send(Command.HOME);
    bench.ticks(20);
    assertEquals(Mode.HOMING, bench.mode());
    ticksUntil(Mode.HOLD, 200);
  }

  @Test
  void shouldCountTheTicksThatAHoldCameTooLate() {
    start();
    bench.send(Command.ACT, 0, 1, 0, 0);
    bench.tick();
    bench.tickAfter(159_400_000);
    assertEquals(Mode.HOLD, bench.mode());
    assertEquals(11, bench.count(Counters.HOLD_LATENCY_MAX_TICKS));
  }

  @Test
  void shouldResumeBumplesslyFromAHold() {
    start();
    ticksUntil(Mode.HOLD, 1000);
    bench.ticks(300);
    double[] held = bench.frame.p_setpoint_m.clone(), tau = bench.frame.tau_cmd_Nm.clone();
    bench.send(Command.ACT, 1, 0, 0, 0);
    bench.tick();
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
    for (int i = 0; i < 7; i++) assertEquals(tau[i], bench.frame.tau_cmd_Nm[i], 0.2, "torque");
    bench.ticks(99);
    bench.send(Command.ACT, 0, 0, 0, 0);
    bench.tick();
    // What is left for the ticks of the next action: from rest, a sixth of the way.
    assertEquals(held[0] + bench.task.cartesianDelta().step_m(), bench.frame.p_setpoint_m[0], 5e-3);
    assertEquals(held[1], bench.frame.p_setpoint_m[1], 1e-9);
  }

  @Test
  void shouldForgetTheRestOfAStepThatAHoldCutShort() {
    start();
    bench.send(Command.ACT, 1, 0, 0, 0);
    bench.ticks(40);
    double[] last = bench.frame.p_setpoint_m.clone();
    bench.send(Command.HOLD);
    bench.ticks(40);
    double[] held = bench.frame.p_setpoint_m.clone();
    // The reference brakes within its limits: v^2 / 2a at 0.25 m/s and 7.5 m/s^2.
    assertEquals(last[0], held[0], 0.0045);
    bench.steps(2, Command.ACT, 0, 0, 0, 0);
    assertArrayEquals(held, bench.frame.p_setpoint_m, 1e-12);
  }

  @Test
  void shouldReportTheActionAsAdmitted() {
    start();
    bench.send(Command.ACT, 3, -0.5, -7, 0.2);
    assertEquals(Fault.ACTION_CLIPPED, bench.tick() & Fault.ACTION_CLIPPED);
    assertArrayEquals(new double[] {1, -0.5, -1, 0.2, 0, 0, 0, 0}, bench.frame.executed);
    bench.send(Command.HOLD);
    bench.tick();
    assertEquals(Mode.HOLD, bench.mode());
    assertArrayEquals(ZERO, bench.frame.executed);
  }

  @Test
  void shouldRefuseAnActionThatIsNotFinite() {
    start();
    bench.send(Command.ACT, 0, Double.NaN, 0, 0);
    assertEquals(Fault.ACTION_NOT_FINITE, bench.tick() & Fault.ACTION_NOT_FINITE);
    assertEquals(Mode.HOLD, bench.mode());
    assertEquals(0, bench.tick() & Fault.ACTION_NOT_FINITE, "counted once");
    bench.send(Command.ACT, 0, 0, 0, 0);
    bench.tick();
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
  }

  @Test
  void shouldRefuseAnUnknownCommand() {
    start();
    bench.sendRaw(1_000, bench.now_ns, 17, 0, 0, 0, 0);
    assertEquals(Fault.ACTION_NOT_FINITE, bench.tick() & Fault.ACTION_NOT_FINITE);
    assertEquals(Mode.HOLD, bench.mode());
  }

  @Test
  void shouldRefuseDisorder() {
    start();
    long seq = bench.frame.action_seq;
    bench.sendRaw(seq - 1, bench.now_ns, Command.ACT.ordinal(), 1, 0, 0, 0);
    assertEquals(Fault.ACTION_REORDERED, bench.tick() & Fault.ACTION_REORDERED);
    assertEquals(Mode.HOLD, bench.mode());
    bench.sendRaw(seq + 1, bench.now_ns - 140_000_000, Command.ACT.ordinal(), 1, 0, 0, 0);
    assertEquals(Fault.ACTION_REORDERED, bench.tick() & Fault.ACTION_REORDERED, "an old stamp");
    assertEquals(seq, bench.frame.action_seq);
  }

  @Test
  void shouldFollowAPolicyProcessThatWasRestarted() {
    start();
    ticksUntil(Mode.HOLD, 1000);
    bench.sendRaw(1, bench.now_ns, Command.ACT.ordinal(), 0, 0, 0, 0);
    assertEquals(0, bench.tick() & Fault.ACTION_REORDERED);
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
    assertEquals(1, bench.frame.action_seq);
  }

  @Test
  void shouldNotTrustAStampFromAnotherClock() {
    start();
    for (long stamp_ns : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0, 1L << 62}) {
      bench.sendRaw(5_000, stamp_ns, Command.ACT.ordinal(), 1, 1, 1, 1);
      assertEquals(Fault.ACTION_STALE, bench.tick() & Fault.ACTION_STALE, "stamp " + stamp_ns);
      assertEquals(Mode.HOLD, bench.mode());
    }
    bench.sendRaw(5_001, bench.now_ns + 100_000_000, Command.ACT.ordinal(), 1, 0, 0, 0);
    bench.tick();
    assertEquals(Mode.ACTIVE_POLICY, bench.mode(), "a little ahead counts as now");
    ticksUntil(Mode.HOLD, 152);
  }

  @Test
  void shouldBrakeWhileTheStateIsStaleAndComeBackInHold() {
    start();
    bench.arm.reporting = false;
    int ticks = ticksUntil(Mode.RECOVERING, 100);
    assertEquals(Math.round(Rigs.simFranka().rig().control().state_stale_s() * 1e3), ticks, 2);
    bench.ticks(1000);
    for (double dq : bench.arm.dq_rad_s) assertEquals(0, dq, 0.1, "slow, though unseen");
    for (double tau : bench.frame.tau_cmd_Nm) assertEquals(0, tau, 0.2, "and is left alone");
    bench.send(Command.ACT, 1, 1, 1, 0);
    bench.tick();
    bench.arm.reporting = true;
    ticksUntil(Mode.ARMING, 1000);
    ticksUntil(Mode.HOLD, 60);
    for (int k = 0; k < 3; k++)
      assertEquals(bench.frame.p_base_tool_m[k], bench.frame.p_setpoint_m[k], 1e-12, "bumpless");
    for (double tau : bench.frame.tau_cmd_Nm) assertEquals(0, tau, 0.9 + 1e-12, "no jump");
    bench.tick();
    assertEquals(Mode.HOLD, bench.mode(), "what was asked meanwhile is not done");
    bench.send(Command.ACT, 0, 0, 0, 0);
    bench.tick();
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
  }

  @Test
  void shouldBrakeAnArmThatItMeetsInMotionAndDrawItBackInside() {
    start();
    bench.steps(7, Command.ACT, 0, 1, 0, 0);
    bench.arm.reporting = false;
    bench.arm.force_N[1] = 10;
    while (bench.arm.p_base_tool_m()[1] < bench.task.workspace().high_m()[1] + 0.01) bench.tick();
    bench.arm.force_N[1] = 0;
    bench.arm.reporting = true;
    bench.tick();
    double v_m_s = bench.frame.v_base_tool[1];
    assertTrue(v_m_s > 0.2, "in motion: " + v_m_s);
    bench.ticks(150);
    assertEquals(Mode.RECOVERING, bench.mode());
    assertTrue(bench.frame.v_base_tool[1] < 0.5 * v_m_s, "braked: " + bench.frame.v_base_tool[1]);
    ticksUntil(Mode.HOLD, 1000);
    assertEquals(bench.frame.p_base_tool_m[1], bench.frame.p_setpoint_m[1], 1e-3, "from there");
    bench.ticks(1500);
    assertEquals(bench.task.workspace().high_m()[1], bench.frame.p_setpoint_m[1]);
    assertEquals(bench.task.workspace().high_m()[1], bench.arm.p_base_tool_m()[1], 1e-3);
  }

  @Test
  void shouldStopForGoodWhenTheStateIsNotFinite() {
    start();
    bench.arm.error_rad = Double.NaN;
    assertTrue((bench.tick() & Fault.STATE_NOT_FINITE) != 0);
    assertEquals(Mode.SAFE_STOP, bench.mode());
    bench.arm.error_rad = 0;
    bench.send(Command.ACT, 1, 0, 0, 0);
    for (int i = 0; i < 3000; i++) {
      bench.tick();
      for (double tau : bench.arm.tau_Nm) assertTrue(Double.isFinite(tau));
    }
    assertEquals(Mode.SAFE_STOP, bench.mode());
    for (double dq : bench.arm.dq_rad_s) assertEquals(0, dq, 1e-3, "damped");
  }

  @Test
  void shouldRetreatFromATickThatThrewAndWriteTheBlackBox(@TempDir Path folder) throws Exception {
    start();
    SafeTick tick = new SafeTick(bench.loop);
    bench.arm.trouble = new IllegalStateException("cable");
    long now_ns = bench.now_ns;
    for (int i = 0; i < 200; i++) {
      now_ns += 1_000_000;
      assertEquals(Fault.TICK_THREW, tick.tick(now_ns, 1e-3));
      bench.arm.integrate(1e-3);
    }
    bench.arm.trouble = null;
    tick.tick(now_ns + 1_000_000, 1e-3);
    bench.exchange.latestState(bench.frame);
    assertEquals(Mode.SAFE_STOP, bench.mode(), "for good");
    assertEquals(200, bench.count(Integer.numberOfTrailingZeros(Fault.TICK_THREW)));
    assertNotNull(tick.thrown());
    Path file = folder.resolve("sub").resolve("box.csv");
    assertTrue(bench.loop.blackBox().frozen());
    bench.loop.blackBox().write(file, "thrown: " + tick.thrown());
    assertFalse(bench.loop.blackBox().frozen(), "ready for the next");
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).contains("cable"));
    int columns = lines.get(1).split(",").length;
    for (String line : lines.subList(1, lines.size()))
      assertEquals(columns, line.split(",").length);
    assertTrue(lines.getLast().split(",")[5].equals("" + Fault.TICK_THREW), "the bad tick is last");
  }

  @Test
  void shouldSurviveAPortThatIsBrokenBothWays() {
    start();
    SafeTick tick = new SafeTick(bench.loop);
    bench.arm.trouble = new IllegalStateException("read");
    bench.arm.deaf = new IllegalStateException("write");
    assertEquals(Fault.TICK_THREW, tick.tick(bench.now_ns + 1_000_000, 1e-3));
    assertEquals("read", tick.thrown().getMessage());
    assertEquals("write", tick.thrown().getSuppressed()[0].getMessage());
  }

  @Test
  void shouldRetreatWhereWhatATickSaysCannotBeSent() {
    start();
    SafeTick tick = new SafeTick(bench.loop);
    bench.arm.mute = new IllegalStateException("socket");
    assertEquals(0, tick.tick(bench.now_ns + 1_000_000, 1e-3));
    tick.send();
    assertEquals(Fault.TICK_THREW, tick.tick(bench.now_ns + 2_000_000, 1e-3));
    assertEquals("socket", tick.thrown().getMessage());
    bench.arm.mute = null;
    tick.send();
    tick.tick(bench.now_ns + 3_000_000, 1e-3);
    bench.exchange.latestState(bench.frame);
    assertEquals(Mode.SAFE_STOP, bench.mode(), "for good");
  }

  @Test
  void shouldStayRelaxedWhereTheRigIsNotArmed() {
    bench.loop.arm(false);
    bench.send(Command.HOME);
    bench.ticks(100);
    assertEquals(Mode.IDLE, bench.mode());
    assertTrue(bench.loop.relaxed());
    assertArrayEquals(new double[7], bench.arm.tau_Nm);
  }

  @Test
  void shouldCountAnArmThatIsPushedOutside() {
    start();
    assertEquals(0, bench.count(Integer.numberOfTrailingZeros(Fault.OUTSIDE_WORKSPACE)));
    bench.arm.force_N[1] = 80;
    bench.steps(20, Command.HOLD);
    assertTrue(bench.count(Integer.numberOfTrailingZeros(Fault.OUTSIDE_WORKSPACE)) > 0);
  }

  @Test
  void shouldOpenAndCloseTheGripperByThreshold() {
    start();
    bench.steps(1, Command.ACT, 0, 0, 0, 1);
    assertEquals(0, bench.frame.width_cmd_m);
    bench.steps(1, Command.ACT, 0, 0, 0, 0.4);
    assertEquals(0, bench.frame.width_cmd_m, "between the thresholds it stays");
    ticksUntil(Mode.HOLD, 1000);
    assertEquals(0, bench.frame.width_cmd_m, "a hold keeps its grip");
    bench.steps(1, Command.ACT, 0, 0, 0, -0.6);
    assertEquals(0.08, bench.frame.width_cmd_m);
  }
}
