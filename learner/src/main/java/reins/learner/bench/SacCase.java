package reins.learner.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import reins.contract.config.AlgorithmConfig;
import reins.contract.config.LearningConfig;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.SoftActorCritic;
import reins.learner.backend.Engine;
import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * Soft actor-critic on one batch of made-up numbers, with what another engine needs to make the
 * same updates from the same start.
 */
final class SacCase implements AutoCloseable {
  /** Critic updates whose losses are compared before anything is timed. */
  static final int CHECKS = 3;

  private static final long SEED = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NetworkSpec spec;
  private final LearningConfig config;
  private final Agent agent;
  private final Batch batch;
  private final Batch[] batches;
  private final int[][] members = new int[CHECKS][];

  /** The agent, its two halves callable one by one. */
  private static final class Agent extends SoftActorCritic {
    private final Map<String, Double> stats = new HashMap<>();

    Agent(LearningConfig config, Engine engine) {
      super(config, Quirks.NONE, engine, SEED);
    }

    double critic(Batch batch) {
      updateCritic(batch, stats);
      return stats.get("critic_loss");
    }

    float[] member(int i) {
      return critics.parameters(i);
    }
  }

  /** Fresh networks and a batch; equal on any number of threads. */
  SacCase(int obsDim, int actionDim, int critics, int rows, int utd, int threads) {
    config = config(rows, utd, critics, actionDim);
    spec =
        new NetworkSpec(
            obsDim,
            actionDim,
            config.hidden(),
            critics,
            rows,
            config.actor_lr(),
            config.critic_lr(),
            config.tau());
    agent = new Agent(config, new FusedEngine(spec, new SeededRandom(1), threads));
    batch = new Batch(rows, obsDim, actionDim);
    SeededRandom random = new SeededRandom(2);
    for (float[] values :
        new float[][] {batch.obs(), batch.action(), batch.reward(), batch.nextObs()})
      for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
    Arrays.fill(batch.mask(), 1f);
    batches = new Batch[utd];
    Arrays.fill(batches, batch);
  }

  static LearningConfig config(int rows, int utd, int critics, int actionDim) {
    return new LearningConfig(
        AlgorithmConfig.named("sac"),
        new int[] {256, 256},
        true,
        rows,
        0,
        utd,
        critics,
        Math.min(2, critics),
        0.97,
        0.005,
        3e-4,
        3e-4,
        3e-4,
        0.01,
        -0.5 * actionDim,
        false,
        1,
        0,
        1000,
        1,
        1);
  }

  NetworkSpec spec() {
    return spec;
  }

  /** One critic update: targets from fresh draws, gradient, Adam, slow copies. */
  void critic() {
    agent.critic(batch);
  }

  /** One whole update: so many critic updates, then actor and temperature. */
  void update() {
    agent.update(batches);
  }

  /** The losses of the first few critic updates, then that of the actor. */
  double[] losses() {
    double[] losses = new double[CHECKS + 1];
    for (int k = 0; k < CHECKS - 1; k++) losses[k] = agent.critic(batch);
    Map<String, Double> last = agent.update(new Batch[] {batch}).values();
    losses[CHECKS - 1] = last.get("critic_loss");
    losses[CHECKS] = last.get("actor_loss");
    return losses;
  }

  /** The members that those updates draw; known once the case was described. */
  int[][] members() {
    return members;
  }

  /** Sizes, rates and a file with parameters, batch and draws; before the first update. */
  ObjectNode describe(Path file) throws IOException {
    write(file);
    ObjectNode node = describe(file, spec, config, spec.obsDim());
    return node.put("checks", CHECKS).put("normals", CHECKS + 1);
  }

  /**
   * What any case consists of.
   *
   * @param measured numbers of an observation besides what an encoder makes of images
   */
  static ObjectNode describe(Path file, NetworkSpec spec, LearningConfig config, int measured) {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", file.toString());
    node.put("obs", measured).put("action", spec.actionDim());
    node.put("batch", spec.batch()).put("critics", spec.critics());
    node.put("critics_min", config.critics_min()).put("utd", config.utd());
    node.put("discount", config.discount()).put("tau", config.tau());
    node.put("actor_lr", config.actor_lr()).put("critic_lr", config.critic_lr());
    node.put("temperature_lr", config.temperature_lr());
    node.put("temperature_init", config.temperature_init());
    node.put("target_entropy", config.target_entropy());
    node.set("actor", shape(spec.actorShape()));
    node.set("critic", shape(spec.criticShape()));
    return node;
  }

  private static ObjectNode shape(MlpShape shape) {
    ObjectNode node = JSON.createObjectNode();
    node.put("in", shape.in()).put("out", shape.out()).put("parameters", shape.parameters());
    node.set("hidden", JSON.valueToTree(shape.hidden()));
    return node;
  }

  private void write(Path file) throws IOException {
    int normals = (CHECKS + 1) * batch.action().length;
    int parameters =
        spec.actorShape().parameters() + spec.critics() * spec.criticShape().parameters();
    int rows = batch.obs().length * 2 + batch.action().length + 2 * batch.rows();
    ByteBuffer bytes = ByteBuffer.allocate(4 * (parameters + rows + normals));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    put(bytes, agent.actor().parameters());
    for (int i = 0; i < spec.critics(); i++) put(bytes, agent.member(i));
    for (float[] values :
        new float[][] {batch.obs(), batch.action(), batch.reward(), batch.mask(), batch.nextObs()})
      put(bytes, values);
    Draws draws = new Draws(SEED, spec.critics());
    for (int k = 0; k < CHECKS; k++) {
      draws.normals(batch.action().length, bytes);
      members[k] = draws.members(config.critics_min());
    }
    draws.normals(batch.action().length, bytes);
    save(bytes, file);
  }

  static void save(ByteBuffer bytes, Path file) throws IOException {
    bytes.flip();
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) out.write(bytes);
    }
  }

  static void put(ByteBuffer bytes, float[] values) {
    for (float value : values) bytes.putFloat(value);
  }

  @Override
  public void close() {
    agent.close();
  }
}
