package reins.sim.data;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.RigConfig;
import reins.contract.data.Transition;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Images;
import reins.learner.dataset.LeRobotWriter;
import reins.learner.dataset.Remark;
import reins.learner.dataset.RunDataset;
import reins.sim.report.Interruption;
import reins.sim.report.Progress;

/** {@code ./reins record}: collects successful episodes into a LeRobot folder. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Collects successful episodes into a LeRobot folder. A scripted operator shows them in the simulator, faster than real time;",
      "or whoever is at ./reins policy of the rig, which sends its steps here while no learner listens. Ctrl-C keeps what is whole."
    })
public final class RecordCommand implements Callable<Integer> {
  private static final Path CONFIGS = Path.of("hardware-configs");
  private static final int FAILED = 1;

  /** Who shows the task. */
  enum Operator {
    /** The task's scripted operator, in lockstep with the simulated robot. */
    SCRIPTED,
    /** Whoever is at the rig's policy process: a person in the cockpit, or its own script. */
    POLICY
  }

  @Parameters(paramLabel = "DIR", description = "new folder")
  private Path folder;

  @Option(
      names = "--rig",
      description = "rig file, or flight file for a quadrotor's task (default: the simulated one)")
  private Path rig;

  @Option(
      names = "--task",
      description = "another one of hardware-configs/tasks than the rig's own, by its name")
  private String task;

  @Option(
      names = "--episodes",
      description = "successful ones to collect (default: the task's learning.demonstrations)")
  private Integer episodes;

  @Option(
      names = "--operator",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Operator operator = Operator.SCRIPTED;

  @Option(
      names = "--seed",
      description = "of starts and of the scripted operator's noise (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--failures", description = "keep episodes that do not succeed, too")
  private boolean failures;

  @Option(
      names = "--run",
      description =
          "with --operator policy: name of the policy process's run, for what the person said (default: ${DEFAULT-VALUE})")
  private String run = "record";

  @Override
  public Integer call() {
    Deployment config = Deployment.load(CONFIGS, rig, task);
    int wanted = episodes == null ? config.task().learning().demonstrations() : episodes;
    if (wanted < 1) throw new ConfigException("--episodes: expected at least 1, got " + wanted);
    LeRobotWriter.requireEmpty(folder);
    Progress progress = new Progress();
    try (Interruption interruption = new Interruption()) {
      Collection collection = new Collection(wanted, failures);
      collect(config, collection, progress, interruption::happened);
      progress.end();
      return keep(config, collection);
    }
  }

  private void collect(
      Deployment config, Collection into, Progress progress, BooleanSupplier stop) {
    BooleanSupplier done =
        () -> {
          progress.show(System.nanoTime(), into.share(), into::line);
          return stop.getAsBoolean() || into.complete();
        };
    if (operator == Operator.SCRIPTED) ScriptedShow.run(config, seed, into, done);
    else if (config instanceof RigConfig.Resolved arm) ListeningPost.run(arm, into, done);
    else throw new ConfigException("--operator policy: expected an arm's rig");
  }

  private int keep(Deployment config, Collection collection) {
    List<List<Transition>> kept = collection.episodes();
    if (kept.isEmpty()) {
      System.out.println("No whole episode, nothing is kept: " + collection.line());
      return FAILED;
    }
    Path person = Path.of("runs", run, "spool", "person.jsonl");
    List<Remark> remarks = operator == Operator.POLICY ? Remark.of(person, kept) : List.of();
    Dataset like = RunDataset.describe(config.task());
    LeRobotWriter.write(
        folder,
        new Dataset(
            like.task(),
            like.robot(),
            like.fingerprint(),
            like.fps(),
            like.stateNames(),
            like.actionNames(),
            kept,
            Images.NONE,
            remarks));
    System.out.printf("%s: %s%n", folder, collection.line());
    return collection.complete() ? 0 : FAILED;
  }
}
