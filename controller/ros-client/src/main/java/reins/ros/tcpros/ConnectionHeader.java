package reins.ros.tcpros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.ros.message.WireFormatException;

/**
 * What two peers tell each other before the first message: named fields such as topic, type and
 * sum.
 *
 * <pre>
 *   int32 length of all that follows | int32 length, "name=value" | int32 length, "name=value" | ...
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class ConnectionHeader {
  /**
   * Large definitions travel in headers; the largest that ROS ships stay below a quarter of this.
   */
  public static final int MAX_BYTES = 256 << 10;

  /** The type or sum of a peer that takes whatever there is. */
  public static final String ANY = "*";

  private final Map<String, String> fields = new LinkedHashMap<>();

  public ConnectionHeader put(String name, String value) {
    fields.put(name, value);
    return this;
  }

  public ConnectionHeader put(String name, boolean value) {
    return put(name, value ? "1" : "0");
  }

  /** A field's value, empty when it is not there. */
  public String get(String name) {
    return fields.getOrDefault(name, "");
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The bytes for the wire, with their length before them. */
  public ByteBuffer encode() {
    byte[][] lines = new byte[fields.size()][];
    int size = 0;
    int i = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      lines[i] = (field.getKey() + "=" + field.getValue()).getBytes(StandardCharsets.UTF_8);
      size += Integer.BYTES + lines[i++].length;
    }
    ByteBuffer out =
        ByteBuffer.allocate(Integer.BYTES + size).order(ByteOrder.LITTLE_ENDIAN).putInt(size);
    for (byte[] line : lines) out.putInt(line.length).put(line);
    return out.flip();
  }

  /**
   * Reads the fields from a header's bytes, the leading length already taken off.
   *
   * <p>Errors: {@link WireFormatException} when lengths do not add up or a field has no name.
   */
  public static ConnectionHeader decode(ByteBuffer bytes) {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    ConnectionHeader header = new ConnectionHeader();
    while (in.hasRemaining()) {
      int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (length < 0 || length > in.remaining())
        throw new WireFormatException(
            "connection header: a field's length does not fit the header");
      byte[] line = new byte[length];
      in.get(line);
      String field = new String(line, StandardCharsets.UTF_8);
      int equals = field.indexOf('=');
      if (equals <= 0) throw new WireFormatException("connection header: expected NAME=VALUE");
      header.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return header;
  }

  /** A claimed header length that may be read, or an error. */
  static int checkedLength(int length) {
    if (length < 0 || length > MAX_BYTES)
      throw new WireFormatException(
          "connection header: " + length + " bytes claimed, at most " + MAX_BYTES + " taken");
    return length;
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
