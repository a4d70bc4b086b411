package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ConfigException;

class SilenceTest {
  /** A last message may come right after a step has looked: the next look still leaves in time. */
  @ParameterizedTest
  @ValueSource(longs = {10_000_000, 50_000_000, 100_000_000, 149_000_000})
  void shouldLeaveWhoIsSilentWithinTheTimeWhateverThePeriod(long period_ns) {
    for (long offset_ns = 0; offset_ns < period_ns; offset_ns += period_ns / 7) {
      Silence silence = new Silence(LinkLoss.HOLD, period_ns);
      long silent_ns = offset_ns;
      while (!silence.stalled()) {
        assertTrue(silent_ns <= Silence.RETURN_NS, period_ns + " after " + silent_ns);
        assertFalse(silence.lost(silent_ns));
        silent_ns += period_ns;
      }
      assertEquals(1, silence.stalls());
    }
  }

  @Test
  void shouldRefuseALoopThatIsTooSlowForIt() {
    String message =
        assertThrows(ConfigException.class, () -> new Silence(LinkLoss.HOLD, 200_000_000))
            .getMessage();
    assertTrue(message.startsWith("policy_hz: expected at least 6.7"), message);
  }
}
