package reins.learner.algo.sac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.AlgorithmConfig;
import reins.contract.config.LearningConfig;
import reins.learner.algo.SquashedGaussian;
import reins.learner.algo.UpdateStats;
import reins.learner.backend.DoubleMlp;
import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.RecordingEngine;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/** One update against the equations written again in double precision. */
class SoftActorCriticTest {
  private static final int B = 6;
  private static final int O = 5;
  private static final int A = 3;
  private static final int E = 4;
  private static final int K = 2;
  private static final double DISCOUNT = 0.9;
  private static final double ALPHA = 0.3;
  private static final double TARGET_ENTROPY = -1.5;
  private static final double TEMPERATURE_LR = 0.01;
  private static final long SEED = 8;

  private final SeededRandom noise = new SeededRandom(SEED);

  private static LearningConfig config(boolean backupEntropy) {
    return new LearningConfig(
        AlgorithmConfig.named("rlpd"),
        new int[] {16, 16},
        true,
        B,
        0.5,
        1,
        E,
        K,
        DISCOUNT,
        0.005,
        3e-4,
        3e-4,
        TEMPERATURE_LR,
        ALPHA,
        TARGET_ENTROPY,
        backupEntropy,
        1,
        1,
        1000,
        1,
        1);
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false",
    "true, false, false",
    "true, true, false",
    "false, false, true"
  })
  void shouldFollowTheEquations(boolean backupEntropy, boolean outside, boolean actorMin) {
    Quirks quirks = new Quirks(false, false, false, outside, actorMin);
    NetworkSpec spec = new NetworkSpec(O, A, new int[] {16, 16}, E, B, 3e-4, 3e-4, 0.005);
    try (RecordingEngine engine =
            new RecordingEngine(new FusedEngine(spec, new SeededRandom(2), 1));
        SoftActorCritic agent = new SoftActorCritic(config(backupEntropy), quirks, engine, SEED)) {
      Batch batch = batch();
      double[][] critics = critics(engine);
      double[] actor = DoubleMlp.widen(engine.actor().parameters());

      UpdateStats stats = agent.update(new Batch[] {batch});

      // the critics' targets, from the parameters before
      Draw next = draw(spec.actorShape(), actor, batch.nextObs());
      int[] members = engine.members;
      assertEquals(K, Arrays.stream(members).distinct().count());
      for (int k = 0; k < K; k++) noise.nextInt(E - k);
      double[] y = new double[B];
      for (int b = 0; b < B; b++) {
        double min = Double.POSITIVE_INFINITY;
        for (int i : members)
          min = Math.min(min, q(spec, critics[i], row(batch.nextObs(), b, O), next.action[b]));
        double entropy = backupEntropy ? -ALPHA * next.logp[b] : 0;
        double discount = DISCOUNT * batch.mask()[b];
        y[b] = batch.reward()[b] + discount * min + (outside ? entropy : discount * entropy);
      }
      assertArrayEquals(y, DoubleMlp.widen(engine.y), 1e-5);
      double loss = 0;
      for (double[] critic : critics)
        for (int b = 0; b < B; b++) {
          double value = q(spec, critic, row(batch.obs(), b, O), row(batch.action(), b, A));
          loss += (value - y[b]) * (value - y[b]) / (E * B);
        }
      assertEquals(loss, stats.values().get("critic_loss"), 1e-5);

      // the actor's loss and gradient, with the critics after their step
      double[][] stepped = critics(engine);
      double[] eps = gaussians(B * A);
      double[][] out = outputs(spec.actorShape(), actor, batch.obs());
      double actorLoss = actorLoss(spec, stepped, batch, out, eps, actorMin);
      assertEquals(actorLoss, stats.values().get("actor_loss"), 1e-5);
      for (int b = 0; b < B; b++)
        for (int j = 0; j < 2 * A; j++) {
          double h = 1e-5;
          double before = out[b][j];
          out[b][j] = before + h;
          double up = actorLoss(spec, stepped, batch, out, eps, actorMin);
          out[b][j] = before - h;
          double slope = (up - actorLoss(spec, stepped, batch, out, eps, actorMin)) / (2 * h);
          out[b][j] = before;
          assertEquals(slope, engine.dOut[2 * b * A + j], 2e-5);
        }

      // the temperature: Adam's first step goes the whole rate down the slope's sign
      double entropy = stats.values().get("entropy");
      double lambda = Math.log(Math.expm1(ALPHA));
      lambda -= TEMPERATURE_LR * Math.signum(entropy - TARGET_ENTROPY);
      assertEquals(Math.log1p(Math.exp(lambda)), stats.values().get("temperature"), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLetUntrainedNetworksDriftOnlyWhereThatQuirkIsAskedFor(boolean quirk) {
    NetworkSpec spec = new NetworkSpec(O, A, new int[] {16, 16}, E, B, 3e-4, 3e-4, 0.005);
    Quirks quirks = new Quirks(false, quirk, false, false, false);
    try (RecordingEngine engine =
            new RecordingEngine(new FusedEngine(spec, new SeededRandom(2), 1));
        SoftActorCritic agent = new SoftActorCritic(config(false), quirks, engine, SEED)) {
      Batch[] three = {batch(), batch(), batch()};
      agent.update(three);
      float[] before = engine.actor().parameters();
      agent.update(three);
      assertEquals(quirk ? 6 : 0, engine.actorIdles);
      assertEquals(quirk ? 2 : 0, engine.criticIdles);
      float[] after = engine.actor().parameters();
      double fastest = 0;
      for (int i = 0; i < after.length; i++)
        fastest = Math.max(fastest, Math.abs(after[i] - before[i]) / 3e-4);
      // Adam moves a parameter by about its rate in one step; momentum goes on in the idle ones
      assertEquals(quirk, fastest > 1.5, "fastest " + fastest);
    }
  }

  private record Draw(double[][] action, double[] logp) {}

  private Draw draw(MlpShape shape, double[] actor, float[] obs) {
    double[][] out = outputs(shape, actor, obs);
    double[] eps = gaussians(B * A);
    double[][] action = new double[B][];
    double[] logp = new double[B];
    for (int b = 0; b < B; b++) {
      action[b] = action(out[b], eps, b);
      logp[b] = logp(out[b], eps, b);
    }
    return new Draw(action, logp);
  }

  private static double actorLoss(
      NetworkSpec spec,
      double[][] critics,
      Batch batch,
      double[][] out,
      double[] eps,
      boolean actorMin) {
    double loss = 0;
    for (int b = 0; b < B; b++) {
      double mean = 0;
      double min = Double.POSITIVE_INFINITY;
      for (double[] critic : critics) {
        double value = q(spec, critic, row(batch.obs(), b, O), action(out[b], eps, b));
        mean += value / E;
        min = Math.min(min, value);
      }
      loss += (ALPHA * logp(out[b], eps, b) - (actorMin ? min : mean)) / B;
    }
    return loss;
  }

  private static double std(double[] out, int j) {
    return Math.exp(
        Math.clamp(out[A + j], SquashedGaussian.LOG_STD_MIN, SquashedGaussian.LOG_STD_MAX));
  }

  private static double[] action(double[] out, double[] eps, int b) {
    double[] action = new double[A];
    for (int j = 0; j < A; j++) action[j] = Math.tanh(out[j] + std(out, j) * eps[b * A + j]);
    return action;
  }

  /** log N(u; mu, std) - log |da/du|, the density of a change of variables. */
  private static double logp(double[] out, double[] eps, int b) {
    double sum = 0;
    double[] action = action(out, eps, b);
    for (int j = 0; j < A; j++) {
      double e = eps[b * A + j];
      double normal = Math.exp(-e * e / 2) / (std(out, j) * Math.sqrt(2 * Math.PI));
      sum += Math.log(normal / (1 - action[j] * action[j]));
    }
    return sum;
  }

  private double[] gaussians(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) values[i] = (float) noise.nextGaussian();
    return values;
  }

  private static double[][] outputs(MlpShape shape, double[] actor, float[] obs) {
    double[][] out = new double[B][];
    for (int b = 0; b < B; b++) out[b] = DoubleMlp.forward(shape, actor, row(obs, b, O));
    return out;
  }

  private static double q(NetworkSpec spec, double[] critic, double[] obs, double[] action) {
    double[] x = Arrays.copyOf(obs, O + A);
    System.arraycopy(action, 0, x, O, A);
    return DoubleMlp.forward(spec.criticShape(), critic, x)[0];
  }

  private static double[] row(float[] values, int b, int width) {
    return DoubleMlp.widen(Arrays.copyOfRange(values, b * width, (b + 1) * width));
  }

  private static double[][] critics(RecordingEngine engine) {
    double[][] critics = new double[E][];
    for (int i = 0; i < E; i++) critics[i] = DoubleMlp.widen(engine.critics().parameters(i));
    return critics;
  }

  private static Batch batch() {
    SeededRandom random = new SeededRandom(4);
    Batch batch = new Batch(B, O, A);
    for (float[] values : new float[][] {batch.obs(), batch.nextObs(), batch.reward()})
      for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
    for (int i = 0; i < B * A; i++) batch.action()[i] = 2 * random.nextFloat() - 1;
    for (int b = 0; b < B; b++) batch.mask()[b] = b % 3 == 0 ? 0 : 1;
    return batch;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void shouldGiveTheSameBitsFromTheSameSeedOnAnyNumberOfThreads(int threads) {
    assertArrayEquals(parameters(1, SEED), parameters(threads, SEED));
    assertNotEquals(Arrays.hashCode(parameters(1, SEED)), Arrays.hashCode(parameters(1, 9)));
  }

  private static float[] parameters(int threads, long seed) {
    NetworkSpec spec = new NetworkSpec(O, A, new int[] {16, 16}, E, B, 3e-4, 3e-4, 0.005);
    try (SoftActorCritic agent =
        new SoftActorCritic(
            config(false),
            Quirks.NONE,
            new FusedEngine(spec, new SeededRandom(2), threads),
            seed)) {
      for (int i = 0; i < 20; i++) agent.update(new Batch[] {batch()});
      assertEquals(20, agent.updates());
      return agent.actor().parameters();
    }
  }

  /** By the square root of the number of steps that only one in so many of which is trained. */
  @Test
  void shouldDriftAboutTwiceAsFastWithThreeIdleStepsForEachTrainedOne() {
    Temperature trained = new Temperature(0.5, TARGET_ENTROPY, 1e-4);
    Temperature drifting = new Temperature(0.5, TARGET_ENTROPY, 1e-4);
    for (int cycle = 0; cycle < 2000; cycle++) {
      trained.update(0);
      drifting.update(0);
      for (int i = 0; i < 3; i++) drifting.idle();
    }
    assertEquals(2, (0.5 - drifting.alpha()) / (0.5 - trained.alpha()), 0.3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3, 0})
  void shouldRaiseTheTemperatureOnlyWhileThePolicyIsTooCertain(double entropy) {
    Temperature temperature = new Temperature(0.01, TARGET_ENTROPY, 1e-3);
    double before = temperature.alpha();
    assertEquals(0.01, before, 1e-12);
    temperature.update(entropy);
    assertTrue(entropy < TARGET_ENTROPY == temperature.alpha() > before);
  }
}
