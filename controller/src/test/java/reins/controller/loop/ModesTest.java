package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.controller.Bench;
import reins.controller.Rigs;
import reins.controller.safety.EstopLatch;

/** What leads from mode to mode in a running loop. */
class ModesTest {
  private final Bench bench = new Bench(Rigs.simFranka());

  @AfterEach
  void close() {
    bench.close();
  }

  private void start() {
    bench.engage();
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

  private double largestTorque_Nm() {
    double largest = 0;
    for (double tau : bench.arm.tau_Nm) largest = Math.max(largest, Math.abs(tau));
    return largest;
  }

  @Test
  void shouldGoUpStepByStep() {
    Mode[] way = {Mode.PREFLIGHT, Mode.IDLE, Mode.ARMING};
    for (Mode mode : way) {
      bench.tick();
      assertEquals(mode, bench.mode());
      assertEquals(0, largestTorque_Nm(), 0);
    }
    assertEquals(50, ticksUntil(Mode.HOLD, 100), 1, "the payload check");
  }

  @Test
  void shouldTellAPersonFromAPolicy() {
    start();
    ActionFrame frame = new ActionFrame();
    frame.seq = 100;
    frame.stamp_ns = bench.now_ns;
    frame.command = Command.ACT.ordinal();
    frame.source = Source.PERSON.ordinal();
    bench.exchange.publishAction(frame);
    bench.tick();
    assertEquals(Mode.INTERVENTION, bench.mode());
    frame.seq++;
    frame.source = 17;
    bench.exchange.publishAction(frame);
    assertTrue((bench.tick() & Fault.ACTION_NOT_FINITE) != 0, "nobody's");
    assertEquals(Mode.HOLD, bench.mode());
  }

  @Test
  void shouldStopInOneTickAndStayStoppedUntilAPersonResetsItDisarmed() {
    for (EstopLatch.Cause cause : EstopLatch.Cause.values()) {
      start();
      bench.loop.panel().estop().trip(cause);
      assertTrue((bench.tick() & Fault.ESTOP) != 0);
      assertEquals(Mode.ESTOP, bench.mode());
      bench.steps(5, Command.ACT, 1, 0, 0, 0);
      bench.loop.panel().recover();
      assertTrue((bench.tick() & Fault.MOVE_REFUSED) != 0, "recovering is for a safe stop");
      bench.loop.panel().estop().reset();
      assertTrue((bench.tick() & Fault.MOVE_REFUSED) != 0, "still armed");
      bench.loop.arm(false);
      bench.tick();
      assertEquals(Mode.ESTOP, bench.mode(), "the reset that was refused is gone");
      bench.loop.panel().estop().reset();
      bench.tick();
      assertEquals(Mode.IDLE, bench.mode());
      bench.ticks(10);
      assertEquals(Mode.IDLE, bench.mode());
      bench.loop.arm(true);
    }
  }

  @Test
  void shouldTakeAnEmergencyStopFromAFrameThatIsOtherwiseUseless() {
    start();
    bench.sendRaw(Long.MIN_VALUE, 0, Command.ESTOP.ordinal(), Double.NaN);
    bench.tick();
    assertEquals(Mode.ESTOP, bench.mode());
    assertEquals(EstopLatch.Cause.DEVICE, bench.loop.panel().estop().cause());
    bench.loop.arm(false);
    bench.loop.panel().estop().reset();
    bench.ticks(3);
    assertEquals(Mode.IDLE, bench.mode(), "the same frame does not trip it again");
  }

  @Test
  void shouldNeverClearAReflexByItself() {
    start();
    bench.arm.reflex = true;
    bench.tick();
    assertEquals(Mode.SAFE_STOP, bench.mode());
    for (int i = 0; i < 50; i++) {
      bench.steps(1, Command.ACT, 1, 0, 0, 0);
      assertTrue(bench.arm.reflex, "nobody asked");
    }
    bench.loop.panel().recover();
    bench.tick();
    assertEquals(Mode.RECOVERING, bench.mode());
    assertFalse(bench.arm.reflex, "asked");
    ticksUntil(Mode.HOLD, 1000);
    bench.steps(2, Command.ACT, 1, 0, 0, 0);
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
  }

  @Test
  void shouldStartSoftlyEveryTime() {
    start();
    for (int round = 1; round <= 3; round++) {
      bench.loop.arm(false);
      ticksUntil(Mode.IDLE, 1000);
      bench.ticks(1000);
      assertEquals(0, largestTorque_Nm(), 0);
      bench.loop.arm(true);
      ticksUntil(Mode.HOLD, 200);
      // From the measured pose, with no stiffness yet: nothing to feel.
      assertEquals(0, largestTorque_Nm(), 0.05, "start " + round);
      bench.arm.force_N[1] = 5;
      bench.ticks(50);
      double soft_m = Math.abs(bench.frame.p_base_tool_m[1] - bench.frame.p_setpoint_m[1]);
      bench.arm.force_N[1] = 0;
      bench.ticks(2000);
      double before_m = bench.frame.p_base_tool_m[1];
      bench.arm.force_N[1] = 5;
      bench.ticks(50);
      double stiff_m = Math.abs(bench.frame.p_base_tool_m[1] - before_m);
      bench.arm.force_N[1] = 0;
      assertTrue(soft_m > 1.1 * stiff_m, "start " + round + ": " + soft_m + " " + stiff_m);
    }
  }

  @Test
  void shouldRefuseToArmWithAPayloadThatTheModelDoesNotKnow() {
    bench.arm.load_Nm[1] = 4;
    for (int i = 0; i < 200; i++) {
      bench.tick();
      assertEquals(0, largestTorque_Nm(), 0);
    }
    assertEquals(Mode.IDLE, bench.mode());
    assertEquals(1, bench.count(Integer.numberOfTrailingZeros(Fault.PAYLOAD_MISMATCH)));
    assertFalse(bench.loop.panel().armed(), "a person has to arm again");
    bench.arm.load_Nm[1] = 0;
    bench.loop.arm(true);
    ticksUntil(Mode.HOLD, 100);
  }

  @Test
  void shouldWeighOnlyAnArmThatRests() {
    while (bench.mode() != Mode.ARMING) bench.tick();
    bench.arm.load_Nm[1] = 4; // as of a brake in which the arm swings
    for (int i = 0; i < 200; i++) {
      bench.arm.dq_rad_s[1] = i % 20 < 2 ? 0 : 0.1; // where it turns back it seems to rest
      bench.tick();
      assertEquals(Mode.ARMING, bench.mode());
    }
    bench.arm.dq_rad_s[1] = 0;
    bench.arm.load_Nm[1] = 0;
    assertEquals(50, ticksUntil(Mode.HOLD, 100), 2);
    assertEquals(0, bench.count(Integer.numberOfTrailingZeros(Fault.PAYLOAD_MISMATCH)));
  }

  @Test
  void shouldSayWhereThePayloadCannotBeChecked() {
    bench.arm.load_Nm[1] = Double.NaN;
    bench.engage();
    assertEquals(1, bench.count(Integer.numberOfTrailingZeros(Fault.PAYLOAD_UNCHECKED)));
  }

  @Test
  void shouldGiveUpAnArmThatNobodyAsksForAnything() {
    start();
    double idle_s = Rigs.simFranka().rig().safety().ladder().action_idle_s();
    int ticks = ticksUntil(Mode.IDLE, 70_000);
    assertEquals(idle_s * 1e3, ticks + 100, 2);
    bench.ticks(500);
    assertEquals(Mode.IDLE, bench.mode());
    assertEquals(0, largestTorque_Nm(), 0);
    bench.send(Command.HOLD);
    ticksUntil(Mode.HOLD, 200);
  }

  @Test
  void shouldStopWhereTheStateStaysAwayTooLong() {
    start();
    bench.arm.reporting = false;
    ticksUntil(Mode.RECOVERING, 100);
    double lost_s = Rigs.simFranka().rig().safety().ladder().state_lost_s();
    assertEquals(1e3 * lost_s - 20, ticksUntil(Mode.SAFE_STOP, 3000), 2);
    bench.arm.reporting = true;
    bench.ticks(500);
    assertEquals(Mode.SAFE_STOP, bench.mode());
    bench.loop.panel().recover();
    ticksUntil(Mode.HOLD, 1000);
  }

  @Test
  void shouldHoldAfterTicksStayedAway() {
    start();
    assertTrue((bench.tickAfter(30_000_000) & Fault.TICKS_MISSED) != 0);
    assertEquals(Mode.HOLD, bench.mode());
    bench.steps(1, Command.ACT, 0, 0, 0, 0);
    assertEquals(Mode.ACTIVE_POLICY, bench.mode());
  }

  @Test
  void shouldCountWhatEachLayerChanged() {
    start();
    bench.steps(8, Command.ACT, 0, 0, -1, 0);
    bench.send(Command.ACT, Double.NaN);
    bench.tick();
    for (Layer layer : new Layer[] {Layer.SANITY, Layer.WORKSPACE, Layer.LAW_CLIP}) {
      long ticks = bench.count(Counters.LAYER_TICKS + layer.ordinal());
      long sum = bench.count(Counters.LAYER_SUM + layer.ordinal());
      long max = bench.count(Counters.LAYER_MAX + layer.ordinal());
      assertTrue(ticks > 0, layer.name());
      assertTrue(sum >= max && max > 0 && sum <= ticks * max, layer + " " + sum + " " + max);
    }
    assertEquals(1, bench.frame.changed[Layer.SANITY.ordinal()]);
  }

  @Test
  void shouldBeatOnceATick() {
    long before = bench.loop.heartbeat();
    bench.ticks(7);
    assertEquals(before + 7, bench.loop.heartbeat());
  }
}
