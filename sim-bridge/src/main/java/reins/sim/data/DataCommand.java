package reins.sim.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.contract.config.ConfigException;
import reins.contract.data.Transition;
import reins.learner.dataset.D4rlFile;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Edits;
import reins.learner.dataset.LeRobotReader;
import reins.learner.dataset.LeRobotWriter;
import reins.learner.dataset.Remark;
import reins.learner.dataset.SerlPickles;
import reins.learner.dataset.Validation;

/** {@code ./reins data}: looks at datasets, makes others of them, checks them, plays them back. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    subcommands = {PlayCommand.class, ReportCommand.class},
    description = {
      "Datasets are LeRobotDataset v3 folders, as ./reins record makes them; wherever one is read, the folder of a run will do.",
      "Episodes and steps are counted from 0."
    })
public final class DataCommand {
  private static final int FAILED = 1;
  private static final Pattern CUT = Pattern.compile("(\\d{1,9}):(\\d{0,9}):(\\d{0,9})");

  /** Where an import comes from. */
  enum From {
    SERL,
    D4RL,
    LEROBOT
  }

  /** What an export becomes. */
  enum Format {
    LEROBOT,
    ROSBAG
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Episodes, steps, returns and sources of datasets and runs.")
  int list(
      @Parameters(
              paramLabel = "DIR",
              arity = "0..*",
              description = "datasets, runs, or folders of them (default: runs)")
          List<Path> folders,
      @Option(names = "--episodes", description = "a line for each episode, too")
          boolean episodes) {
    boolean any = false;
    boolean all = true;
    for (Path folder : folders == null ? List.of(Path.of("runs")) : folders)
      for (Path found : datasets(folder)) {
        any = true;
        all &= tell(found, episodes);
      }
    if (!any) System.out.println("no dataset and no run there");
    return all ? 0 : FAILED;
  }

  /** Returns whether it can be read; damage in one folder, of whatever kind, hides no other. */
  private static boolean tell(Path folder, boolean episodes) {
    Dataset data;
    try {
      data = Dataset.read(folder);
    } catch (RuntimeException e) {
      System.out.printf("%-32s cannot be read: %s%n", folder, e.getMessage());
      return false;
    }
    System.out.printf("%-32s %s%n", folder, Summary.of(data));
    if (episodes)
      for (int e = 0; e < data.episodes().size(); e++)
        System.out.printf("  episode %-4d %s%n", e, Summary.of(data, e));
    return true;
  }

  private static boolean isDataset(Path folder) {
    return Files.exists(folder.resolve("meta/info.json"))
        || Files.exists(folder.resolve("journal.bin"))
            && Files.exists(folder.resolve("manifest.json"));
  }

  private static List<Path> datasets(Path folder) {
    if (isDataset(folder)) return List.of(folder);
    if (!Files.isDirectory(folder)) throw new ConfigException(folder + ": no such folder");
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(DataCommand::isDataset).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  @Command(
      name = "plot",
      mixinStandardHelpOptions = true,
      description = "Returns and lengths of the episodes, or one episode's numbers, as a PNG.")
  int plot(
      @Parameters(paramLabel = "DIR") Path folder,
      @Parameters(paramLabel = "PNG") Path png,
      @Option(names = "--episode", description = "its actions and states") Integer episode) {
    Dataset data = Dataset.read(folder);
    if (episode == null) DataPicture.overview(data, png);
    else DataPicture.episode(Edits.keep(data, List.of(episode)), png);
    System.out.println(png);
    return 0;
  }

  @Command(
      name = "trim",
      mixinStandardHelpOptions = true,
      description = "Writes a new dataset without some episodes, or without an episode's ends.")
  int trim(
      @Parameters(paramLabel = "DIR") Path folder,
      @Parameters(paramLabel = "NEW", description = "new folder") Path to,
      @Option(
              names = "--drop",
              split = ",",
              paramLabel = "N",
              description = "episodes to leave out")
          List<Integer> drop,
      @Option(
              names = "--cut",
              split = ",",
              paramLabel = "N:FROM:TO",
              description =
                  "keep of episode N the steps from FROM to before TO; either may be empty")
          List<String> cuts) {
    Dataset data = Dataset.read(folder);
    for (String cut : cuts == null ? List.<String>of() : cuts) data = cut(data, cut);
    List<Integer> kept = new ArrayList<>();
    for (int e = 0; e < data.episodes().size(); e++)
      if (drop == null || !drop.contains(e)) kept.add(e);
    for (int e : drop == null ? List.<Integer>of() : drop) Edits.keep(data, List.of(e)); // is there
    return keep(to, Edits.keep(data, kept));
  }

  private static Dataset cut(Dataset data, String cut) {
    Matcher part = CUT.matcher(cut);
    if (!part.matches())
      throw new ConfigException(
          "--cut " + cut + ": expected EPISODE:FROM:TO, such as 3:5:40 or 3::40");
    int episode = Integer.parseInt(part.group(1));
    int length = Edits.keep(data, List.of(episode)).episodes().getFirst().size();
    return Edits.cut(data, episode, step(part.group(2), 0), step(part.group(3), length));
  }

  private static int step(String given, int otherwise) {
    return given.isEmpty() ? otherwise : Integer.parseInt(given);
  }

  @Command(
      name = "merge",
      mixinStandardHelpOptions = true,
      description = "Writes several datasets of one task as one.")
  int merge(
      @Parameters(paramLabel = "NEW", description = "new folder") Path to,
      @Parameters(paramLabel = "DIR", arity = "1..*") List<Path> folders) {
    return keep(to, Edits.join(folders.stream().map(Dataset::read).toList()));
  }

  @Command(
      name = "validate",
      mixinStandardHelpOptions = true,
      description =
          "Schema, numbers, time stamps, counts, images; names file and row of what is wrong.")
  int validate(@Parameters(paramLabel = "DIR") Path folder) {
    List<String> findings = Validation.of(folder);
    findings.forEach(System.out::println);
    System.out.println(folder + (findings.isEmpty() ? ": nothing is wrong" : ": see above"));
    return findings.isEmpty() ? 0 : FAILED;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes a dataset or a run's transitions for others.")
  int export(
      @Parameters(paramLabel = "DIR", description = "dataset, or run such as runs/demo-1")
          Path folder,
      @Parameters(paramLabel = "NEW", description = "new folder, or bag file") Path to,
      @Option(
              names = "--format",
              defaultValue = "LEROBOT",
              description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
          Format format,
      @Option(names = "--demonstrations", description = "leave out what the policy did")
          boolean demonstrations) {
    Dataset data = Dataset.read(folder);
    if (demonstrations) data = demonstrated(data);
    if (format == Format.LEROBOT) return keep(to, data);
    if (Files.exists(to)) throw new ConfigException(to + ": is there already; expected a new file");
    System.out.printf("%s: %d messages%n", to, BagExport.write(to, data));
    return 0;
  }

  private static Dataset demonstrated(Dataset data) {
    List<Integer> kept = new ArrayList<>();
    for (int e = 0; e < data.episodes().size(); e++)
      if (data.episodes().get(e).getFirst().demonstration()) kept.add(e);
    return Edits.keep(data, kept);
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Turns data of others into a LeRobot folder that the learner takes as demonstrations.",
        "serl: pickled transitions (*.pkl), read without running any of it; d4rl: HDF5; lerobot: a folder of format v3.0."
      })
  int bring(
      @Option(names = "--from", required = true, description = "${COMPLETION-CANDIDATES}")
          From from,
      @Option(
              names = "--fps",
              description =
                  "steps a second, where the data does not say (default: ${DEFAULT-VALUE})",
              defaultValue = "10")
          double fps,
      @Option(
              names = "--turn-gripper",
              description =
                  "the last number of each action, negated: HIL-SERL closes at -1, Reins at +1")
          boolean turnGripper,
      @Parameters(paramLabel = "PATH", description = "file or folder to read") Path path,
      @Parameters(paramLabel = "NEW", description = "new folder") Path to) {
    Dataset data =
        switch (from) {
          case SERL -> SerlPickles.read(path, fps);
          case D4RL -> D4rlFile.read(path, fps);
          case LEROBOT -> LeRobotReader.read(path);
        };
    return keep(to, turnGripper ? Edits.turnLast(data) : data);
  }

  private static int keep(Path folder, Dataset data) {
    LeRobotWriter.write(folder, data);
    System.out.printf("%s: %s%n", folder, Summary.of(data));
    return 0;
  }

  /** A line about a dataset or an episode. */
  private static final class Summary {
    static String of(Dataset data) {
      long solved =
          data.episodes().stream().filter(e -> e.stream().anyMatch(Transition::success)).count();
      List<Transition> steps = data.steps().toList();
      double all = data.episodes().stream().mapToDouble(Summary::earned).sum();
      int n = data.episodes().size();
      return String.format(
          Locale.ROOT,
          "%s: %d episodes, %d steps, %d solved, mean return %.3f, by %s%s%s%s",
          data.task(),
          n,
          steps.size(),
          solved,
          all / Math.max(1, n),
          sources(steps),
          devices(data.remarks()),
          data.images().cameras().isEmpty() ? "" : ", cameras " + data.images().cameras(),
          data.remarks().isEmpty() ? "" : ", " + data.remarks().size() + " lines of the person");
    }

    static String of(Dataset data, int e) {
      List<Transition> episode = data.episodes().get(e);
      return String.format(
          Locale.ROOT,
          "%4d steps, return %.3f, %s, by %s%s",
          episode.size(),
          earned(episode),
          episode.stream().anyMatch(Transition::success) ? "solved" : "not solved",
          sources(episode),
          devices(data.remarks().stream().filter(r -> r.episode() == e).toList()));
    }

    /** What a person took over with. */
    private static String devices(List<Remark> remarks) {
      String all =
          remarks.stream()
              .filter(Remark::takesOver)
              .map(r -> r.said().path("device").asText())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      return all.isEmpty() ? "" : " with " + all;
    }

    private static double earned(List<Transition> episode) {
      return episode.stream().mapToDouble(Transition::reward).sum();
    }

    private static String sources(List<Transition> steps) {
      Map<String, Long> counts = new java.util.TreeMap<>();
      for (Transition t : steps)
        counts.merge(t.source().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
      return counts.toString();
    }
  }
}
