package reins.learner.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./reins dataset}: episodes as LeRobot folders, imports, and what they are good for. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description = "Episodes as LeRobotDataset v3 folders.")
public final class DatasetMain {
  private static final ObjectMapper SNAKE_CASE =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  /** Where an import comes from. */
  enum From {
    SERL,
    D4RL,
    LEROBOT
  }

  /** Runs a subcommand. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new DatasetMain()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (!(e instanceof IllegalArgumentException || e instanceof UncheckedIOException))
            throw e;
          System.err.println("reins: " + e.getMessage());
          return e instanceof IllegalArgumentException ? BAD_INPUT : FAILED;
        });
    System.exit(line.execute(args));
  }

  @Command(
      name = "export",
      description = "Writes a run's transitions as a LeRobot folder.",
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(paramLabel = "RUN", description = "folder of a run, such as runs/demo-1")
          Path run,
      @Parameters(paramLabel = "DIR", description = "new folder") Path folder,
      @Option(names = "--demonstrations", description = "leave out what the policy did")
          boolean demonstrations) {
    Dataset data = RunDataset.read(run);
    if (demonstrations)
      data =
          new Dataset(
              data.task(),
              data.robot(),
              data.fingerprint(),
              data.fps(),
              data.stateNames(),
              data.actionNames(),
              data.episodes().stream().filter(e -> e.getFirst().demonstration()).toList());
    return keep(folder, data);
  }

  @Command(
      name = "import",
      description = {
        "Turns data of others into a LeRobot folder that the learner takes as demonstrations.",
        "serl: pickled transitions (*.pkl), read without running any of it; d4rl: HDF5; lerobot: a folder of format v3.0."
      },
      mixinStandardHelpOptions = true)
  int bring(
      @Option(names = "--from", required = true, description = "${COMPLETION-CANDIDATES}")
          From from,
      @Option(
              names = "--fps",
              description =
                  "steps a second, where the data does not say (default: ${DEFAULT-VALUE})",
              defaultValue = "10")
          double fps,
      @Parameters(paramLabel = "PATH", description = "file or folder to read") Path path,
      @Parameters(paramLabel = "DIR", description = "new folder") Path folder) {
    return keep(
        folder,
        switch (from) {
          case SERL -> SerlPickles.read(path, fps);
          case D4RL -> D4rlFile.read(path, fps);
          case LEROBOT -> LeRobotReader.read(path);
        });
  }

  @Command(
      name = "report",
      description = "Returns, coverage, how far those in it agree, and which algorithm suits it.",
      mixinStandardHelpOptions = true)
  int report(
      @Parameters(paramLabel = "DIR", description = "LeRobot folder") Path folder,
      @Option(names = "--json", description = "write it for scripts to this file") Path json) {
    DatasetReport report = DatasetReport.of(LeRobotReader.read(folder));
    tell(folder, report);
    if (json != null) write(json, folder, report);
    return 0;
  }

  private static int keep(Path folder, Dataset data) {
    LeRobotWriter.write(folder, data);
    System.out.printf(
        "%s: %d episodes, %d steps%n", folder, data.episodes().size(), data.steps().count());
    return 0;
  }

  private static void tell(Path folder, DatasetReport r) {
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

  private static void write(Path json, Path folder, DatasetReport report) {
    ObjectNode line = LeRobotWriter.JSON.createObjectNode();
    line.put("bench", "dataset").put("case", folder.toString()).put("who", "reins");
    line.setAll((ObjectNode) SNAKE_CASE.valueToTree(report));
    try {
      Files.writeString(json, line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(json + ": cannot be written", e);
    }
  }
}
