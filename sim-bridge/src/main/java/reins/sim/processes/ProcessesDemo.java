package reins.sim.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.sim.report.Interruption;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;
import reins.wire.LearnerStatus;

/**
 * {@code ./reins demo --processes}: the four processes in real time for some minutes, and what came
 * of it: transitions counted at both ends, the tick's histogram, hot swaps, missed steps. As a
 * drill it kills learner and policy in the middle of an episode.
 */
public final class ProcessesDemo {
  private static final Logger LOG = LogManager.getLogger(ProcessesDemo.class);
  private static final long LOOK_EVERY_MS = 20;

  /** Shares of the run at which the drill kills. */
  private static final double KILL_LEARNER_AT = 0.45;

  private static final double KILL_POLICY_AT = 0.7;

  private final RigConfig.Resolved config;
  private final Options options;
  private final Stack stack;
  private final LearnerProbe learner;
  private final ControllerProbe controller;
  private final Progress progress = new Progress();
  private boolean learnerKilled;
  private boolean policyKilled;

  /** What to run. */
  public record Options(
      Path root,
      Path rig,
      Path runs,
      String run,
      long seed,
      double minutes,
      boolean drill,
      int learnerThreads,
      Path json) {}

  /** Prepares the processes; starts nothing yet. */
  public ProcessesDemo(Options options) {
    this.options = options;
    config = RigConfig.load(options.rig);
    stack =
        new Stack(
            options.root,
            options.rig,
            options.runs,
            options.run,
            options.seed,
            options.learnerThreads,
            List.of("--operator", "scripted"));
    learner = new LearnerProbe(config.rig().link());
    controller = new ControllerProbe(Path.of(config.rig().exchange().path()));
  }

  /**
   * Runs, stops everything, tells; returns 0 where nothing was lost and the arm stayed inside its
   * box.
   */
  public int run() {
    try (Interruption interruption = new Interruption()) {
      return run(interruption);
    }
  }

  private int run(Interruption interruption) {
    LearnerStatus status;
    String histogram;
    Map<String, Object> arm = new LinkedHashMap<>();
    try (stack;
        learner;
        controller) {
      LOG.info(
          "starting four processes; their logs are in {}",
          options.runs.resolve(options.run).resolve("logs"));
      LOG.info("the operator's page: see \"cockpit\" in logs/policy.log");
      stack.start();
      watch(interruption);
      stack.policy().stop();
      status = learner.ask();
      controller.look();
      histogram = controller.histogram();
      describe(arm);
    }
    return tell(status, histogram, arm);
  }

  private void watch(Interruption interruption) {
    double seconds = options.minutes * 60;
    long start_ns = System.nanoTime();
    while (!interruption.happened()) {
      double share = (System.nanoTime() - start_ns) * 1e-9 / seconds;
      if (share >= 1) break;
      controller.look();
      if (options.drill) drill(share);
      stack.keepRunning();
      progress.show(System.nanoTime(), share, this::line);
      pause();
    }
    progress.end();
  }

  private String line() {
    LearnerStatus s = learner.ask();
    return "arm %s | %d transitions, %d by the person | %d updates | policy %d | tick p99.9 %d us, %d skipped"
        .formatted(
            controller.mode(),
            s.getTransitionsStored(),
            s.getInterventionsStored(),
            s.getUpdates(),
            s.getPolicyVersion(),
            controller.tickP99_9_us(),
            controller.count(Counters.SKIPPED));
  }

  /** {@code kill -9} in mid-episode: while the arm follows actions. */
  private void drill(double share) {
    boolean acting = controller.mode().acting();
    if (!learnerKilled && share > KILL_LEARNER_AT && acting) {
      learnerKilled = true;
      LOG.info("drill: kill -9 of the learner (pid {})", stack.learner().pid());
      stack.learner().kill();
    }
    if (!policyKilled && share > KILL_POLICY_AT && acting) {
      policyKilled = true;
      LOG.info("drill: kill -9 of the policy process (pid {})", stack.policy().pid());
      stack.policy().kill();
    }
  }

  private void describe(Map<String, Object> arm) {
    arm.put("holds", controller.faults(Fault.ACTION_STALE));
    arm.put("hold_latency_max_ticks", controller.count(Counters.HOLD_LATENCY_MAX_TICKS));
    arm.put("outside_workspace_ticks", controller.faults(Fault.OUTSIDE_WORKSPACE));
  }

  private int tell(LearnerStatus status, String histogram, Map<String, Object> arm) {
    long recorded = lastNumber("policy.jsonl", "recorded");
    long lost = recorded - status.getTransitionsStored();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "demo");
    values.put("case", options.drill ? "processes_drill" : "processes");
    values.put("who", "reins");
    values.put("seed", options.seed);
    values.put("recorded", recorded);
    values.put("stored", status.getTransitionsStored());
    values.put("lost", lost);
    long unequal = 0;
    // A restarted policy process counts the person's steps from zero: nothing to compare then.
    if (stack.restarts() == 0) {
      long byPerson = lastNumber("policy.jsonl", "interventions_recorded");
      unequal = byPerson - status.getInterventionsStored();
      values.put("interventions_recorded", byPerson);
    }
    values.put("interventions_stored", status.getInterventionsStored());
    values.put("updates", status.getUpdates());
    values.put("policy_version", status.getPolicyVersion());
    values.put("swaps", lastNumber("policy.jsonl", "swaps"));
    values.put("missed_steps", lastNumber("policy.jsonl", "missed_steps"));
    values.put("restarts", stack.restarts());
    values.putAll(arm);
    new JsonLines(options.json).add(values);
    values.forEach((key, value) -> System.out.printf("%-24s %s%n", key, value));
    System.out.println("controller: " + histogram);
    boolean inside = (long) arm.get("outside_workspace_ticks") == 0;
    boolean good =
        lost == 0
            && unequal == 0
            && recorded > 0
            && inside
            && (long) arm.get("hold_latency_max_ticks") <= 2;
    System.out.println(
        good
            ? "Nothing was lost and the arm stayed in its box."
            : "FAILED: see the figures above.");
    return good ? 0 : 1;
  }

  /** The number of a key in the last line of a process's results. */
  private long lastNumber(String file, String key) {
    try {
      List<String> lines = Files.readAllLines(options.runs.resolve(options.run).resolve(file));
      Matcher matcher =
          Pattern.compile("\"" + key + "\": ?(\\d+)")
              .matcher(lines.isEmpty() ? "" : lines.getLast());
      return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": the process left no results", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
