package reins.learner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.LearningConfig;
import reins.contract.config.Task;
import reins.contract.data.PolicySpec;
import reins.learner.algo.Agent;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.backend.Engine;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Persistent;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.backend.torch.TorchDevice;
import reins.learner.backend.torch.TorchEngine;
import reins.learner.dataset.Demonstrations;
import reins.learner.export.PolicyExporter;
import reins.learner.health.Health;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.learner.replay.Sampler;
import reins.learner.replay.SeededRandom;
import reins.learner.run.CheckpointFile;
import reins.learner.run.Manifest;
import reins.learner.run.Metrics;
import reins.learner.run.RunFolder;
import reins.learner.serve.Inbox;

/**
 * Everything that a learner knows, so put together that a killed one can be put together again: the
 * checkpoint holds networks, optimizers, random state and counters, and how many records of the
 * journal the buffers had taken; the buffers are filled from the journal.
 *
 * <p>Threads: the learner's.
 */
public final class LearnerState implements Persistent, AutoCloseable {
  /** System property that chooses the engine: fused, or torch for the reference. */
  public static final String ENGINE = "reins.learner.engine";

  private static final String CPU = "cpu";

  final LearningConfig config;
  final RunFolder run;
  final Inbox inbox;
  final Buffers replay;
  final Sampler sampler;
  final Agent agent;
  final PolicyExporter exporter;
  final Metrics metrics;
  final Health health;
  private final PolicySpec spec;
  private final boolean resumed;
  private final List<String> changes;
  private final long shown;

  private LearnerState(Task task, long seed, int threads, Path folder, String device) {
    EngineMaker maker = maker(device);
    config = task.learning();
    spec = PolicySpec.of(task);
    run = RunFolder.open(folder);
    changes = Manifest.write(run, task, seed, threads, device);
    inbox = Inbox.open(spec, run.file("journal.bin"));
    int o = task.obsDim();
    int a = task.action().dim();
    Recipe recipe = recipe(task);
    health = new Health(task, run);
    replay = buffers(task, o, a, health.overhear(recipe.intake()));
    shown = show(task);
    SeededRandom seeds = new SeededRandom(seed);
    sampler = new Sampler(replay, recipe.diet(), config, o, a, seeds.nextLong());
    SeededRandom random = new SeededRandom(seeds.nextLong());
    Engine engine = maker.engine(recipe.networks(), random, threads);
    agent = recipe.maker().agent(engine, seeds.nextLong());
    exporter = new PolicyExporter(spec, config.batch());
    metrics = new Metrics(run);
    resumed = new CheckpointFile(run).load(this);
    exporter.continueAfter(run.newestPolicy());
    health.watch(agent, inbox, replay, sampler);
  }

  /** Errors: {@link ConfigException} that names the task's file. */
  private static Recipe recipe(Task task) {
    try {
      Recipe recipe = Algorithm.of(task).recipe(task);
      if (!recipe.networks().seeAll(task))
        throw new ConfigException(
            "learning.algorithm: %s sees measured numbers only: expected another, or no cameras"
                .formatted(task.learning().algorithm().name()));
      return recipe;
    } catch (ConfigException e) {
      throw new ConfigException(task.file() + ": " + e.getMessage());
    }
  }

  /** Errors: {@link ConfigException} where so many do not fit this machine's memory. */
  private static Buffers buffers(Task task, int obsDim, int actionDim, Intake intake) {
    try {
      int imageBytes = PolicySpec.of(task).imageNumbers();
      return new Buffers(task.learning().capacity(), obsDim, actionDim, imageBytes, intake);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(task.file() + ": " + e.getMessage());
    }
  }

  /** Recorded demonstrations; a run that has begun has them in its journal already. */
  private long show(Task task) {
    if (config.demos().isEmpty() || inbox.stored() > 0) return 0;
    return Demonstrations.into(inbox, Path.of(config.demos()), task);
  }

  /**
   * A new learner, or the one that the run folder remembers.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line where the folder belongs to another
   * task contract or algorithm. Other settings hold from then on, and are noted in its manifest.
   *
   * @param threads of the training engine; results do not depend on it
   * @param folder of the run; {@code null} leaves nothing behind
   */
  public static LearnerState open(Task task, long seed, int threads, Path folder) {
    return open(task, seed, threads, folder, CPU);
  }

  /**
   * The same, on a device.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line where this machine lacks it.
   *
   * @param device cpu, or cuda for the torch engine on a graphics card
   */
  public static LearnerState open(Task task, long seed, int threads, Path folder, String device) {
    return new LearnerState(task, seed, threads, folder, device);
  }

  private interface EngineMaker {
    Engine engine(NetworkSpec networks, SeededRandom random, int threads);
  }

  private static EngineMaker maker(String device) {
    if (!device.equals(CPU)) {
      TorchDevice there = TorchDevice.named(device);
      return (networks, random, threads) -> new TorchEngine(networks, random, threads, there);
    }
    String name = System.getProperty(ENGINE, "fused");
    return switch (name) {
      case "fused" -> FusedEngine::new;
      case "torch" ->
          (networks, random, threads) ->
              new TorchEngine(networks, random, threads, TorchDevice.named(CPU));
      default ->
          throw new IllegalArgumentException(
              ENGINE + ": expected fused or torch, got '" + name + "'");
    };
  }

  /**
   * Writes a checkpoint; the journal goes to the disk first, because the checkpoint counts on it.
   */
  void checkpoint() {
    inbox.force();
    new CheckpointFile(run).save(this);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeUTF(spec.fingerprint());
    out.writeUTF(config.algorithm().name());
    out.writeLong(inbox.drained());
    out.writeLong(exporter.version());
    sampler.save(out);
    agent.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    expect(spec.fingerprint(), in.readUTF(), "task contract");
    expect(config.algorithm().name(), in.readUTF(), "algorithm");
    long drained = in.readLong();
    inbox.drainInto(replay, drained);
    if (inbox.drained() != drained)
      throw new IOException(
          "journal.bin: expected " + drained + " records, found " + inbox.drained());
    exporter.continueAfter(in.readLong());
    sampler.load(in);
    agent.load(in);
  }

  private static void expect(String expected, String found, String what) throws IOException {
    if (!found.equals(expected))
      throw new IOException(what + ": expected " + expected + ", found " + found);
  }

  /** Where transitions arrive. */
  public Inbox inbox() {
    return inbox;
  }

  /** What has been stored to learn from. */
  public Buffers replay() {
    return replay;
  }

  /** What is being trained. */
  public Agent agent() {
    return agent;
  }

  /** The newest metrics. */
  public Metrics metrics() {
    return metrics;
  }

  /** What is wrong with the training. */
  public Health health() {
    return health;
  }

  /** The newest published version; 0: none. */
  public long policyVersion() {
    return exporter.version();
  }

  /** Steps of recorded demonstrations that this run began with; 0 where it goes on. */
  public long shown() {
    return shown;
  }

  /** What the task says otherwise than when the run was last opened. */
  public List<String> changes() {
    return changes;
  }

  /** Whether a checkpoint was found. */
  public boolean resumed() {
    return resumed;
  }

  @Override
  public void close() {
    agent.close();
    metrics.close();
    inbox.close();
  }
}
