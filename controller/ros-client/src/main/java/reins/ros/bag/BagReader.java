package reins.ros.bag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;
import reins.ros.tcpros.ConnectionHeader;

/**
 * Reads a bag from front to back, also one whose recorder was killed before it wrote the index.
 *
 * <p>Bounds: one chunk in memory, at most {@link #MAX_RECORD_BYTES} and never more than the file
 * has left.
 *
 * <p>Threads: one.
 */
public final class BagReader implements AutoCloseable {
  public static final int MAX_RECORD_BYTES = 512 << 20;

  /** Takes the messages in the file's order. */
  @FunctionalInterface
  public interface Visitor {
    void message(String topic, RosTime time, RawMessage message) throws IOException;
  }

  private record Connection(String topic, MessageType type) {}

  private final FileChannel file;
  private final Map<Integer, Connection> connections = new HashMap<>();

  /** Errors: {@link IOException} when it is no bag of version 2.0. */
  public BagReader(Path path) throws IOException {
    file = FileChannel.open(path);
    ByteBuffer magic = exactly(Math.min(BagWriter.MAGIC.length(), (int) Math.min(64, file.size())));
    String found = StandardCharsets.US_ASCII.decode(magic).toString();
    if (!found.equals(BagWriter.MAGIC)) {
      file.close();
      throw new IOException(
          path + ": expected a bag of version 2.0, found '" + found.strip() + "'");
    }
  }

  /** Visits every message; a bag that ends in the middle of a record gives what is before it. */
  public void forEach(Visitor visitor) throws IOException {
    for (BagRecord record = next(); record != null; record = next()) {
      switch (record.op()) {
        case BagRecord.CONNECTION -> connection(record);
        case BagRecord.CHUNK -> chunk(record, visitor);
        case BagRecord.MESSAGE -> message(record, visitor);
        default -> {}
      }
    }
  }

  private BagRecord next() throws IOException {
    if (left() < Integer.BYTES) return null;
    int header = length(exactly(Integer.BYTES));
    if (left() < (long) header + Integer.BYTES) return null;
    ByteBuffer fields = exactly(header);
    int data = length(exactly(Integer.BYTES));
    if (left() < data) return null;
    ByteBuffer whole =
        ByteBuffer.allocate(2 * Integer.BYTES + header + data).order(ByteOrder.LITTLE_ENDIAN);
    whole.putInt(header).put(fields).putInt(data);
    fill(whole);
    return BagRecord.decode(whole.flip());
  }

  private static int length(ByteBuffer in) throws IOException {
    int length = in.getInt();
    if (length < 0 || length > MAX_RECORD_BYTES)
      throw new IOException("a bag's record of " + length + " bytes, at most " + MAX_RECORD_BYTES);
    return length;
  }

  private long left() throws IOException {
    return file.size() - file.position();
  }

  private ByteBuffer exactly(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer);
    return buffer.flip();
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining())
      if (file.read(buffer) < 0) throw new IOException("the bag ended while it was read");
  }

  private void chunk(BagRecord chunk, Visitor visitor) throws IOException {
    String compression = chunk.text("compression");
    if (!compression.equals("none"))
      throw new IOException(
          "the bag is compressed (" + compression + "): run 'rosbag decompress' on it first");
    ByteBuffer in = chunk.data();
    while (in.hasRemaining()) {
      BagRecord record = BagRecord.decode(in);
      if (record.op() == BagRecord.CONNECTION) connection(record);
      else if (record.op() == BagRecord.MESSAGE) message(record, visitor);
    }
  }

  private void connection(BagRecord record) throws IOException {
    ConnectionHeader header = ConnectionHeader.decode(record.data());
    try {
      MessageType type = MessageCatalog.parse(header.get("type"), header.get("message_definition"));
      connections.putIfAbsent(record.number("conn"), new Connection(record.text("topic"), type));
    } catch (IllegalArgumentException e) {
      throw new IOException("topic " + record.text("topic") + ": " + e.getMessage(), e);
    }
  }

  private void message(BagRecord record, Visitor visitor) throws IOException {
    Connection connection = connections.get(record.number("conn"));
    if (connection == null)
      throw new IOException(
          "a message of connection " + record.number("conn") + ", which is not described");
    ByteBuffer data = record.data();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    visitor.message(connection.topic, record.time("time"), new RawMessage(connection.type, bytes));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
