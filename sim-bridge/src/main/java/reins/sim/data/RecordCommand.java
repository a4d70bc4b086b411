package reins.sim.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.Workplace;
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
          "with --operator policy: name of the policy process's run, for what the person said; what came and is in no dataset yet waits in runs/NAME/record (default: ${DEFAULT-VALUE})")
  private String run = "record";

  @Option(
      names = "--policy",
      description =
          "with --operator policy: an ONNX file for it to drive by, which the person corrects")
  private Path policy;

  @Override
  public Integer call() {
    Workplace place = operator == Operator.POLICY ? place() : null;
    Deployment config = place == null ? Deployment.load(CONFIGS, rig, task) : place.deployment();
    int wanted = episodes == null ? config.task().learning().demonstrations() : episodes;
    if (wanted < 1) throw new ConfigException("--episodes: expected at least 1, got " + wanted);
    LeRobotWriter.requireEmpty(folder);
    Collection collection = new Collection(wanted, failures);
    Progress progress = new Progress();
    try (Interruption interruption = new Interruption()) {
      BooleanSupplier done =
          () -> {
            progress.show(System.nanoTime(), collection.share(), collection::line);
            return interruption.happened() || collection.complete();
          };
      if (place != null) return listen(place, collection, progress, done);
      ScriptedShow.run(config, seed, collection, done);
      progress.end();
      return keep(config, collection, List.of());
    }
  }

  /** The rig whose policy process sends its steps. */
  private Workplace place() {
    if (rig == null || !FlightRigConfig.is(rig))
      return Workplace.of(
          RigConfig.load(rig == null ? CONFIGS.resolve("rigs/sim-franka.yaml") : rig, task));
    if (task != null) throw new ConfigException("--task: expected with an arm's rig");
    return Workplace.load(rig);
  }

  private byte[] policy() {
    try {
      return policy == null ? null : Files.readAllBytes(policy);
    } catch (IOException e) {
      throw new ConfigException("--policy " + policy + ": cannot be read: " + e.getMessage());
    }
  }

  private int listen(
      Workplace place, Collection collection, Progress progress, BooleanSupplier done) {
    Deployment config = place.deployment();
    Path home = Path.of("runs").resolve(run);
    try (ListeningPost post = new ListeningPost(place, policy(), home.resolve("record"))) {
      post.collect(collection, done);
      progress.end();
      int code;
      try {
        List<List<Transition>> kept = collection.episodes();
        code = keep(config, collection, Remark.of(home.resolve("spool/person.jsonl"), kept));
      } catch (RuntimeException e) {
        System.out.printf(
            "Not written. All that came is in %s; the next ./reins record begins with it.%n",
            post.journal());
        throw e;
      }
      long left = post.forget(collection.episodes().isEmpty() ? 0 : collection.taken());
      if (left > 0)
        System.out.printf(
            "%d steps that are in no dataset are in %s; the next ./reins record begins with them.%n",
            left, post.journal());
      return code;
    }
  }

  private int keep(Deployment config, Collection collection, List<Remark> remarks) {
    List<List<Transition>> kept = collection.episodes();
    if (kept.isEmpty()) {
      System.out.println("No whole episode, no dataset: " + collection.line());
      return FAILED;
    }
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
