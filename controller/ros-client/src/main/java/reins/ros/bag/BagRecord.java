package reins.ros.bag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.ros.message.RosTime;

/**
 * One record of a bag: named fields, then data.
 *
 * <pre>
 *   int32 length | int32 length, "name=", value | ... | int32 length | data
 * </pre>
 */
final class BagRecord {
  static final int MESSAGE = 2;
  static final int BAG_HEADER = 3;
  static final int INDEX = 4;
  static final int CHUNK = 5;
  static final int CHUNK_SUMMARY = 6;
  static final int CONNECTION = 7;

  private final Map<String, byte[]> fields = new LinkedHashMap<>();
  private ByteBuffer data = ByteBuffer.allocate(0);

  static BagRecord of(int op) {
    BagRecord record = new BagRecord();
    record.fields.put("op", new byte[] {(byte) op});
    return record;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  BagRecord with(String name, int value) {
    fields.put(name, little(Integer.BYTES).putInt(value).array());
    return this;
  }

  BagRecord with(String name, long value) {
    fields.put(name, little(Long.BYTES).putLong(value).array());
    return this;
  }

  BagRecord with(String name, RosTime time) {
    fields.put(name, little(Long.BYTES).putInt((int) time.secs()).putInt(time.nsecs()).array());
    return this;
  }

  BagRecord with(String name, String text) {
    fields.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  BagRecord data(ByteBuffer bytes) {
    data = bytes;
    return this;
  }

  ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  ByteBuffer encode() {
    int header = 0;
    for (var field : fields.entrySet())
      header += Integer.BYTES + field.getKey().length() + 1 + field.getValue().length;
    ByteBuffer out = little(2 * Integer.BYTES + header + data.remaining()).putInt(header);
    fields.forEach(
        (name, value) ->
            out.putInt(name.length() + 1 + value.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put((byte) '=')
                .put(value));
    return out.putInt(data.remaining()).put(data.duplicate()).flip();
  }

  /**
   * Reads a record; its data is a part of the buffer.
   *
   * <p>Errors: {@link IOException} when lengths do not fit what there is.
   */
  static BagRecord decode(ByteBuffer in) throws IOException {
    BagRecord record = new BagRecord();
    ByteBuffer header = part(in);
    while (header.hasRemaining()) {
      ByteBuffer field = part(header);
      byte[] bytes = new byte[field.remaining()];
      field.get(bytes);
      int equals = 0;
      while (equals < bytes.length && bytes[equals] != '=') equals++;
      if (equals == bytes.length) throw new IOException("a bag's record: expected NAME=VALUE");
      record.fields.put(
          new String(bytes, 0, equals, StandardCharsets.US_ASCII),
          java.util.Arrays.copyOfRange(bytes, equals + 1, bytes.length));
    }
    record.data = part(in);
    return record;
  }

  private static ByteBuffer part(ByteBuffer in) throws IOException {
    int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (length < 0 || length > in.remaining())
      throw new IOException("a bag's record: its length does not fit what is left");
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  int op() throws IOException {
    byte[] op = field("op", 1);
    return op[0];
  }

  int number(String name) throws IOException {
    return ByteBuffer.wrap(field(name, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  RosTime time(String name) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(field(name, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    return new RosTime(in.getInt() & 0xFFFF_FFFFL, in.getInt());
  }

  String text(String name) {
    return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private byte[] field(String name, int bytes) throws IOException {
    byte[] value = fields.get(name);
    if (value == null || value.length != bytes)
      throw new IOException("a bag's record: expected " + bytes + " bytes of " + name);
    return value;
  }
}
