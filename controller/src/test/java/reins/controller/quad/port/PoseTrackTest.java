package reins.controller.quad.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.controller.quad.FlightState;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;

class PoseTrackTest {
  private final PoseTrack track = new PoseTrack(0.5, 10);
  private final PoseStamped seen = new PoseStampedCodec("").allocate();
  private final FlightState state = new FlightState();

  /** A vehicle of which only poses are seen, a hundred a second. */
  @Test
  void shouldFindVelocityRatesAndForceFromPoses() {
    for (int i = 1; i <= 200; i++) {
      double t_s = 0.01 * i;
      seen.position_m[0] = 2 * t_s;
      seen.position_m[2] = 0.5 * t_s * t_s;
      seen.orientation_xyzw[2] = Math.sin(0.25 * t_s);
      seen.orientation_xyzw[3] = Math.cos(0.25 * t_s);
      track.see(1_000_000_000L + Math.round(1e9 * t_s), seen, state);
    }
    assertEquals(2, state.v_m_s[0], 0.01);
    assertEquals(2, state.v_m_s[2], 0.03);
    assertEquals(0.5, state.w_body_rad_s[2], 0.01);
    assertEquals(9.80665 + 1, state.f_body_m_s2[2], 0.05, "gravity and what it climbs with");
    seen.position_m[0] = 100;
    track.see(9_000_000_000L, seen, state);
    assertEquals(0, state.v_m_s[0], "after a gap nothing is known");
  }

  /** One pose that is none, of a body that the hall lost for a moment, leaves no trace. */
  @Test
  void shouldTakeNoPoseThatIsNone() {
    seen.orientation_xyzw[3] = 1;
    long now_ns = 1_000_000_000L;
    for (int i = 0; i < 50; i++) {
      seen.position_m[0] = 0.01 * i;
      seen.position_m[1] = i == 20 ? Double.NaN : 0;
      seen.orientation_xyzw[3] = i == 30 ? 0 : 1;
      seen.orientation_xyzw[1] = i == 40 ? Double.POSITIVE_INFINITY : 0;
      boolean none = i % 10 == 0 && i > 10;
      assertEquals(!none, track.see(now_ns += 10_000_000, seen, state), "pose " + i);
      assertTrue(Double.isFinite(state.p_m[0] + state.v_m_s[1] + state.f_body_m_s2[2]));
    }
    assertEquals(0.49, state.p_m[0], 0.01);
    assertEquals(1, state.v_m_s[0], 0.1);
  }

  /** Seen every 10 ms, told in bunches of seven: 1.5 ms apart, then nothing for a while. */
  @Test
  void shouldGoByTheStampsOfPosesThatBunch() {
    double worst_m_s = 0, worst_m_s2 = 0;
    for (int i = 1; i <= 210; i++) {
      seen.stamp_ns = 5_000_000_000L + 10_000_000L * i;
      seen.position_m[0] = 2 * 0.01 * i;
      seen.orientation_xyzw[3] = 1;
      int bunch = (i + 6) / 7 * 7;
      long arrival_ns = 1_000_000_000L + 10_000_000L * bunch + 1_500_000L * (i - bunch + 6);
      assertTrue(track.see(arrival_ns, seen, state));
      if (i < 50) continue;
      worst_m_s = Math.max(worst_m_s, Math.abs(state.v_m_s[0] - 2));
      worst_m_s2 = Math.max(worst_m_s2, Math.abs(state.f_body_m_s2[0]));
    }
    assertEquals(0, worst_m_s, 0.02);
    assertEquals(0, worst_m_s2, 0.5);
  }

  /** What is filtered half-way there would pass for a motion. */
  @Test
  void shouldTakeNoPoseThatJumped() {
    seen.orientation_xyzw[3] = 1;
    long now_ns = 1_000_000_000L;
    for (int i = 0; i < 50; i++) assertTrue(track.see(now_ns += 10_000_000, seen, state));
    seen.position_m[1] = 0.6;
    assertFalse(track.see(now_ns += 10_000_000, seen, state));
    assertEquals(0, state.p_m[1]);
    assertEquals(0, state.v_m_s[1]);
    seen.position_m[1] = 3;
    for (int i = 0; i < 19; i++) assertFalse(track.see(now_ns += 10_000_000, seen, state));
    for (int i = 0; i < 5; i++) track.see(now_ns += 10_000_000, seen, state);
    assertEquals(3, state.p_m[1], 1e-9, "after a gap it begins anew");
    assertEquals(0, state.v_m_s[1], 1e-9);
  }
}
