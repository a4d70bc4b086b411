package reins.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.Workplace;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;

class GroundedTest {
  private static final long STEP_NS = 50_000_000;

  private final StateFrame state = new StateFrame();
  private long now_ns = 1_000_000_000L;

  private int spoken(Grounded grounded, Mode mode, int steps) {
    int spoken = 0;
    state.seq = 1;
    state.mode = mode.ordinal();
    for (int i = 0; i < steps; i++, now_ns += STEP_NS) if (grounded.look(now_ns, state)) spoken++;
    return spoken;
  }

  @Test
  void shouldSayOnceEachTimeAVehicleStands() {
    Grounded grounded = new Grounded(Rigs.gate());
    assertFalse(grounded.look(now_ns, state), "no controller yet");
    assertEquals(0, spoken(grounded, Mode.ARMING, 100));
    assertEquals(0, spoken(grounded, Mode.IDLE, 30), "it may be on its way up");
    assertEquals(1, spoken(grounded, Mode.IDLE, 200));
    assertEquals(0, spoken(grounded, Mode.ACTIVE_POLICY, 200));
    assertEquals(1, spoken(grounded, Mode.IDLE, 200));
  }

  @Test
  void shouldNameTheCallsThatSendItUp() {
    String words = Grounded.words(Rigs.gate());
    assertTrue(words.contains("/reins_sim_quad_gate/arm '{data: true}'"), words);
    assertTrue(words.contains("/reins_sim_quad_gate/take_off"), words);
    assertTrue(words.contains("ROS_MASTER_URI=http://localhost:11434/"), words);
  }

  @Test
  void shouldSayNothingOfAnArm() {
    Grounded grounded = new Grounded(Workplace.of(Rigs.simFranka()));
    assertEquals(0, spoken(grounded, Mode.IDLE, 200));
  }
}
