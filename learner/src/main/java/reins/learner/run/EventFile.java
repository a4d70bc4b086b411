package reins.learner.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import reins.learner.export.ProtoWriter;

/**
 * A TensorBoard event file.
 *
 * <pre>
 *   each record, little endian:  | length u64 | masked crc of length u32 | event | masked crc u32 |
 * </pre>
 *
 * <p>Source: tensorflow/core/lib/io/record_writer.h (framing, mask), event.proto and summary.proto
 * (field numbers).
 */
final class EventFile implements AutoCloseable {
  private static final int MASK_DELTA = 0xa282ead8;

  private final FileChannel channel;
  private final Path file;

  EventFile(Path file, double wall_s) {
    this.file = file;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
    write(new ProtoWriter().number(1, wall_s).string(3, "brain.Event:2"));
  }

  /** Writes scalars measured at a step. */
  void scalars(double wall_s, long step, Map<String, Double> values) {
    ProtoWriter summary = new ProtoWriter();
    values.forEach(
        (tag, value) ->
            summary.message(1, new ProtoWriter().string(1, tag).number(2, value.floatValue())));
    write(new ProtoWriter().number(1, wall_s).integer(2, step).message(5, summary));
  }

  private void write(ProtoWriter event) {
    byte[] bytes = event.toBytes();
    ByteBuffer record =
        ByteBuffer.allocate(8 + 4 + bytes.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(bytes.length);
    record.putInt(maskedCrc(record.array(), 0, 8));
    record.put(bytes);
    record.putInt(maskedCrc(bytes, 0, bytes.length));
    record.flip();
    try {
      while (record.hasRemaining()) channel.write(record);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** {@code rotate_right(crc, 15) + delta}. */
  static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
