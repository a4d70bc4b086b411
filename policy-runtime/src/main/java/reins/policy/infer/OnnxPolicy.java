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
import java.util.Map;
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
  private final FloatBuffer mu;
  private final FloatBuffer std;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private long failures;

  OnnxPolicy(byte[] onnx, PolicySpec spec, Exploration exploration)
      throws OrtException, RefusedPolicy {
    this.exploration = exploration;
    obs = floats(spec.obsDim());
    mu = floats(spec.actionDim());
    std = floats(spec.actionDim());
    session = open(onnx);
    try {
      expect(session.getInputInfo(), Map.of(PolicySpec.OBS, spec.obsDim()), "input");
      expect(
          session.getOutputInfo(),
          Map.of(PolicySpec.MU, spec.actionDim(), PolicySpec.STD, spec.actionDim()),
          "output");
      version = versionOfFile();
      inputs = Map.of(PolicySpec.OBS, tensor(obs));
      outputs = Map.of(PolicySpec.MU, tensor(mu), PolicySpec.STD, tensor(std));
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

  private static OnnxTensor tensor(FloatBuffer row) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, row, new long[] {1, row.capacity()});
  }

  /** Every node must be named, float, and [batch, width]. */
  private static void expect(Map<String, NodeInfo> nodes, Map<String, Integer> widths, String kind)
      throws RefusedPolicy {
    if (!nodes.keySet().equals(widths.keySet()))
      throw new RefusedPolicy(
          kind
              + "s "
              + nodes.keySet()
              + ", expected "
              + widths.keySet().stream().sorted().toList());
    for (Map.Entry<String, Integer> expected : widths.entrySet()) {
      String name = expected.getKey();
      if (!(nodes.get(name).getInfo() instanceof TensorInfo info)
          || info.type != OnnxJavaType.FLOAT)
        throw new RefusedPolicy(kind + " " + name + " is not a float32 tensor");
      long[] shape = info.getShape();
      boolean fits =
          shape.length == 2
              && (shape[0] == -1 || shape[0] == 1)
              && (shape[1] == expected.getValue() || shape[1] == -1);
      if (!fits)
        throw new RefusedPolicy(
            kind
                + " "
                + name
                + " has shape "
                + Arrays.toString(shape)
                + ", expected [B, "
                + expected.getValue()
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
  void run(float[] observation) throws OrtException {
    obs.put(0, observation);
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
  public void act(float[] observation, Proposal out) {
    out.policy_version = version;
    boolean finite = true;
    try {
      run(observation);
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
