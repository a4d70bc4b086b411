package reins.policy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reins.contract.data.PolicySpec;

/**
 * Policy files for tests, written with another library's ONNX classes than the learner's writer.
 */
public final class OnnxFiles {
  private final PolicySpec spec;
  private final SplittableRandom random;
  private final int hidden;
  private final float[] bias;
  private float[] mu;
  private boolean constant;
  private long version = 1;
  private int opset = PolicySpec.OPSET;
  private String fingerprint;
  private String input = PolicySpec.OBS;
  private float poison;
  private float goldenError;

  /** A network of two hidden layers with random weights. */
  public OnnxFiles(PolicySpec spec, long seed, int hidden) {
    this.spec = spec;
    this.hidden = hidden;
    random = new SplittableRandom(seed);
    fingerprint = spec.fingerprint();
    bias = new float[spec.actionDim()];
  }

  /** Always answers these numbers before tanh. */
  public OnnxFiles answering(float... mu) {
    constant = true;
    this.mu = mu;
    return this;
  }

  public OnnxFiles version(long version) {
    this.version = version;
    return this;
  }

  public OnnxFiles opset(int opset) {
    this.opset = opset;
    return this;
  }

  public OnnxFiles fingerprint(String fingerprint) {
    this.fingerprint = fingerprint;
    return this;
  }

  public OnnxFiles input(String name) {
    input = name;
    return this;
  }

  /** Adds something to one weight after the golden output was computed. */
  public OnnxFiles poison(float value) {
    poison = value;
    return this;
  }

  public OnnxFiles goldenError(float error) {
    goldenError = error;
    return this;
  }

  /** The file. */
  public byte[] bytes() {
    int o = spec.obsDim(), a = spec.actionDim();
    float[] w0 = weights(o, hidden), w1 = weights(hidden, hidden), w2 = weights(hidden, a);
    if (constant) {
      Arrays.fill(w2, 0);
      System.arraycopy(mu, 0, bias, 0, a);
    }
    float[] obs = new float[o];
    for (int i = 0; i < o; i++) obs[i] = (float) random.nextDouble(-1, 1);
    float[] golden = affine(relu(affine(relu(affine(obs, w0, hidden)), w1, hidden)), w2, a);
    for (int i = 0; i < a; i++) golden[i] += bias[i] + goldenError;
    if (poison != 0) w1[0] += poison;
    float[] std = new float[a];
    Arrays.fill(std, 0.1f);

    GraphProto.Builder graph = GraphProto.newBuilder().setName("policy");
    graph.addInput(value(input, o)).addOutput(value("mu", a)).addOutput(value("std", a));
    graph.addInitializer(tensor("w0", w0, o, hidden)).addInitializer(zeros("b0", hidden));
    graph.addInitializer(tensor("w1", w1, hidden, hidden)).addInitializer(zeros("b1", hidden));
    graph.addInitializer(tensor("w2", w2, hidden, a)).addInitializer(tensor("b2", bias, a));
    graph.addInitializer(tensor("ws", new float[o * a], o, a));
    graph.addInitializer(tensor("bs", std, a));
    graph.addNode(node("Gemm", "h0", input, "w0", "b0")).addNode(node("Relu", "r0", "h0"));
    graph.addNode(node("Gemm", "h1", "r0", "w1", "b1")).addNode(node("Relu", "r1", "h1"));
    graph.addNode(node("Gemm", "mu", "r1", "w2", "b2"));
    graph.addNode(node("Gemm", "std", input, "ws", "bs"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .addMetadataProps(entry(PolicySpec.KEY_FINGERPRINT, fingerprint))
        .addMetadataProps(entry(PolicySpec.KEY_VERSION, Long.toString(version)))
        .addMetadataProps(entry(PolicySpec.KEY_GOLDEN_OBS, text(obs)))
        .addMetadataProps(entry(PolicySpec.KEY_GOLDEN_MU, text(golden)))
        .addMetadataProps(entry(PolicySpec.KEY_GOLDEN_STD, text(std)))
        .build()
        .toByteArray();
  }

  private float[] weights(int in, int out) {
    float[] w = new float[in * out];
    for (int i = 0; i < w.length; i++) w[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    return w;
  }

  private static float[] affine(float[] x, float[] w, int out) {
    float[] y = new float[out];
    for (int j = 0; j < out; j++) for (int i = 0; i < x.length; i++) y[j] += x[i] * w[i * out + j];
    return y;
  }

  private static float[] relu(float[] x) {
    for (int i = 0; i < x.length; i++) x[i] = Math.max(0, x[i]);
    return x;
  }

  private static TensorProto zeros(String name, int n) {
    return tensor(name, new float[n], n);
  }

  private static TensorProto tensor(String name, float[] values, int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (int d : dims) tensor.addDims(d);
    for (float v : values) tensor.addFloatData(v);
    return tensor.build();
  }

  private static ValueInfoProto value(String name, int width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("B"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static NodeProto node(String op, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(output)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(output)
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static String text(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.toString(values[i]))
        .collect(Collectors.joining(","));
  }
}
