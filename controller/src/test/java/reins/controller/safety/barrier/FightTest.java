package reins.controller.safety.barrier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.RigConfig;

/** Laws that want to break the arm, forty seconds each: no limit may be violated in any tick. */
class FightTest {
  private final RigConfig.Resolved config = Fight.cluttered();

  /** Always the same ones: among them those that broke the filters before this one. */
  @ParameterizedTest
  @CsvSource({
    "RANDOM, 0.25, 85",
    "RANDOM, 0.25, 41",
    "RANDOM, 0.5, 28",
    "RANDOM, 0.5, 82",
    "RANDOM, 0.5, 9",
    "PUMPING, 0.25, 84",
    "PUMPING, 0.5, 87",
    "THROWING, 0.25, 75",
    "THROWING, 0.5, 66",
    "THROWING, 0.5, 14"
  })
  void shouldHoldEveryLimit(Fight.Style style, double loudest, long seed) {
    new Fight(config).fight(seed, style, loudest).assertHeld();
  }

  /**
   * Others in every run; {@code -Dreins.fights=N} of each kind. Prints the worst, and who failed.
   */
  @Test
  @Tag("slow")
  void shouldHoldEveryLimitInFightsNeverSeen() {
    int count = Integer.getInteger("reins.fights", 20);
    long first = Long.getLong("reins.seed", new Random().nextInt(1 << 30));
    List<String> broken = new ArrayList<>();
    for (double loudest : new double[] {0.25, 0.5})
      for (Fight.Style style : Fight.Style.values()) {
        List<Fight> fights = new ArrayList<>();
        for (long seed = first; seed < first + count; seed++) {
          Fight fight = new Fight(config).fight(seed, style, loudest);
          fights.add(fight);
          try {
            fight.assertHeld();
          } catch (AssertionError violated) {
            broken.add(style + ", " + loudest + ", " + seed + ": " + violated.getMessage());
          }
        }
        print(style + " " + loudest + " seeds from " + first, fights);
      }
    if (!broken.isEmpty()) throw new AssertionError(String.join("\n", broken));
  }

  private static void print(String title, List<Fight> fights) {
    double ticks = 1.0 * Fight.TICKS * fights.size();
    System.out.printf(
        Locale.ROOT,
        "%s: %d fights; acted %.3f, short %.5f, fell back %.5f of ticks%n",
        title,
        fights.size(),
        fights.stream().mapToInt(f -> f.acted).sum() / ticks,
        fights.stream().mapToInt(f -> f.shorted).sum() / ticks,
        fights.stream().mapToInt(f -> f.fell_back).sum() / ticks);
    print("joint beyond its end, rad", fights, f -> f.joint_rad);
    print("share of a joint's speed", fights, f -> f.speed_share);
    print("tool outside its box, m", fights, f -> f.box_m);
    print("point in a sphere, m", fights, f -> f.sphere_m);
    print("tool's speed, m/s", fights, f -> f.tool_m_s);
  }

  private static void print(String kind, List<Fight> fights, ToDoubleFunction<Fight> of) {
    double[] worst = fights.stream().mapToDouble(of).sorted().toArray();
    int last = worst.length - 1;
    System.out.printf(
        Locale.ROOT,
        "  %-26s p50 %9.5f  p90 %9.5f  p99 %9.5f  max %9.5f%n",
        kind,
        worst[last / 2],
        worst[last * 9 / 10],
        worst[last * 99 / 100],
        worst[last]);
  }
}
