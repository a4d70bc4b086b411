package reins.sim.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reins.policy.episode.EpisodeStats;
import reins.sim.evaluate.Evaluation;
import reins.sim.report.CurvePicture;

/**
 * The learning curve of one training: what the policy could do alone, and how much it was helped,
 * over environment steps.
 */
public final class Curve {
  private final List<Check> checks = new ArrayList<>();
  private final List<double[]> alone = new ArrayList<>();
  private final List<double[]> interventions = new ArrayList<>();
  private final List<Help> help = new ArrayList<>();

  /**
   * What the policy could do alone.
   *
   * @param robot_s of the robot's time, resets included
   */
  public record Check(long envSteps, double robot_s, double successRatio) {}

  /** Share of the recent steps that the person chose. */
  public record Help(long envSteps, double stepRatio) {}

  /** A deterministic evaluation after so many steps. */
  void check(long envSteps, double robot_s, Evaluation.Result result) {
    checks.add(new Check(envSteps, robot_s, result.successRatio()));
  }

  /** The recent training episodes after so many steps. */
  void episode(EpisodeStats stats) {
    alone.add(new double[] {stats.envSteps(), stats.recentSolvedAloneRatio()});
    help.add(new Help(stats.envSteps(), stats.recentInterventionStepRatio()));
    interventions.add(new double[] {stats.envSteps(), stats.recentInterventionsPerEpisode()});
  }

  /** First step count at whose check the policy solved at least this share; NaN: never. */
  public double stepsTo(double share) {
    return first(share).map(check -> (double) check.envSteps).orElse(Double.NaN);
  }

  /** The robot's time at that check; NaN: never. */
  public double robotTo_s(double share) {
    return first(share).map(Check::robot_s).orElse(Double.NaN);
  }

  private Optional<Check> first(double share) {
    return checks.stream().filter(check -> check.successRatio >= share).findFirst();
  }

  /** What the policy could do alone, from the first check on. */
  public List<Check> checks() {
    return List.copyOf(checks);
  }

  /** How much the person helped, from the first episode on. */
  public List<Help> help() {
    return List.copyOf(help);
  }

  void draw(Path png, String title) {
    double most = Math.max(1, interventions.stream().mapToDouble(p -> p[1]).max().orElse(1));
    List<double[]> scaled =
        interventions.stream().map(p -> new double[] {p[0], p[1] / most}).toList();
    CurvePicture.write(
        png,
        title,
        "share",
        List.of(
            curve(
                "deterministic evaluation",
                checks.stream().map(c -> new double[] {c.envSteps, c.successRatio}).toList()),
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
