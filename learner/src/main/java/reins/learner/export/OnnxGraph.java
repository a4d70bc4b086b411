package reins.learner.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model under construction: float tensors, a batch dimension left open, metadata.
 *
 * <p>Source: onnx/onnx.proto (field numbers), IR version 8.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final ProtoWriter graph = new ProtoWriter();
  private final List<ProtoWriter> metadata = new ArrayList<>();

  /** Adds a node with attributes made by {@link #attribute}. */
  void node(String operator, List<String> inputs, String output, ProtoWriter... attributes) {
    ProtoWriter node = new ProtoWriter();
    inputs.forEach(input -> node.string(1, input));
    node.string(2, output).string(3, output).string(4, operator);
    for (ProtoWriter attribute : attributes) node.message(5, attribute);
    graph.message(1, node);
  }

  static ProtoWriter attribute(String name, long value) {
    return new ProtoWriter().string(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
  }

  static ProtoWriter attribute(String name, float value) {
    return new ProtoWriter().string(1, name).number(2, value).integer(20, ATTRIBUTE_FLOAT);
  }

  static ProtoWriter attribute(String name, long[] values) {
    ProtoWriter attribute = new ProtoWriter().string(1, name);
    for (long value : values) attribute.integer(8, value);
    return attribute.integer(20, ATTRIBUTE_INTS);
  }

  /** Adds a constant from a stretch of an array; no dimensions make a scalar. */
  void constant(String name, float[] values, int at, int... dims) {
    ProtoWriter tensor = new ProtoWriter();
    int length = 1;
    for (int dim : dims) {
      tensor.integer(1, dim);
      length *= dim;
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values, at, length);
    graph.message(5, tensor.integer(2, FLOAT).string(8, name).bytes(9, raw.array()));
  }

  /** Declares an input [batch, dims...]. */
  void input(String name, int... dims) {
    graph.message(11, value(name, dims));
  }

  /** Declares an output [batch, dims...]. */
  void output(String name, int... dims) {
    graph.message(12, value(name, dims));
  }

  private static ProtoWriter value(String name, int... dims) {
    ProtoWriter shape = new ProtoWriter().message(1, new ProtoWriter().string(2, "batch"));
    for (int dim : dims) shape.message(1, new ProtoWriter().integer(1, dim));
    ProtoWriter tensor = new ProtoWriter().integer(1, FLOAT).message(2, shape);
    return new ProtoWriter().string(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  void metadata(Map<String, String> entries) {
    entries.forEach(
        (key, value) -> metadata.add(new ProtoWriter().string(1, key).string(2, value)));
  }

  /** The finished model. */
  byte[] toBytes(String name, int opset, long version) {
    graph.string(2, name);
    ProtoWriter model =
        new ProtoWriter()
            .integer(1, IR_VERSION)
            .string(2, "reins")
            .integer(5, version)
            .message(7, graph)
            .message(8, new ProtoWriter().string(1, "").integer(2, opset));
    metadata.forEach(entry -> model.message(14, entry));
    return model.toBytes();
  }
}
