package reins.sim.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.sim.report.Interruption;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;

/** {@code ./reins experiment}: algorithms and ablations over tasks and seeds, with a report. */
@Command(
    name = "experiment",
    mixinStandardHelpOptions = true,
    description = {
      "Trains every contender on every task from every seed in lockstep, evaluates each last policy on unseen starts, and",
      "writes curves and one page of HTML. Each outcome is kept: started again with the same --name, an experiment goes on",
      "with those that are missing. Takes minutes for each training; --jobs runs several at a time."
    })
public final class ExperimentCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 1;

  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(names = "--tasks", split = ",", description = "by name (default: ${DEFAULT-VALUE})")
  private List<String> tasks =
      List.of("franka-reach", "franka-pick-cube", "franka-peg-insert", "franka-peg-insert-1mm");

  @Option(names = "--algorithms", split = ",", description = "or all (default: ${DEFAULT-VALUE})")
  private List<String> algorithms = List.of("hil_serl", "rlpd", "hg_dagger", "bc");

  @Option(
      names = "--ablations",
      split = ",",
      description =
          "no_demonstrations, no_interventions, ten_critics, no_layer_norm, utd_1, or all (default: none)")
  private List<String> ablations = List.of();

  @Option(
      names = "--seeds",
      split = ",",
      description = "at least five for a claim (default: 1,2,3,4,5)")
  private List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L);

  @Option(
      names = "--steps",
      description = "most environment steps of a training (default: ${DEFAULT-VALUE})")
  private long steps = 20_000;

  @Option(names = "--episodes", description = "of each last evaluation (default: ${DEFAULT-VALUE})")
  private int episodes = 100;

  @Option(names = "--threads", description = "of each training (default: ${DEFAULT-VALUE})")
  private int threads = 1;

  @Option(names = "--jobs", description = "trainings at a time (default: ${DEFAULT-VALUE})")
  private int jobs = Math.max(1, Runtime.getRuntime().availableProcessors());

  @Option(names = "--runs", description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path runs = Path.of("runs");

  @Option(
      names = "--name",
      description = "of the run folder; resumed if it exists (default: ${DEFAULT-VALUE})")
  private String name = "experiment";

  @Option(
      names = "--json",
      description = "write results for scripts to this file, one object per line")
  private Path json;

  @Override
  public Integer call() {
    List<Contender> contenders = contenders();
    List<RigConfig.Resolved> configs = tasks.stream().map(t -> RigConfig.load(rig, t)).toList();
    List<Trial> trials = new ArrayList<>();
    for (RigConfig.Resolved config : configs)
      for (Contender contender : contenders)
        for (long seed : seeds) trials.add(new Trial(config, contender, seed));
    Path folder = runs.resolve(name);
    List<Outcome> outcomes;
    try (Interruption interruption = new Interruption()) {
      Laboratory.Terms terms = new Laboratory.Terms(steps, episodes, threads, jobs);
      outcomes = new Laboratory(folder, terms, interruption::happened).run(trials);
    }
    if (outcomes.size() < trials.size()) {
      System.out.printf(
          "Stopped after %d of %d trainings; the same command goes on from there%n",
          outcomes.size(), trials.size());
      return INTERRUPTED;
    }
    report(folder, summaries(contenders, outcomes), outcomes);
    return 0;
  }

  private List<Contender> contenders() {
    if (episodes < 1) throw new ConfigException("--episodes: expected at least 1, got " + episodes);
    if (jobs < 1) throw new ConfigException("--jobs: expected at least 1, got " + jobs);
    List<Contender> contenders =
        Stream.concat(
                Contender.named(Contender.ALGORITHMS, algorithms, "--algorithms").stream(),
                Contender.named(Contender.ABLATIONS, ablations, "--ablations").stream())
            .distinct()
            .toList();
    boolean reference = contenders.stream().anyMatch(c -> c.name().equals(Contender.REFERENCE));
    for (Contender contender : contenders)
      if (contender.budgeted() && !reference)
        throw new ConfigException(
            "--algorithms: %s gets as many human steps as %s: expected both"
                .formatted(contender.name(), Contender.REFERENCE));
    return contenders;
  }

  private List<List<Summary>> summaries(List<Contender> contenders, List<Outcome> outcomes) {
    return tasks.stream()
        .map(
            task ->
                contenders.stream()
                    .map(contender -> new Summary(task, contender, of(outcomes, task, contender)))
                    .toList())
        .toList();
  }

  private static List<Outcome> of(List<Outcome> outcomes, String task, Contender contender) {
    return outcomes.stream()
        .filter(o -> o.task().equals(task) && o.contender().equals(contender.name()))
        .toList();
  }

  private void report(Path folder, List<List<Summary>> tasks, List<Outcome> outcomes) {
    JsonLines lines = new JsonLines(json);
    for (Outcome outcome : outcomes) lines.add(line(outcome));
    System.out.printf(
        "%-22s %-18s %7s %15s %10s %10s %8s%n",
        "task", "contender", "solved", "95 % interval", "steps_80", "steps_95", "cycle_s");
    for (List<Summary> task : tasks) {
      for (Summary summary : task) {
        tell(summary);
        lines.add(line(summary));
      }
      String prefix = task.getFirst().task();
      Pictures.success(folder.resolve(prefix + "-success.png"), prefix, task);
      Pictures.help(folder.resolve(prefix + "-help.png"), prefix, task);
    }
    Page.write(folder, "Experiment " + name, how(), tasks);
    System.out.printf("Report: %s%n", folder.resolve("report.html"));
  }

  private String how() {
    return "./reins experiment --tasks %s --algorithms %s%s --seeds %s --steps %d --episodes %d"
        .formatted(
            String.join(",", tasks),
            String.join(",", algorithms),
            ablations.isEmpty() ? "" : " --ablations " + String.join(",", ablations),
            String.join(",", seeds.stream().map(String::valueOf).toList()),
            steps,
            episodes);
  }

  private static void tell(Summary s) {
    Intervals.Interval i = s.success();
    System.out.printf(
        "%-22s %-18s %7.3f     %.3f-%.3f %10.0f %10.0f %8.2f%n",
        s.task(),
        s.contender().name(),
        i.value(),
        i.low(),
        i.high(),
        s.middle(run -> run.stepsTo(Summary.GOOD)),
        s.middle(run -> run.stepsTo(Summary.MASTERED)),
        s.middle(Outcome::cycle_s));
  }

  private static Map<String, Object> line(Outcome o) {
    Map<String, Object> values = start(o.task() + "/" + o.contender());
    values.put("seed", o.seed());
    values.put("success_ratio", o.success_ratio());
    values.put("episodes", o.episodes());
    values.put("env_steps", o.env_steps());
    values.put("human_steps", o.human_steps());
    values.put("interventions", o.interventions());
    values.put("steps_to_80", o.stepsTo(Summary.GOOD));
    values.put("steps_to_95", o.stepsTo(Summary.MASTERED));
    values.put("minutes_to_80", o.minutesTo(Summary.GOOD));
    values.put("minutes_to_95", o.minutesTo(Summary.MASTERED));
    values.put("cycle_s", o.cycle_s());
    values.put("demonstration_s", o.demonstration_s());
    values.put("wall_s", o.wall_s());
    return values;
  }

  private static Map<String, Object> line(Summary s) {
    Intervals.Interval i = s.success();
    Map<String, Object> values = start(s.task() + "/" + s.contender().name());
    values.put("seeds", s.runs().size());
    values.put("success_ratio_iqm", i.value());
    values.put("ci_low", i.low());
    values.put("ci_high", i.high());
    values.put("steps_to_80", s.middle(run -> run.stepsTo(Summary.GOOD)));
    values.put("steps_to_95", s.middle(run -> run.stepsTo(Summary.MASTERED)));
    values.put("minutes_to_80", s.middle(run -> run.minutesTo(Summary.GOOD)));
    values.put("minutes_to_95", s.middle(run -> run.minutesTo(Summary.MASTERED)));
    values.put("human_steps", s.middle(Outcome::human_steps));
    values.put("cycle_s", s.middle(Outcome::cycle_s));
    values.put("cycle_over_demonstration", s.cycleOverDemonstration());
    return values;
  }

  private static Map<String, Object> start(String what) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "experiment");
    values.put("case", what);
    values.put("who", "reins");
    return values;
  }
}
