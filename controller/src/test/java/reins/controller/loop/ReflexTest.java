package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.exchange.Mode;
import reins.controller.Bench;
import reins.controller.Rigs;

/** A robot's own stop is cleared where a person asks, and never else. */
class ReflexTest {
  private final Bench bench = new Bench(Rigs.simFranka());

  @Test
  void shouldLeaveAReflexAloneWhenTheArmIsDisarmed() {
    bench.engage();
    bench.arm.reflex = true;
    bench.loop.arm(false);
    bench.ticks(500);
    assertTrue(bench.arm.reflex);
  }

  @Test
  void shouldLeaveAReflexAloneThatCameWhileItWasBlind() {
    bench.engage();
    bench.arm.reporting = false;
    bench.ticks(50);
    assertEquals(Mode.RECOVERING, bench.mode());
    bench.arm.reflex = true;
    bench.arm.reporting = true;
    bench.ticks(500);
    assertTrue(bench.arm.reflex);
    assertEquals(Mode.SAFE_STOP, bench.mode());
  }

  @Test
  void shouldAskTheRobotAgainWhereAPersonDoes() {
    bench.engage();
    bench.arm.reflex = true;
    bench.arm.refusals = 1;
    bench.ticks(100);
    bench.loop.panel().recover();
    bench.ticks(2000);
    assertEquals(Mode.RECOVERING, bench.mode(), "the robot has refused, once");
    assertEquals(0, bench.arm.refusals);
    bench.loop.panel().recover();
    bench.ticks(500);
    assertFalse(bench.arm.reflex);
    assertEquals(Mode.HOLD, bench.mode());
  }

  @Test
  void shouldClearAReflexWhereAPersonAsks() {
    bench.engage();
    bench.arm.reflex = true;
    bench.ticks(100);
    assertEquals(Mode.SAFE_STOP, bench.mode());
    bench.loop.panel().recover();
    bench.ticks(500);
    assertFalse(bench.arm.reflex);
    assertEquals(Mode.HOLD, bench.mode());
  }
}
