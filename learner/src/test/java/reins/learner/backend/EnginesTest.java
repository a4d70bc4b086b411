package reins.learner.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.backend.torch.TorchDevice;
import reins.learner.backend.torch.TorchEngine;

class EnginesTest {
  private static final int B = 200; // two chunks of rows, of which one is not full
  private static final int O = 14;
  private static final int A = 4;
  private static final NetworkSpec SPEC =
      new NetworkSpec(O, A, new int[] {48, 40}, 5, B, 3e-4, 3e-4, 0.005);
  private static final NetworkSpec WITHOUT_NORM =
      new NetworkSpec(O, A, new int[] {48, 40}, 5, B, 3e-4, 3e-4, 0.005, false, false);
  private static final int UPDATES = 5;

  enum Kind {
    FUSED,
    TORCH;

    Engine open(NetworkSpec spec, int threads) {
      return this == FUSED
          ? new FusedEngine(spec, new SplittableRandom(7), threads)
          : new TorchEngine(spec, new SplittableRandom(7), threads, TorchDevice.named("cpu"));
    }
  }

  /** Everything that updates gave back. */
  private record Trace(
      double[] losses, float[][] targets, float[][] q, float[][] dq, float[][] y) {}

  private static Trace train(Engine engine, int updates) {
    SplittableRandom random = new SplittableRandom(5);
    double[] losses = new double[updates];
    float[][] targets = new float[updates][B];
    float[][] q = new float[updates][B];
    float[][] dq = new float[updates][B * A];
    float[][] out = new float[updates][B * 2 * A];
    for (int i = 0; i < updates; i++) {
      float[] obs = numbers(random, B * O);
      float[] action = numbers(random, B * A);
      engine.critics().targetMin(obs, action, new int[] {3, 1}, targets[i]);
      losses[i] = engine.critics().fit(obs, action, numbers(random, B));
      engine.critics().follow();
      engine.critics().meanQ(obs, action, q[i], dq[i]);
      engine.actor().forward(obs, out[i]);
      engine.actor().step(numbers(random, B * 2 * A));
    }
    return new Trace(losses, targets, q, dq, out);
  }

