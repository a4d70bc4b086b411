package reins.sim.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import reins.sim.report.CurvePicture;
import reins.sim.report.Intervals;

/** An experiment's curves over environment steps: interquartile means with their intervals. */
final class Pictures {
  private static final int POINTS = 40;

  private Pictures() {}

  /** What the policies can do alone. */
  static void success(Path png, String task, List<Summary> summaries) {
    draw(
        png,
        task + ": unseen starts solved alone",
        "share of starts",
        summaries,
        Outcome::successAt);
  }

  /** How much the person helps. */
  static void help(Path png, String task, List<Summary> summaries) {
    List<Summary> helped =
        summaries.stream()
            .filter(s -> s.runs().stream().anyMatch(run -> run.interventions() > 0))
            .toList();
    draw(png, task + ": steps that the person chose", "share of steps", helped, Outcome::helpAt);
  }

  private static void draw(
      Path png,
      String title,
      String yTitle,
      List<Summary> summaries,
      ToDoubleBiFunction<Outcome, Double> value) {
    double most =
        summaries.stream()
            .flatMap(s -> s.runs().stream())
            .mapToDouble(Outcome::env_steps)
            .max()
            .orElse(1);
    double[] steps = DoubleStream.iterate(0, x -> x + most / POINTS).limit(POINTS + 1).toArray();
    List<CurvePicture.Curve> curves = new ArrayList<>();
    for (Summary summary : summaries) curves.add(curve(summary, steps, value));
    CurvePicture.write(png, title, yTitle, curves);
  }

  private static CurvePicture.Curve curve(
      Summary summary, double[] steps, ToDoubleBiFunction<Outcome, Double> value) {
    double[][] lines = new double[3][steps.length];
    for (int i = 0; i < steps.length; i++) {
      double step = steps[i];
      Intervals.Interval at =
          Intervals.overSeeds(summary.values(run -> value.applyAsDouble(run, step)));
      lines[0][i] = at.value();
      lines[1][i] = at.low();
      lines[2][i] = at.high();
    }
    return new CurvePicture.Curve(summary.contender().name(), steps, lines[0], lines[1], lines[2]);
  }
}
