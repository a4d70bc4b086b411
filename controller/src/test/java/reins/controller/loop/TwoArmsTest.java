package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.Bench;
import reins.controller.Rigs;
import reins.controller.safety.EstopLatch;
import reins.controller.safety.Panel;

/** Two arms on one rig: neither moves while the other is stopped. */
class TwoArmsTest {
  private final Bench left = new Bench(Rigs.simFranka());
  private final Bench right = new Bench(Rigs.simFranka());
  private final Panel[] desk = {left.loop.panel(), right.loop.panel()};

  TwoArmsTest() {
    Panel.bind(List.of(desk));
  }

  @AfterEach
  void close() {
    left.close();
    right.close();
  }

  /** Both in turn, as on two cores. Returns the right one's faults. */
  private int ticks(int count) {
    int faults = 0;
    for (int i = 0; i < count; i++) {
      left.tick();
      faults |= right.tick();
    }
    return faults;
  }

  private void drive() {
    for (int i = 0; i < 1000 && !(left.mode() == Mode.HOLD && right.mode() == Mode.HOLD); i++)
      ticks(1);
    act();
    ticks(30);
    assertEquals(Mode.ACTIVE_POLICY, left.mode());
    assertEquals(Mode.ACTIVE_POLICY, right.mode());
  }

  private void act() {
    left.send(Command.ACT, 0.5, 0, 0, 0);
    right.send(Command.ACT, -0.5, 0, 0, 0);
  }

  private void fail(String how) {
    switch (how) {
      case "reflex" -> left.arm.reflex = true;
      case "blind" -> left.arm.reporting = false;
      case "nan" -> left.arm.error_rad = Double.NaN;
      case "throws" -> left.arm.trouble = new IllegalStateException("planted");
      case "frame" -> left.send(Command.ESTOP);
      case "watchdog" -> desk[0].estop().trip(EstopLatch.Cause.WATCHDOG);
      case "person" -> desk[1].estop().trip(EstopLatch.Cause.PERSON);
      case "disarmed" -> desk[0].arm(false);
      default -> throw new IllegalArgumentException(how);
    }
  }

  /** What happens to the left arm; where both stand then; in how many ticks the right one does. */
  @ParameterizedTest
  @CsvSource({
    "reflex,   SAFE_STOP, SAFE_STOP, 2",
    "nan,      SAFE_STOP, SAFE_STOP, 2",
    "throws,   SAFE_STOP, SAFE_STOP, 2",
    "frame,    ESTOP,     ESTOP,     1",
    "watchdog, ESTOP,     ESTOP,     1",
    "person,   ESTOP,     ESTOP,     1",
    "blind,    SAFE_STOP, SAFE_STOP, 2050",
    "disarmed, IDLE,      HOLD,      3000",
  })
  void shouldStopBothWhereOneIsStopped(String how, Mode leftMode, Mode rightMode, int within) {
    drive();
    double fastest = 0;
    fail(how);
    for (int i = 0; i < within; i++) {
      try {
        ticks(1);
      } catch (IllegalStateException planted) {
        assertEquals("planted", planted.getMessage());
        left.loop.retreat(left.now_ns, 1e-3);
        left.exchange.latestState(left.frame);
        right.tick();
      }
    }
    assertEquals(leftMode, left.mode());
    assertEquals(rightMode, right.mode());
    left.arm.trouble = null;
    ticks(1000);
    for (double dq : right.arm.dq_rad_s) fastest = Math.max(fastest, Math.abs(dq));
    assertTrue(fastest < 0.02, "the other arm stands too: " + fastest + " rad/s");
  }

  @Test
  void shouldSayWhyAndStayUntilAPersonRecoversBoth() {
    drive();
    left.arm.reflex = true;
    assertTrue((ticks(2) & Fault.OTHER_ARM_STOPPED) != 0);
    assertTrue(right.count(Integer.numberOfTrailingZeros(Fault.OTHER_ARM_STOPPED)) > 0);
    ticks(1000);
    assertEquals(Mode.SAFE_STOP, right.mode());
    for (Panel panel : desk) panel.recover();
    for (int i = 0; i < 300; i++) ticks(1);
    assertFalse(left.arm.reflex, "a person asked");
    assertEquals(Mode.HOLD, left.mode());
    assertEquals(Mode.HOLD, right.mode());
  }

  @Test
  void shouldLetNeitherGoOnBeforeTheOtherCan() {
    drive();
    left.arm.error_rad = Double.NaN;
    ticks(100);
    desk[1].recover();
    Set<Mode> seen = new java.util.HashSet<>();
    for (int i = 0; i < 500; i++) {
      ticks(1);
      seen.add(right.mode());
    }
    assertEquals(Set.of(Mode.SAFE_STOP, Mode.RECOVERING), withStop(seen));
    assertEquals(Mode.RECOVERING, right.mode(), "waits, braked");
    left.arm.error_rad = 0;
    desk[0].recover();
    ticks(500);
    assertEquals(Mode.HOLD, left.mode());
    assertEquals(Mode.HOLD, right.mode());
  }

  private static Set<Mode> withStop(Set<Mode> seen) {
    seen.add(Mode.SAFE_STOP);
    return seen;
  }

  @Test
  void shouldOpenBothLatchesAndArmBothAgain() {
    drive();
    left.send(Command.ESTOP);
    ticks(5);
    for (Panel panel : desk) panel.estop().reset();
    ticks(5);
    assertEquals(Mode.ESTOP, left.mode(), "still armed");
    for (Panel panel : desk) panel.arm(false);
    for (Panel panel : desk) panel.estop().reset();
    ticks(5);
    assertEquals(Mode.IDLE, left.mode());
    assertEquals(Mode.IDLE, right.mode());
    for (Panel panel : desk) panel.arm(true);
    ticks(500);
    assertEquals(Mode.HOLD, left.mode());
    assertEquals(Mode.HOLD, right.mode());
  }

  @Test
  void shouldKeepTheirTorquesApart() {
    drive();
    for (int i = 0; i < 5; i++) {
      act();
      ticks(100);
    }
    double x_left_m = left.frame.p_base_tool_m[0], x_right_m = right.frame.p_base_tool_m[0];
    assertTrue(x_left_m - x_right_m > 0.03, x_left_m + " and " + x_right_m);
  }
}
