package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import reins.contract.config.RigConfig;
import reins.policy.Rigs;
import reins.policy.human.Engagement;

/** What trembles below the thresholds is never a person, however long and in whatever colour. */
class DeviceNoiseTest {
  private static final RigConfig.Resolved CONFIG = Rigs.simFranka();

  @Property(tries = 60)
  void shouldNeverTakeATremblingStickForAPerson(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int readings,
      @ForAll @IntRange(min = 1, max = 200) int period_ms,
      @ForAll @DoubleRange(min = 0, max = 0.99) double share,
      @ForAll @DoubleRange(min = 0, max = 1) double colour) {
    SplittableRandom random = new SplittableRandom(seed);
    StickHand hand = new StickHand(Readings.sticks("xbox"), CONFIG);
    double[] noise = new double[8];
    long now_ns = 1;
    for (int i = 0; i < readings; i++) {
      now_ns += period_ms * 1_000_000L;
      for (int a = 0; a < noise.length; a++)
        noise[a] =
            colour * noise[a] + (1 - colour) * share * Engagement.ONSET * random.nextDouble(-1, 1);
      hand.accept(now_ns, noise, new boolean[11]);
      assertFalse(hand.held(now_ns));
    }
  }

  @Property(tries = 60)
  void shouldNeverTakeATremblingLeaderForAPerson(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int readings,
      @ForAll @IntRange(min = 1, max = 100) int period_ms,
      @ForAll @DoubleRange(min = 0, max = 0.99) double share) {
    SplittableRandom random = new SplittableRandom(seed);
    LeaderHand hand = new LeaderHand(Readings.leader(), CONFIG.robot(), CONFIG);
    // From one end of its noise to the other within one window is below the onset.
    double noise_rad = share * Readings.leader().moving_rad_s() * 0.05 / 2;
    double[] q_rad = new double[7];
    long now_ns = 1;
    for (int i = 0; i < readings; i++) {
      now_ns += period_ms * 1_000_000L;
      for (int j = 0; j < q_rad.length; j++) q_rad[j] = noise_rad * random.nextDouble(-1, 1);
      hand.accept(now_ns, q_rad, Double.NaN);
      assertFalse(hand.held(now_ns));
    }
  }

  /** However a hand moves: as many releases as onsets, each between two rests. */
  @Property(tries = 60)
  void shouldCountEachTakeOverOnce(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int moves) {
    SplittableRandom random = new SplittableRandom(seed);
    StickHand hand = new StickHand(Readings.sticks("spacemouse"), CONFIG);
    double[] axes = new double[6];
    long now_ns = 1;
    int onsets = 0, releases = 0;
    boolean held = false;
    for (int m = 0; m < 2 * moves; m++) {
      boolean moving = m % 2 == 0;
      // At least five readings of motion; at least half a second of rest.
      int readings = random.nextInt(moving ? 5 : 32, 80);
      for (int i = 0; i < readings; i++) {
        now_ns += 16_000_000;
        axes[random.nextInt(6)] = 0;
        axes[1] = moving ? random.nextDouble(0.3, 1) : random.nextDouble(-0.07, 0.07);
        hand.accept(now_ns, axes, new boolean[2]);
        boolean now = hand.held(now_ns);
        if (now && !held) onsets++;
        if (!now && held) releases++;
        held = now;
      }
    }
    assertEquals(moves, onsets);
    assertEquals(moves, releases);
  }
}
