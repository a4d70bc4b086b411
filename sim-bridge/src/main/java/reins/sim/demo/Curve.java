package reins.sim.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reins.policy.episode.EpisodeStats;
import reins.sim.evaluate.Evaluation;
import reins.sim.report.CurvePicture;

/**
 * The learning curve of one training: what the policy could do alone, and how much it was helped,
 * over environment steps.
 */
final class Curve {
  private final List<double[]> checks = new ArrayList<>();
  private final List<double[]> alone = new ArrayList<>();
  private final List<double[]> interventions = new ArrayList<>();

  /** A deterministic evaluation after so many steps. */
  void check(long envSteps, Evaluation.Result result) {
    checks.add(new double[] {envSteps, result.successRatio()});
  }

  /** The recent training episodes after so many steps. */
  void episode(EpisodeStats stats) {
    alone.add(new double[] {stats.envSteps(), stats.recentSolvedAloneRatio()});
    interventions.add(new double[] {stats.envSteps(), stats.recentInterventionsPerEpisode()});
  }

  /** First step count at whose check the policy solved at least this share; NaN: never. */
  double stepsTo(double share) {
    for (double[] check : checks) if (check[1] >= share) return check[0];
    return Double.NaN;
  }

  void draw(Path png, String title) {
    double most = Math.max(1, interventions.stream().mapToDouble(p -> p[1]).max().orElse(1));
    List<double[]> scaled =
        interventions.stream().map(p -> new double[] {p[0], p[1] / most}).toList();
    CurvePicture.write(
        png,
        title,
        List.of(
            curve("deterministic evaluation", checks),
            curve("training: last 20 solved alone", alone),
            curve("interventions per episode (1.0 = %.1f)".formatted(most), scaled)));
  }

  private static CurvePicture.Curve curve(String name, List<double[]> points) {
    return new CurvePicture.Curve(
        name,
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
  }
}
