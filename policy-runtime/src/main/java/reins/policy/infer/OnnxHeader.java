package reins.policy.infer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import reins.contract.data.PolicySpec;

/**
 * The opset of a model file, which the engine's Java interface does not tell.
 *
 * <p>Source: onnx.proto3: ModelProto.opset_import = 8; OperatorSetIdProto.domain = 1, version = 2.
 */
final class OnnxHeader {
  private static final int OPSET_IMPORT = 8;
  private static final int DOMAIN = 1;
  private static final int VERSION = 2;

  private OnnxHeader() {}

  /** Refuses a file that is not a whole message or imports anything but the standard opset. */
  static void check(byte[] onnx) throws RefusedPolicy {
    boolean found = false;
    try {
      CodedInputStream in = CodedInputStream.newInstance(onnx);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) != OPSET_IMPORT) {
          in.skipField(tag);
          continue;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        checkOpset(in);
        in.popLimit(outer);
        found = true;
      }
    } catch (IOException e) {
      throw new RefusedPolicy("truncated or not an ONNX file");
    }
    if (!found) throw new RefusedPolicy("not an ONNX file: it names no opset");
  }

  private static void checkOpset(CodedInputStream in) throws IOException, RefusedPolicy {
    String domain = "";
    long version = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case DOMAIN -> domain = in.readString();
        case VERSION -> version = in.readInt64();
        default -> in.skipField(tag);
      }
    }
    if (!domain.isEmpty() && !domain.equals("ai.onnx"))
      throw new RefusedPolicy("imports operators of " + domain + ", expected standard ones only");
    if (version != PolicySpec.OPSET)
      throw new RefusedPolicy("opset " + version + ", expected " + PolicySpec.OPSET);
  }
}
