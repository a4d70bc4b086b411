package reins.policy.infer;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import reins.contract.config.CameraTerm;
import reins.contract.data.PolicySpec;

/**
 * A network in ONNX Runtime, one row at a time: direct input, pinned outputs, one thread that does
 * not spin.
 *
 * <p>Threads: whoever checks it first, then the actor's loop; never two at once.
 *
 * <p>Source: reference measurements: pinned outputs run within 8 % of the C interface; a second
 * thread is slower for networks of this size.
 */
final class OnnxPolicy implements Policy, AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "reins");

  private final long version;
  private final Exploration exploration;
  private final OrtSession session;
  private final FloatBuffer obs;
  private final FloatBuffer image;
  private final FloatBuffer mu;
  private final FloatBuffer std;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private long failures;

  OnnxPolicy(byte[] onnx, PolicySpec spec, Exploration exploration)
      throws OrtException, RefusedPolicy {
    this.exploration = exploration;
    obs = floats(spec.obsDim());
    image = floats(spec.imageNumbers());
    mu = floats(spec.actionDim());
    std = floats(spec.actionDim());
    session = open(onnx);
    try {
      long[] seen = {spec.obsDim()}, acted = {spec.actionDim()};
      long[] shown = {spec.imageHeight(), spec.imageWidth(), CameraTerm.CHANNELS};
      boolean sees = spec.imageNumbers() > 0;
      Map<String, long[]> takes = new HashMap<>(Map.of(PolicySpec.OBS, seen));
      if (sees) takes.put(PolicySpec.IMAGE, shown);
      expect(session.getInputInfo(), takes, "input");
      expect(
          session.getOutputInfo(), Map.of(PolicySpec.MU, acted, PolicySpec.STD, acted), "output");
      version = versionOfFile();
      Map<String, OnnxTensor> given = new HashMap<>(Map.of(PolicySpec.OBS, tensor(obs, seen)));
      if (sees) given.put(PolicySpec.IMAGE, tensor(image, shown));
      inputs = Map.copyOf(given);
      outputs = Map.of(PolicySpec.MU, tensor(mu, acted), PolicySpec.STD, tensor(std, acted));
    } catch (OrtException | RefusedPolicy e) {
      session.close();
      throw e;
    }
  }

  private static OrtSession open(byte[] onnx) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return ENVIRONMENT.createSession(onnx, options);
    }
  }

  private static FloatBuffer floats(int n) {
    return ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** One row of a batch. */
  private static OnnxTensor tensor(FloatBuffer row, long[] dims) throws OrtException {
    long[] batch = new long[dims.length + 1];
    batch[0] = 1;
    System.arraycopy(dims, 0, batch, 1, dims.length);
    return OnnxTensor.createTensor(ENVIRONMENT, row, batch);
  }

  /** Every node must be named, float, and a batch of its dimensions. */
  private static void expect(Map<String, NodeInfo> nodes, Map<String, long[]> dims, String kind)
      throws RefusedPolicy {
    if (!nodes.keySet().equals(dims.keySet()))
      throw new RefusedPolicy(
          kind + "s " + nodes.keySet() + ", expected " + dims.keySet().stream().sorted().toList());
    for (Map.Entry<String, long[]> expected : dims.entrySet()) {
      String name = expected.getKey();
      if (!(nodes.get(name).getInfo() instanceof TensorInfo info)
          || info.type != OnnxJavaType.FLOAT)
        throw new RefusedPolicy(kind + " " + name + " is not a float32 tensor");
      long[] shape = info.getShape();
      long[] wanted = expected.getValue();
      boolean fits = shape.length == wanted.length + 1 && (shape[0] == -1 || shape[0] == 1);
      for (int i = 0; fits && i < wanted.length; i++)
        fits = shape[i + 1] == wanted[i] || shape[i + 1] == -1;
      if (!fits)
        throw new RefusedPolicy(
            kind
                + " "
                + name
                + " has shape "
                + Arrays.toString(shape)
                + ", expected [B, "
                + Arrays.stream(wanted).mapToObj(Long::toString).collect(Collectors.joining(", "))
                + "]");
    }
  }

  private long versionOfFile() throws OrtException, RefusedPolicy {
    String text = metadata(PolicySpec.KEY_VERSION);
    if (!text.matches("\\d{1,18}"))
      throw new RefusedPolicy("the file says version '" + text + "', expected a number");
    return Long.parseLong(text);
  }

  /** A metadata entry of the file; empty where there is none. */
  String metadata(String key) throws OrtException {
    return session.getMetadata().getCustomMetadataValue(key).orElse("");
  }

  /** Runs the network on one row; {@link #mu} and {@link #std} hold the result. */
  void run(float[] observation, float[] picture) throws OrtException {
    obs.put(0, observation);
    image.put(0, picture);
    // The result holds nothing of its own: its tensors are the pinned ones.
    session.run(inputs, outputs).close();
  }

  float mu(int i) {
    return mu.get(i);
  }

  float std(int i) {
    return std.get(i);
  }

  @Override
  public void act(float[] observation, float[] picture, Proposal out) {
    out.policy_version = version;
    boolean finite = true;
    try {
      run(observation, picture);
      for (int i = 0; i < out.action.length; i++) {
        out.action[i] = exploration.action(mu.get(i), std.get(i));
        finite &= Float.isFinite(out.action[i]);
      }
    } catch (OrtException e) {
      finite = false;
    }
    if (finite) return;
    failures++;
    Arrays.fill(out.action, 0);
  }

  /** Steps in which it proposed nothing finite. */
  long failures() {
    return failures;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("policy " + version + " cannot be closed", e);
    }
  }
}
