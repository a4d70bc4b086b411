package reins.learner.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import reins.contract.config.CameraTerm;
import reins.contract.config.LearningConfig;
import reins.learner.algo.Agent;
import reins.learner.algo.drq.DrQ;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.SoftActorCritic;
import reins.learner.backend.ConvShape;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Shifts;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * Soft actor-critic from two cameras on one batch of made-up images, with what another engine needs
 * to make the same updates from the same start.
 */
final class ImageCase implements AutoCloseable {
  private static final int CAMERAS = 2;
  private static final int SIZE = 128;
  private static final int[] WIDTHS = {32, 64, 128, 256};
  private static final int LATENT = 64;
  private static final int CHECKS = 2;
  private static final long SEED = 5;
  private static final long SHIFTS_SEED = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LearningConfig config;
  private final NetworkSpec spec;
  private final ImageEncoder encoder;
  private final FusedEngine engine;
  private final Agent agent;
  private final Batch[] batches;
  private final int measured;
  private final int[][] members = new int[CHECKS][];

  /** Fresh networks and a batch; equal on any number of threads. */
  ImageCase(int measured, int actionDim, int critics, int rows, int threads) {
    this.measured = measured;
    config = SacCase.config(rows, 1, critics, actionDim);
    ConvShape shape = new ConvShape(CAMERAS, SIZE, SIZE, WIDTHS, LATENT);
    spec =
        new NetworkSpec(
            shape.out() + measured,
            actionDim,
            config.hidden(),
            critics,
            rows,
            config.actor_lr(),
            config.critic_lr(),
            config.tau());
    engine = new FusedEngine(spec, new SeededRandom(1), threads);
    float[] scale = new CameraTerm("made up", SIZE, SIZE, 0, 255, 1).scale();
    encoder = engine.encoder(shape, scale, config.critic_lr());
    DrQ sight = new DrQ(encoder, rows, measured, Shifts.PAD, SHIFTS_SEED);
    agent = new SoftActorCritic(config, Quirks.NONE, engine, sight, SEED);
    Batch batch = new Batch(rows, measured, actionDim, CAMERAS * shape.pixels());
    fill(batch, new SeededRandom(2));
    batches = new Batch[] {batch};
  }

  private static void fill(Batch batch, RandomGenerator random) {
    for (float[] values :
        new float[][] {batch.obs(), batch.action(), batch.reward(), batch.nextObs()})
      for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
    Arrays.fill(batch.mask(), 1f);
    random.nextBytes(batch.images());
    random.nextBytes(batch.nextImages());
  }

  /** One update of critics and encoder, then of actor and temperature. */
  void update() {
    agent.update(batches);
  }

  /** The losses of critics and actor of the first few updates. */
  double[] losses() {
    double[] losses = new double[2 * CHECKS];
    for (int k = 0; k < CHECKS; k++) {
      Map<String, Double> stats = agent.update(batches).values();
      losses[2 * k] = stats.get("critic_loss");
      losses[2 * k + 1] = stats.get("actor_loss");
    }
    return losses;
  }

  /** The members that those updates draw; known once the case was described. */
  int[][] members() {
    return members;
  }

  /** Sizes, rates and a file with parameters, batch and draws; before the first update. */
  ObjectNode describe(Path file) throws IOException {
    write(file);
    ObjectNode node = SacCase.describe(file, spec, config, measured);
    node.put("checks", CHECKS).put("normals", 2 * CHECKS);
    ConvShape shape = encoder.shape();
    ObjectNode conv = JSON.createObjectNode().put("cameras", CAMERAS).put("size", SIZE);
    conv.put("latent", LATENT).put("top", shape.top()).put("parameters", shape.parameters());
    conv.set("widths", JSON.valueToTree(WIDTHS));
    node.set("encoder", conv);
    return node;
  }

  private void write(Path file) throws IOException {
    Batch batch = batches[0];
    int rows = batch.rows();
    int normals = batch.action().length;
    int floats = spec.actorShape().parameters() + encoder.shape().parameters();
    floats += spec.critics() * spec.criticShape().parameters();
    floats += 2 * batch.obs().length + normals + 2 * rows + CHECKS * 2 * (normals + rows);
    ByteBuffer bytes = ByteBuffer.allocate(4 * floats + 2 * batch.images().length);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    SacCase.put(bytes, engine.actor().parameters());
    for (int i = 0; i < spec.critics(); i++) SacCase.put(bytes, engine.critics().parameters(i));
    for (float[] values :
        new float[][] {batch.obs(), batch.action(), batch.reward(), batch.mask(), batch.nextObs()})
      SacCase.put(bytes, values);
    ByteBuffer shifts = ByteBuffer.allocate(4 * CHECKS * 2 * rows).order(ByteOrder.LITTLE_ENDIAN);
    Draws draws = new Draws(SEED, spec.critics());
    Draws shiftDraws = new Draws(SHIFTS_SEED, spec.critics());
    for (int k = 0; k < CHECKS; k++) {
      shiftDraws.shifts(rows, shifts);
      shiftDraws.shifts(rows, shifts);
      draws.normals(normals, bytes);
      members[k] = draws.members(config.critics_min());
      draws.normals(normals, bytes);
    }
    SacCase.put(bytes, encoder.parameters());
    bytes.put(shifts.flip());
    bytes.put(batch.images()).put(batch.nextImages());
    SacCase.save(bytes, file);
  }

  @Override
  public void close() {
    agent.close();
  }
}
