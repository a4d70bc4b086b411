package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.Fault;

/** What may be believed of a vehicle that flies along x at 5 m/s. */
class FlightSanityTest {
  private static final long TICK_ns = 2_000_000;
  private static final double SPEED_m_s = 5;

  private final FlightConfig.Resolved config = Flights.resolved("hummingbird");
  private final FlightSanity sanity = new FlightSanity(config);
  private final FlightState seen = new FlightState();
  private final FlightState state = new FlightState(seen.neighbours);
  private long now_ns = 1_000_000_000L;

  @BeforeEach
  void fly() {
    seen.accepting = true;
    for (int i = 0; i < 3; i++) seen.p_m[i] = 0;
    for (int i = 0; i < 3; i++) seen.v_m_s[i] = i == 0 ? SPEED_m_s : 0;
    for (int t = 0; t < 10; t++) assertEquals(0, sample());
  }

  /** A whole sample, believed or not. Returns what is said of it. */
  private int sample() {
    now_ns += TICK_ns;
    seen.p_m[0] += SPEED_m_s * 1e-9 * TICK_ns;
    seen.stamp_ns = seen.position_ns = now_ns;
    return sanity.check(now_ns, seen, state);
  }

  private int nothing() {
    return sanity.check(now_ns += TICK_ns, seen, state);
  }

  @Test
  void shouldStandOnTheLastGoodSampleWhereOneIsNoNumber() {
    double p_m = state.p_m[0];
    seen.q_world_body[2] = Double.NaN;
    assertEquals(Fault.STATE_NOT_FINITE, sample());
    assertEquals(p_m, state.p_m[0]);
    assertEquals(Fault.STATE_NOT_FINITE, nothing(), "it is not believed later either");
    seen.q_world_body[2] = 0;
    assertEquals(0, sample());
  }

  /**
   * Refused samples are as good as none: after as long nothing may be made of the last good one.
   */
  @Test
  void shouldGrowOldUnderSamplesThatAreRefused() {
    long last_ns = state.stamp_ns;
    seen.v_m_s[1] = Double.NaN;
    int refused = 0;
    while ((sample() & Fault.STATE_STALE) == 0) refused++;
    assertEquals(config.flight().ladder().state_lost_s(), refused * 1e-9 * TICK_ns, 0.003);
    assertEquals(last_ns, state.stamp_ns);
    seen.v_m_s[1] = 0;
    assertEquals(0, sample(), "and it is believed where it went on as it flew");
  }

  @Test
  void shouldRefuseAPlaceThatJumpsAndBelieveTheNextThatDoesNot() {
    seen.p_m[1] += 1;
    assertEquals(Fault.STATE_JUMP, sample());
    assertEquals(0, state.p_m[1]);
    seen.p_m[1] -= 1;
    assertEquals(0, sample());
  }

  /** Never without a word that nothing could be made of the state, which lands it. */
  @Test
  void shouldBelieveAPlaceThatStaysWhereItJumpedToButNotInSilence() {
    seen.p_m[1] += 1;
    int faults = 0, ticks = 0;
    while (state.p_m[1] == 0) {
      faults |= sample();
      ticks++;
    }
    assertEquals(Fault.STATE_JUMP | Fault.STATE_STALE, faults);
    assertEquals(config.flight().ladder().state_lost_s(), ticks * 1e-9 * TICK_ns, 0.005);
    assertEquals(0, sample());
  }

  /** Odometry comes, and the inertial measurements do not: the older one is the age. */
  @Test
  void shouldNotTrustAJumpThatComesWithoutANewAge() {
    long stamp_ns = seen.stamp_ns;
    seen.p_m[1] += 1;
    sample();
    seen.stamp_ns = stamp_ns;
    int fault = sanity.check(now_ns, seen, state);
    assertEquals(Fault.STATE_JUMP, fault);
    assertEquals(0, state.p_m[1]);
  }

  /** 150 ms without inertial measurements at 5 m/s are 0.75 m, and no jump. */
  @Test
  void shouldNotTakeALateMeasurementForAJump() {
    long stamp_ns = seen.stamp_ns;
    for (int t = 0; t < 75; t++) {
      now_ns += TICK_ns;
      seen.p_m[0] += SPEED_m_s * 1e-9 * TICK_ns;
      seen.position_ns = now_ns;
      seen.stamp_ns = stamp_ns;
      assertEquals(0, sanity.check(now_ns, seen, state));
    }
    seen.stamp_ns = now_ns;
    assertEquals(0, sanity.check(now_ns, seen, state));
    assertFalse(Double.isNaN(state.p_m[0]));
  }
}
