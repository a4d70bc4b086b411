package reins.sim.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.DatasetReport;
import reins.sim.report.JsonLines;

/** {@code ./reins data report}: what a dataset is good for, before anybody trains. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Returns, coverage, how far those in it agree, and which algorithm suits it.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "dataset or run")
  private Path folder;

  @Option(names = "--json", description = "write it for scripts to this file")
  private Path json;

  @Override
  public Integer call() {
    DatasetReport report = DatasetReport.of(Dataset.read(folder));
    tell(report);
    new JsonLines(json).add(line(report));
    return 0;
  }

  private void tell(DatasetReport r) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d episodes, %d steps, %.0f on average%n"
            + "returns        mean %.3f, from %.3f to %.3f; %.0f %% of the episodes succeed%n"
            + "coverage       %.0f %% of the observations' range; %.0f %% of the action numbers at their bounds%n",
        folder,
        r.episodes(),
        r.steps(),
        r.lengthMean(),
        r.returnMean(),
        r.returnMin(),
        r.returnMax(),
        100 * r.successRatio(),
        100 * r.coverage(),
        100 * r.saturation());
    r.stepsBySource().forEach((who, n) -> System.out.printf("steps          %-24s %d%n", who, n));
    r.divergence()
        .forEach((who, d) -> System.out.printf(Locale.ROOT, "divergence     %-24s %.2f%n", who, d));
    System.out.printf("recommended    %s: %s%n", r.recommended(), r.why());
  }

  private Map<String, Object> line(DatasetReport r) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "dataset");
    values.put("case", folder.toString());
    values.put("who", "reins");
    values.put("episodes", r.episodes());
    values.put("steps", r.steps());
    values.put("success_ratio", r.successRatio());
    values.put("return_mean", r.returnMean());
    values.put("return_min", r.returnMin());
    values.put("return_max", r.returnMax());
    values.put("length_mean", r.lengthMean());
    values.put("coverage", r.coverage());
    values.put("saturation", r.saturation());
    r.stepsBySource().forEach((who, n) -> values.put("steps_by " + who, n));
    r.divergence().forEach((who, d) -> values.put("divergence " + who, d));
    values.put("recommended", r.recommended());
    values.put("why", r.why());
    return values;
  }
}
