package reins.sim.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.data.Transition;
import reins.learner.dataset.D4rlFile;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Edits;
import reins.learner.dataset.LeRobotReader;
import reins.learner.dataset.LeRobotWriter;
import reins.learner.dataset.SerlPickles;
import reins.learner.dataset.Validation;

/** {@code ./reins data}: looks at datasets, makes others of them, checks them, plays them back. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    subcommands = ReportCommand.class,
    description = {
      "Datasets are LeRobotDataset v3 folders, as ./reins record makes them; wherever one is read, the folder of a run will do.",
      "Episodes and steps are counted from 0."
    })
public final class DataCommand {
  private static final int FAILED = 1;

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
    for (Path folder : folders == null ? List.of(Path.of("runs")) : folders)
      for (Path found : datasets(folder)) {
        any = true;
        Dataset data = Dataset.read(found);
        System.out.printf("%-32s %s%n", found, Summary.of(data));
        if (episodes)
          for (int e = 0; e < data.episodes().size(); e++)
            System.out.printf("  episode %-4d %s%n", e, Summary.of(data.episodes().get(e)));
      }
    if (!any) System.out.println("no dataset and no run there");
    return 0;
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
    String[] part = cut.split(":", -1);
    if (part.length != 3 || !(part[0] + part[1] + part[2]).matches("\\d{1,9}"))
      throw new ConfigException(
          "--cut " + cut + ": expected EPISODE:FROM:TO, such as 3:5:40 or 3::40");
    int episode = Integer.parseInt(part[0]);
    int length = Edits.keep(data, List.of(episode)).episodes().getFirst().size();
    int from = part[1].isEmpty() ? 0 : Integer.parseInt(part[1]);
    return Edits.cut(data, episode, from, part[2].isEmpty() ? length : Integer.parseInt(part[2]));
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
              description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
          Format format,
      @Option(names = "--demonstrations", description = "leave out what the policy did")
          boolean demonstrations) {
    Dataset data = Dataset.read(folder);
    if (demonstrations) data = demonstrated(data);
    if (format != Format.ROSBAG) return keep(to, data);
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
      @Parameters(paramLabel = "PATH", description = "file or folder to read") Path path,
      @Parameters(paramLabel = "NEW", description = "new folder") Path to) {
    return keep(
        to,
        switch (from) {
          case SERL -> SerlPickles.read(path, fps);
          case D4RL -> D4rlFile.read(path, fps);
          case LEROBOT -> LeRobotReader.read(path);
        });
  }

  @Command(
      name = "play",
      mixinStandardHelpOptions = true,
      description = {
        "Plays episodes back onto the simulated robot, in lockstep, through the same gate and limits,",
        "and says how far it was from where it had been."
      })
  int play(
      @Parameters(paramLabel = "DIR") Path folder,
      @Option(names = "--episode", description = "which one (default: all)") Integer episode,
      @Option(
              names = "--rig",
              description = "rig file (default: ${DEFAULT-VALUE})",
              defaultValue = "hardware-configs/rigs/sim-franka.yaml")
          Path rig,
      @Option(names = "--task", description = "another task than the rig's own, by its name")
          String task,
      @Option(names = "--json", description = "write the figures for scripts to this file")
          Path json) {
    RigConfig.Resolved config = RigConfig.load(rig, task);
    Dataset data = Dataset.read(folder);
    if (episode != null) Edits.keep(data, List.of(episode)); // is there
    var lines = new reins.sim.report.JsonLines(json);
    for (int e = 0; e < data.episodes().size(); e++) {
      if (episode != null && episode != e) continue;
      Playback.Deviation d = Playback.run(config, data, e);
      System.out.printf(
          Locale.ROOT,
          "episode %-4d %4d steps, tool off by %.1f mm on average and %.1f mm at most, actions by %.3f; %s, then: %s%n",
          e,
          d.steps(),
          1e3 * d.mean_m(),
          1e3 * d.greatest_m(),
          d.action(),
          d.solved() ? "solved" : "not solved",
          d.solvedThen() ? "solved" : "not solved");
      lines.add(line(folder, e, d));
    }
    return 0;
  }

  private static Map<String, Object> line(Path folder, int episode, Playback.Deviation d) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "play");
    values.put("case", folder + "/" + episode);
    values.put("who", "reins");
    values.put("steps", d.steps());
    values.put("tool_mean_m", d.mean_m());
    values.put("tool_max_m", d.greatest_m());
    values.put("action_max", d.action());
    values.put("solved", d.solved());
    values.put("solved_then", d.solvedThen());
    return values;
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
          "%s: %d episodes, %d steps, %d solved, mean return %.3f, by %s%s%s",
          data.task(),
          n,
          steps.size(),
          solved,
          all / Math.max(1, n),
          sources(steps),
          data.images().cameras().isEmpty() ? "" : ", cameras " + data.images().cameras(),
          data.remarks().isEmpty() ? "" : ", " + data.remarks().size() + " lines of the person");
    }

    static String of(List<Transition> episode) {
      return String.format(
          Locale.ROOT,
          "%4d steps, return %.3f, %s, by %s",
          episode.size(),
          earned(episode),
          episode.stream().anyMatch(Transition::success) ? "solved" : "not solved",
          sources(episode));
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
