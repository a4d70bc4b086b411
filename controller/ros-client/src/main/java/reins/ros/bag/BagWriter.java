package reins.ros.bag;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;

/**
 * Writes a bag that ROS's own tools read: messages in chunks, each followed by its index; at the
 * end who said what, and where the chunks are.
 *
 * <p>Threads: any, one at a time inside.
 */
public final class BagWriter implements AutoCloseable {
  static final String MAGIC = "#ROSBAG V2.0\n";
  private static final int CHUNK_BYTES = 768 << 10;
  private static final int HEADER_RECORD_BYTES = 4096;

  private record Entry(RosTime time, int offset) {}

  private record Chunk(long position, RosTime start, RosTime end, Map<Integer, Integer> counts) {}

  private final FileChannel file;
  private final Map<String, BagRecord> connections = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
  private final Map<Integer, List<Entry>> index = new TreeMap<>();
  private long messages;

  public BagWriter(Path path) throws IOException {
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    write(ByteBuffer.wrap(MAGIC.getBytes(StandardCharsets.US_ASCII)));
    write(header(0));
  }

  /** Adds a message; the first of a topic and type also says what it is. */
  public synchronized void write(String topic, RawMessage message, RosTime time)
      throws IOException {
    String key = topic + " " + message.type().md5();
    Integer id = ids.get(key);
    if (id == null) {
      id = ids.size();
      ids.put(key, id);
      BagRecord connection = connection(id, topic, message);
      connections.put(key, connection);
      chunk.writeBytes(connection.encode().array());
    }
    index.computeIfAbsent(id, absent -> new ArrayList<>()).add(new Entry(time, chunk.size()));
    chunk.writeBytes(
        BagRecord.of(BagRecord.MESSAGE)
            .with("conn", id)
            .with("time", time)
            .data(ByteBuffer.wrap(message.bytes()))
            .encode()
            .array());
    messages++;
    if (chunk.size() >= CHUNK_BYTES) finishChunk();
  }

  /** Messages written so far. */
  public synchronized long messages() {
    return messages;
  }

  private static BagRecord connection(int id, String topic, RawMessage message) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    field(header, "topic", topic);
    field(header, "type", message.type().name());
    field(header, "md5sum", message.type().md5());
    field(header, "message_definition", message.type().fullText());
    return BagRecord.of(BagRecord.CONNECTION)
        .with("conn", id)
        .with("topic", topic)
        .data(ByteBuffer.wrap(header.toByteArray()));
  }

  private static void field(ByteArrayOutputStream out, String name, String value) {
    byte[] line = (name + "=" + value).getBytes(StandardCharsets.UTF_8);
    out.writeBytes(little(Integer.BYTES).putInt(line.length).array());
    out.writeBytes(line);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void finishChunk() throws IOException {
    if (chunk.size() == 0) return;
    long position = file.position();
    write(
        BagRecord.of(BagRecord.CHUNK)
            .with("compression", "none")
            .with("size", chunk.size())
            .data(ByteBuffer.wrap(chunk.toByteArray()))
            .encode());
    Map<Integer, Integer> counts = new TreeMap<>();
    RosTime start = null;
    RosTime end = null;
    for (var connection : index.entrySet()) {
      List<Entry> entries = connection.getValue();
      counts.put(connection.getKey(), entries.size());
      ByteBuffer data = little(entries.size() * 12);
      for (Entry entry : entries) {
        data.putInt((int) entry.time.secs()).putInt(entry.time.nsecs()).putInt(entry.offset);
        if (start == null || entry.time.toNanos() < start.toNanos()) start = entry.time;
        if (end == null || entry.time.toNanos() > end.toNanos()) end = entry.time;
      }
      write(
          BagRecord.of(BagRecord.INDEX)
              .with("ver", 1)
              .with("conn", connection.getKey())
              .with("count", entries.size())
              .data(data.flip())
              .encode());
    }
    chunks.add(new Chunk(position, start, end, counts));
    chunk.reset();
    index.clear();
  }

  @Override
  public synchronized void close() throws IOException {
    if (!file.isOpen()) return;
    finishChunk();
    long indexPosition = file.position();
    for (BagRecord connection : connections.values()) write(connection.encode());
    for (Chunk each : chunks) {
      ByteBuffer data = little(each.counts.size() * 8);
      each.counts.forEach((id, count) -> data.putInt(id).putInt(count));
      write(
          BagRecord.of(BagRecord.CHUNK_SUMMARY)
              .with("ver", 1)
              .with("chunk_pos", each.position)
              .with("start_time", each.start)
              .with("end_time", each.end)
              .with("count", each.counts.size())
              .data(data.flip())
              .encode());
    }
    file.position(MAGIC.length());
    write(header(indexPosition));
    file.close();
  }

  // Of fixed size, so that it can be written again when the counts are known.
  private ByteBuffer header(long indexPosition) {
    BagRecord record =
        BagRecord.of(BagRecord.BAG_HEADER)
            .with("index_pos", indexPosition)
            .with("conn_count", connections.size())
            .with("chunk_count", chunks.size());
    int bare = record.encode().remaining();
    byte[] padding = new byte[HEADER_RECORD_BYTES - bare];
    java.util.Arrays.fill(padding, (byte) ' ');
    return record.data(ByteBuffer.wrap(padding)).encode();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) file.write(bytes);
  }
}