  private static float[] numbers(SplittableRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = (float) random.nextGaussian();
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "2, false"})
  void shouldAgreeWithTheReferenceOverAFewUpdates(int threads, boolean norm) {
    NetworkSpec spec = norm ? SPEC : WITHOUT_NORM;
    try (Engine fused = Kind.FUSED.open(spec, threads);
        Engine torch = Kind.TORCH.open(spec, threads)) {
      Trace ours = train(fused, UPDATES);
      Trace theirs = train(torch, UPDATES);
      for (int i = 0; i < UPDATES; i++) {
        assertEquals(theirs.losses[i], ours.losses[i], 1e-5 * theirs.losses[i]);
        assertArrayEquals(theirs.targets[i], ours.targets[i], 1e-5f);
        assertArrayEquals(theirs.q[i], ours.q[i], 1e-5f);
        assertArrayEquals(theirs.dq[i], ours.dq[i], 1e-5f);
        assertArrayEquals(theirs.y[i], ours.y[i], 1e-5f);
      }
    }
  }

  /** What an encoder before the actor is trained through. */
  @Test
  void shouldAgreeOnTheActorsSlopeByWhatItSees() {
    try (Engine fused = Kind.FUSED.open(SPEC, 2);
        Engine torch = Kind.TORCH.open(SPEC, 2)) {
      float[][] ours = slopes(fused);
      float[][] theirs = slopes(torch);
      for (int i = 0; i < ours.length; i++) assertArrayEquals(theirs[i], ours[i], 1e-5f, "" + i);
    }
  }

  private static float[][] slopes(Engine engine) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] slopes = new float[3][B * O];
    for (float[] dObs : slopes) {
      engine.actor().forward(numbers(random, B * O), new float[B * 2 * A]);
      engine.actor().step(numbers(random, B * 2 * A), dObs);
    }
    return slopes;
  }

  /** What only some algorithms ask for. */
  @ParameterizedTest
  @CsvSource({"false, true", "true, true", "true, false"})
  void shouldAgreeWithTheReferenceInTheRarerCalls(boolean sharedHead, boolean norm) {
    NetworkSpec spec = (norm ? SPEC : WITHOUT_NORM).withSharedHead(sharedHead);
    try (Engine fused = Kind.FUSED.open(spec, 2);
        Engine torch = Kind.TORCH.open(spec, 2)) {
      float[][] ours = rarerCalls(fused);
      float[][] theirs = rarerCalls(torch);
      for (int i = 0; i < ours.length; i++) assertArrayEquals(theirs[i], ours[i], 1e-5f, "" + i);
      int head = fused.critics().shape().weight(2);
      float[] first = fused.critics().parameters(0);
      float[] last = fused.critics().parameters(4);
      assertEquals(sharedHead, Arrays.equals(first, head, first.length, last, head, last.length));
      assertFalse(Arrays.equals(first, 0, head, last, 0, head));
    }
  }

  private static float[][] rarerCalls(Engine engine) {
    SplittableRandom random = new SplittableRandom(5);
    float[] obs = numbers(random, B * O);
    float[] action = numbers(random, B * A);
    float[] q = new float[B];
    float[] dq = new float[B * A];
    float[][] values = new float[5][B];
    float[][] weights = new float[5][];
    for (int i = 0; i < 5; i++) weights[i] = numbers(random, B);
    CriticEnsemble critics = engine.critics();
    critics.idle();
    for (int i = 0; i < 3; i++) {
      critics.fit(obs, action, numbers(random, B));
      critics.accumulate(obs, action, weights);
      critics.accumulate(numbers(random, B * O), action, weights);
      critics.step();
      critics.idle();
    }
    critics.minQ(obs, action, q, dq);
    critics.values(obs, action, values);
    for (int b = 0; b < B; b++) {
      float least = Float.POSITIVE_INFINITY;
      for (float[] member : values) least = Math.min(least, member[b]);
      assertEquals(least, q[b]);
    }
    LaggedNetwork network = engine.network(new MlpShape(O, new int[] {20}, 3), 1e-2);
    float[] out = new float[B * 3];
    float[] target = new float[B * 3];
    network.idle();
    for (int i = 0; i < 3; i++) {
      network.forward(obs, out);
      network.step(numbers(random, B * 3));
      network.idle();
      network.follow();
    }
    network.forward(obs, out);
    network.forwardTarget(obs, target);
    return new float[][] {q, dq, values[0], values[4], out, target};
  }

  @ParameterizedTest
  @CsvSource({"FUSED, true", "TORCH, true", "FUSED, false", "TORCH, false"})
  void shouldContinueFromWhatEitherEngineSaved(Kind reader, boolean norm) throws IOException {
    NetworkSpec spec = norm ? SPEC : WITHOUT_NORM;
    for (Kind writer : Kind.values()) {
      try (Engine first = writer.open(spec, 2);
          Engine second = reader.open(spec, 1)) {
        train(first, UPDATES);
        train(second, 1); // anything else than a fresh engine
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        first.critics().save(new DataOutputStream(bytes));
        first.actor().save(new DataOutputStream(bytes));
        MlpShape shape = new MlpShape(O, new int[] {8}, 2);
        LaggedNetwork saved = first.network(shape, 1e-2);
        saved.forward(new float[B * O], new float[B * 2]);
        saved.step(numbers(new SplittableRandom(1), B * 2));
        saved.save(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        second.critics().load(in);
        second.actor().load(in);
        LaggedNetwork loaded = second.network(shape, 1e-2);
        loaded.load(in);
        assertArrayEquals(saved.parameters(), loaded.parameters());
        Trace expected = train(first, 2);
        Trace actual = train(second, 2);
        double tolerance = writer == Kind.FUSED && reader == Kind.FUSED ? 0 : 1e-5;
        assertArrayEquals(expected.losses, actual.losses, tolerance);
        assertArrayEquals(expected.y[1], actual.y[1], (float) tolerance);
      }
    }
  }

  @Test
  void shouldGiveTheSameBitsOnAnyNumberOfThreads() {
    float[][] one = parametersAfter(1, 20);
    assertTrue(Arrays.deepEquals(one, parametersAfter(2, 20)));
    assertTrue(Arrays.deepEquals(one, parametersAfter(4, 20)));
  }

  private static float[][] parametersAfter(int threads, int updates) {
    try (Engine engine = Kind.FUSED.open(SPEC, threads)) {
      train(engine, updates);
      float[][] all = new float[SPEC.critics() + 1][];
      for (int i = 0; i < SPEC.critics(); i++) all[i] = engine.critics().parameters(i);
      all[SPEC.critics()] = engine.actor().parameters();
      return all;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldNotGrowNativeMemory(Kind kind) {
    try (Engine engine = kind.open(SPEC, 2)) {
      train(engine, 100);
      System.gc();
      long before = Pointer.physicalBytes();
      long tracked = Pointer.totalBytes();
      train(engine, 500);
      System.gc();
      assertTrue(Pointer.totalBytes() <= tracked + (1 << 20), "tracked by JavaCPP");
      assertTrue(
          Pointer.physicalBytes() - before < 64L << 20,
          "grew by " + (Pointer.physicalBytes() - before));
    }
  }
}
