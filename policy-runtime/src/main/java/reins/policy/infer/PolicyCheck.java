package reins.policy.infer;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.SplittableRandom;
import reins.contract.data.PolicySpec;

/**
 * Everything a policy file must pass before it may move a robot: size, opset, shapes, fingerprint,
 * version, its own golden answer, finite answers elsewhere, and time.
 *
 * <p>Threads: any; not the actor's loop, it takes milliseconds.
 */
final class PolicyCheck {
  private static final float TOLERANCE = 1e-4f;
  private static final int PROBES = 16;
  private static final int WARM_UPS = 5;
  private static final int TIMED = 21;

  private final PolicySpec spec;
  private final long budget_ns;
  private final Exploration exploration;

  /**
   * @param budget_ns the median run must not take longer
   */
  PolicyCheck(PolicySpec spec, long budget_ns, Exploration exploration) {
    this.spec = spec;
    this.budget_ns = budget_ns;
    this.exploration = exploration;
  }

  /** Loads a policy that passed; otherwise throws the reason. */
  OnnxPolicy load(long version, byte[] onnx) throws RefusedPolicy {
    if (onnx.length == 0 || onnx.length > PolicySpec.MAX_BYTES)
      throw new RefusedPolicy(
          onnx.length + " bytes, expected 1 to " + PolicySpec.MAX_BYTES + " bytes");
    OnnxHeader.check(onnx);
    OnnxPolicy policy = null;
    try {
      policy = new OnnxPolicy(onnx, spec, exploration);
      checkIdentity(policy, version);
      checkGolden(policy);
      checkFinite(policy);
      checkTime(policy);
      return policy;
    } catch (OrtException | RefusedPolicy | RuntimeException e) {
      if (policy != null) policy.close();
      throw e instanceof RefusedPolicy refused
          ? refused
          : new RefusedPolicy("does not load: " + firstLine(e));
    }
  }

  private void checkIdentity(OnnxPolicy policy, long version) throws OrtException, RefusedPolicy {
    String fingerprint = policy.metadata(PolicySpec.KEY_FINGERPRINT);
    if (!fingerprint.equals(spec.fingerprint()))
      throw new RefusedPolicy(
          "made for another task: fingerprint "
              + shortened(fingerprint)
              + ", expected "
              + shortened(spec.fingerprint()));
    if (version != PolicyStore.AS_THE_FILE_SAYS && version != policy.version())
      throw new RefusedPolicy(
          "the file says version " + policy.version() + ", offered as " + version);
  }

  private void checkGolden(OnnxPolicy policy) throws OrtException, RefusedPolicy {
    policy.run(golden(policy, PolicySpec.KEY_GOLDEN_OBS, spec.obsDim()), goldenPicture(policy));
    float[] mu = golden(policy, PolicySpec.KEY_GOLDEN_MU, spec.actionDim());
    float[] std = golden(policy, PolicySpec.KEY_GOLDEN_STD, spec.actionDim());
    for (int i = 0; i < spec.actionDim(); i++) {
      expectNear(PolicySpec.MU, i, policy.mu(i), mu[i]);
      expectNear(PolicySpec.STD, i, policy.std(i), std[i]);
    }
  }

  private float[] goldenPicture(OnnxPolicy policy) throws OrtException, RefusedPolicy {
    if (spec.imageNumbers() == 0) return Policy.NO_IMAGE;
    String seed = policy.metadata(PolicySpec.KEY_GOLDEN_IMAGE);
    if (!seed.matches("\\d{1,18}"))
      throw new RefusedPolicy(
          PolicySpec.KEY_GOLDEN_IMAGE + " is '" + seed + "', expected a picture's seed");
    return spec.picture(Long.parseLong(seed));
  }

  private static void expectNear(String output, int i, float got, float golden)
      throws RefusedPolicy {
    // Written so that not-a-number fails.
    if (!(Math.abs(got - golden) <= TOLERANCE * (1 + Math.abs(golden))))
      throw new RefusedPolicy(
          "golden " + output + "[" + i + "] is " + golden + " in the file, computed " + got);
  }

  private static float[] golden(OnnxPolicy policy, String key, int length)
      throws OrtException, RefusedPolicy {
    String text = policy.metadata(key);
    String[] parts = text.isEmpty() ? new String[0] : text.split(",");
    if (parts.length != length)
      throw new RefusedPolicy(key + " has " + parts.length + " numbers, expected " + length);
    float[] values = new float[length];
    try {
      for (int i = 0; i < length; i++) values[i] = Float.parseFloat(parts[i].strip());
    } catch (NumberFormatException e) {
      throw new RefusedPolicy(key + " is not a list of numbers");
    }
    return values;
  }

  /** A weight that is not a number can hide behind a zero of the golden input, not of many. */
  private void checkFinite(OnnxPolicy policy) throws OrtException, RefusedPolicy {
    SplittableRandom random = new SplittableRandom(1);
    float[] obs = new float[spec.obsDim()];
    for (int probe = 0; probe < PROBES; probe++) {
      for (int i = 0; i < obs.length; i++) obs[i] = (float) random.nextDouble(-2, 2);
      policy.run(obs, spec.picture(probe));
      for (int i = 0; i < spec.actionDim(); i++)
        if (!Float.isFinite(policy.mu(i)) || !Float.isFinite(policy.std(i)))
          throw new RefusedPolicy("answers a plausible observation with a number not finite");
    }
  }

  private void checkTime(OnnxPolicy policy) throws OrtException, RefusedPolicy {
    float[] obs = new float[spec.obsDim()], picture = new float[spec.imageNumbers()];
    long[] took_ns = new long[TIMED];
    for (int i = -WARM_UPS; i < TIMED; i++) {
      long start = System.nanoTime();
      policy.run(obs, picture);
      if (i >= 0) took_ns[i] = System.nanoTime() - start;
    }
    Arrays.sort(took_ns);
    long median_ns = took_ns[TIMED / 2];
    if (median_ns > budget_ns)
      throw new RefusedPolicy(
          "takes %d us a step, the budget is %d us".formatted(median_ns / 1000, budget_ns / 1000));
  }

  private static String shortened(String fingerprint) {
    if (fingerprint.isEmpty()) return "missing";
    return fingerprint.substring(0, Math.min(12, fingerprint.length()));
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
