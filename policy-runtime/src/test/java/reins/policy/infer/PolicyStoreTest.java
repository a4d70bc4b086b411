package reins.policy.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.data.PolicySpec;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;

class PolicyStoreTest {
  private final PolicySpec spec = PolicySpec.of(Rigs.simFranka().task());
  private final PolicyStore store = new PolicyStore(spec, 25_000_000, Exploration.none());
  private final Proposal out = new Proposal(spec.actionDim());
  private final float[] obs = new float[spec.obsDim()];

  @AfterEach
  void close() {
    store.close();
  }

  private OnnxFiles file() {
    return new OnnxFiles(spec, 1, 32);
  }

  private void assertRefused(byte[] onnx, String reason) {
    Verdict verdict = store.offer(1, onnx);
    assertFalse(verdict.accepted());
    assertTrue(verdict.reason().contains(reason), verdict.reason());
    assertEquals(1, verdict.reason().lines().count());
    assertEquals(1, store.refusals());
    assertEquals(0, store.current().version());
  }

  @Test
  void shouldProposeNothingBeforeTheFirstPolicy() {
    Arrays.fill(out.action, 9);
    store.current().act(obs, out);
    assertArrayEquals(new float[spec.actionDim()], out.action);
    assertEquals(0, out.policy_version);
  }

  @Test
  void shouldAnswerAsTheFileSays() {
    Verdict verdict = store.offer(1, file().answering(0.5f, -0.5f, 0, 2).bytes());
    assertTrue(verdict.accepted(), verdict.reason());
    store.current().act(obs, out);
    float[] expected = {(float) Math.tanh(0.5), (float) Math.tanh(-0.5), 0, (float) Math.tanh(2)};
    assertArrayEquals(expected, out.action, 1e-6f);
    assertEquals(1, out.policy_version);
  }

  @Test
  void shouldBecomeCurrentBetweenTwoStepsAndKeepThePrevious() {
    store.offer(1, file().bytes());
    Policy first = store.current();
    store.offer(2, file().version(2).answering(1, 1, 1, 1).bytes());
    assertEquals(1, first.version());
    first.act(obs, out);
    assertEquals(1, out.policy_version);
    assertEquals(2, store.current().version());
    assertEquals(2, store.swaps());
    assertTrue(store.rollBack());
    assertEquals(1, store.current().version());
    store.current().act(obs, out);
    assertEquals(1, out.policy_version);
    assertFalse(store.rollBack());
  }

  @Test
  void shouldSwapUnderARunningLoop() throws InterruptedException {
    int last = 30;
    byte[][] files = new byte[last + 1][];
    for (int v = 1; v <= last; v++) files[v] = file().version(v).answering(v, v, v, v).bytes();
    Thread learner =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int v = 1; v <= last; v++) store.offer(v, files[v]);
                });
    long seen = 0;
    while (seen < last && (learner.isAlive() || store.acceptedVersion() > seen)) {
      store.current().act(obs, out);
      assertTrue(out.policy_version >= seen);
      seen = out.policy_version;
      assertEquals((float) Math.tanh(seen), out.action[0], 1e-6f);
    }
    learner.join();
    assertEquals(last, seen);
  }

  @Test
  void shouldKeepRunningThePolicyWhenTheNextIsRefused() {
    store.offer(3, file().version(3).bytes());
    assertEquals(3, store.current().version());
    assertFalse(store.offer(4, new byte[] {1, 2, 3}).accepted());
    assertEquals(3, store.current().version());
    assertEquals(1, store.refusals());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9, 0.99})
  void shouldRefuseATruncatedFile(double share) {
    byte[] whole = file().bytes();
    assertFalse(store.offer(1, Arrays.copyOf(whole, (int) (whole.length * share))).accepted());
    assertEquals(0, store.current().version());
  }

  @Test
  void shouldRefuseGarbage() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(0, 2000)];
      random.nextBytes(garbage);
      assertFalse(store.offer(1, garbage).accepted());
    }
    assertEquals(200, store.refusals());
  }

  @Test
  void shouldRefuseFlippedBytesOrAnswerFinitely() {
    SplittableRandom random = new SplittableRandom(6);
    byte[] whole = file().bytes();
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 5; k++)
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      store.offer(1, damaged);
      store.current().act(obs, out);
      for (float a : out.action) assertTrue(Float.isFinite(a));
    }
  }

  @Test
  void shouldRefuseAFileThatIsTooLarge() {
    assertRefused(new byte[PolicySpec.MAX_BYTES + 1], "bytes, expected 1 to");
  }

  @Test
  void shouldRefuseAnotherTasksPolicy() {
    assertRefused(file().fingerprint("feedfacefeedface").bytes(), "fingerprint feedfacefeed");
  }

  @Test
  void shouldRefuseAPolicyWithoutFingerprint() {
    assertRefused(file().fingerprint("").bytes(), "fingerprint missing");
  }

  @Test
  void shouldRefuseAnotherOpset() {
    assertRefused(file().opset(16).bytes(), "opset 16, expected 17");
  }

  @Test
  void shouldRefuseAnotherVersionThanOffered() {
    assertRefused(file().version(2).bytes(), "version 2, offered as 1");
  }

  @Test
  void shouldRefuseAnotherInput() {
    assertRefused(file().input("image").bytes(), "[image], expected [obs]");
  }

  @Test
  void shouldRefuseAnotherShape() {
    PolicySpec wider = new PolicySpec(spec.obsDim() + 1, spec.actionDim(), spec.fingerprint());
    assertRefused(new OnnxFiles(wider, 1, 32).bytes(), "input obs has shape");
  }

  @Test
  void shouldRefuseAWrongGoldenOutput() {
    assertRefused(file().goldenError(1e-3f).bytes(), "golden mu[0]");
  }

  @Test
  void shouldRefuseWeightsThatAreNotNumbers() {
    assertFalse(store.offer(1, file().poison(Float.NaN).bytes()).accepted());
    assertFalse(store.offer(1, file().poison(Float.POSITIVE_INFINITY).bytes()).accepted());
  }

  @Test
  void shouldRefuseAPolicyThatIsTooSlow() {
    try (PolicyStore hurried = new PolicyStore(spec, 1, Exploration.none())) {
      Verdict verdict = hurried.offer(1, file().bytes());
      assertTrue(verdict.reason().contains("us a step, the budget is 0 us"), verdict.reason());
    }
  }

  @Test
  void shouldDrawTheSameActionsFromTheSameSeed() {
    byte[] onnx = file().bytes();
    float[] first = drawn(onnx, 7), same = drawn(onnx, 7), other = drawn(onnx, 8);
    assertArrayEquals(first, same);
    assertNotEquals(first[0], other[0]);
  }

  private float[] drawn(byte[] onnx, long seed) {
    try (PolicyStore sampling = new PolicyStore(spec, 25_000_000, Exploration.sampled(seed))) {
      sampling.offer(1, onnx);
      for (int i = 0; i < 10; i++) sampling.current().act(obs, out);
      return out.action.clone();
    }
  }
}
