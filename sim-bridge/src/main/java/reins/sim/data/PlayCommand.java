package reins.sim.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Edits;
import reins.policy.cockpit.Access;
import reins.policy.cockpit.Replay;
import reins.sim.report.Interruption;
import reins.sim.report.JsonLines;

/** {@code ./reins data play}: episodes again, in the cockpit or onto a robot. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    description = {
      "Plays episodes back: with --cockpit on the operator's page, where nothing can be commanded, until Ctrl-C;",
      "with --robot onto the arm of a rig whose robot and controller run, in real time, where the page can pause,",
      "take over and stop it; otherwise onto the simulated arm in lockstep. Through the same gate and limits, and",
      "says how far it was from where it had been."
    })
final class PlayCommand implements Callable<Integer> {
  private static final long LOOK_EVERY_NS = 100_000_000;

  @Parameters(paramLabel = "DIR", description = "dataset or run")
  private Path folder;

  @Option(names = "--episode", description = "which one (default: all; in the cockpit the first)")
  private Integer episode;

  @Option(
      names = "--rig",
      description = "rig file, an arm's or a flight's (default: ${DEFAULT-VALUE})",
      defaultValue = "hardware-configs/rigs/sim-franka.yaml")
  private Path rig;

  @Option(names = "--task", description = "another task than the rig's own, by its name")
  private String task;

  @Option(names = "--robot", description = "in place of ./reins policy, on the running rig")
  private boolean robot;

  @Option(
      names = "--cockpit",
      arity = "0..1",
      fallbackValue = "8090",
      paramLabel = "PORT",
      description = "serve the page on loopback (default port: ${FALLBACK-VALUE})")
  private Integer port;

  @Option(names = "--json", description = "write the figures for scripts to this file")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (port != null && (port < 0 || port > 65_535))
      throw new ConfigException("--cockpit " + port + ": expected a port");
    Workplace place = place();
    Dataset data = Dataset.read(folder);
    if (episode != null) Edits.keep(data, java.util.List.of(episode)); // is there
    requireSame(place.deployment(), data);
    if (port != null && !robot) return show(place, data);
    if (place.deployment() instanceof RigConfig.Resolved arm) return play(arm, data);
    throw new ConfigException(
        rig + ": expected an arm's: a vehicle's episode is shown with --cockpit alone");
  }

  private Workplace place() {
    if (!FlightRigConfig.is(rig)) return Workplace.of(RigConfig.load(rig, task));
    if (task != null) throw new ConfigException("--task: expected with an arm's rig");
    return Workplace.load(rig);
  }

  private static void requireSame(Deployment config, Dataset data) {
    if (!data.fingerprint().equals(PolicySpec.of(config.task()).fingerprint()))
      throw new ConfigException(
          "play: recorded with another observation, action or policy_hz than %s's; name its --rig or --task"
              .formatted(config.task().file()));
  }

  /** Until somebody ends it. */
  private int show(Workplace place, Dataset data) {
    Films films = new Films(folder.toString(), place.deployment(), data);
    int first = episode == null ? 0 : episode;
    try (Interruption interruption = new Interruption();
        Replay replay = Replay.open(place, films, first, Access.loopback(), port)) {
      System.out.printf(
          "cockpit: %s shows %d episodes of %s; Ctrl-C ends it%n",
          replay.address(), films.episodes(), folder);
      while (!interruption.happened()) LockSupport.parkNanos(LOOK_EVERY_NS);
    }
    return 0;
  }

  private int play(RigConfig.Resolved config, Dataset data) throws Exception {
    JsonLines lines = new JsonLines(json);
    for (int e = 0; e < data.episodes().size(); e++) {
      if (episode != null && episode != e) continue;
      Playback.Deviation d =
          robot ? Playback.perform(config, data, e, port) : Playback.run(config, data, e);
      if (d == null) {
        System.out.printf("episode %d: ended before its end; the robot was told to hold%n", e);
        return 1;
      }
      System.out.println(words(e, d));
      lines.add(line(e, d));
    }
    return 0;
  }

  private static String words(int of, Playback.Deviation d) {
    String text =
        String.format(
            Locale.ROOT,
            "episode %-4d %4d steps, tool off by %.1f mm on average and %.1f mm at most, actions by %.3f; %s, then: %s",
            of,
            d.steps(),
            1e3 * d.mean_m(),
            1e3 * d.greatest_m(),
            d.action(),
            d.solved() ? "solved" : "not solved",
            d.solvedThen() ? "solved" : "not solved");
    return d.byPerson() == 0
        ? text
        : text + "; a person had it for %d steps".formatted(d.byPerson());
  }

  private Map<String, Object> line(int of, Playback.Deviation d) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "play");
    values.put("case", folder + "/" + of);
    values.put("who", "reins");
    values.put("steps", d.steps());
    values.put("tool_mean_m", d.mean_m());
    values.put("tool_max_m", d.greatest_m());
    values.put("action_max", d.action());
    values.put("solved", d.solved());
    values.put("solved_then", d.solvedThen());
    values.put("steps_by_person", d.byPerson());
    return values;
  }
}
