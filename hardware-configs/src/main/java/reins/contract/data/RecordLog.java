package reins.contract.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import reins.contract.config.ConfigException;

/**
 * An append-only file of byte records that survives the death of its process: a record is there
 * whole or not at all.
 *
 * <pre>
 *   each record, little endian:  | length u32 | crc32c u32 | payload |
 * </pre>
 *
 * <p>Opening reads every whole record and cuts off a torn tail (a process that died while writing).
 * A written record is in the page cache, so it outlives {@code kill -9}; {@link #force} outlives a
 * power cut.
 *
 * <p>Reading back goes by position: the first record is at 0, {@link #next} leads on, until {@link
 * #end}.
 *
 * <p>An append that fails, as on a full disk, leaves the records before it and may be tried again.
 *
 * <p>Threads: one owner; the file is locked against a second one.
 */
public final class RecordLog implements AutoCloseable {
  private static final int HEADER_BYTES = 8;

  /** The largest record that is read or written. */
  public static final int MAX_RECORD_BYTES = 64 << 20;

  private final FileChannel channel;
  private final Path file;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10).order(ByteOrder.LITTLE_ENDIAN);
  private long records;
  private long end; // after the last whole record

  RecordLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens or creates a log and hands every whole record to the reader, oldest first.
   *
   * <p>Errors: {@link ConfigException} where another process, or this one, has it open.
   */
  public static RecordLog open(Path file, Consumer<byte[]> reader) {
    RecordLog log = new RecordLog(file, channel(file));
    try {
      log.lock();
      log.end = log.readAll(reader);
      log.cutToEnd();
      return log;
    } catch (IOException e) {
      log.close();
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static FileChannel channel(Path file) {
    try {
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) return;
    } catch (OverlappingFileLockException e) {
      // held by this very process: the same complaint
    }
    throw new ConfigException(file + ": in use by another process");
  }

  private void cutToEnd() throws IOException {
    channel.truncate(end);
    channel.position(end);
  }

  /** Reads the whole records, returns the position after the last of them. */
  private long readAll(Consumer<byte[]> reader) throws IOException {
    long good = 0;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    while (channel.size() - good >= HEADER_BYTES) {
      read(header.clear(), good);
      int length = header.getInt(0);
      if (length <= 0 || length > MAX_RECORD_BYTES || channel.size() - good - HEADER_BYTES < length)
        break;
      byte[] payload = new byte[length];
      read(ByteBuffer.wrap(payload), good + HEADER_BYTES);
      crc.reset();
      crc.update(payload);
      if ((int) crc.getValue() != header.getInt(4)) break;
      reader.accept(payload);
      records++;
      good += HEADER_BYTES + length;
    }
    return good;
  }

  private void read(ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int n = channel.read(into, at);
      if (n < 0) throw new EOFException(file + " shrank while it was read");
      at += n;
    }
  }

  /** Appends one record. */
  public void append(byte[] payload) {
    // zeros, as a power cut leaves them, would read as records of nothing
    if (payload.length == 0 || payload.length > MAX_RECORD_BYTES)
      throw new IllegalArgumentException(file + ": record of " + payload.length + " bytes");
    if (buffer.capacity() < HEADER_BYTES + payload.length)
      buffer =
          ByteBuffer.allocateDirect(HEADER_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    crc.update(payload);
    buffer.clear().putInt(payload.length).putInt((int) crc.getValue()).put(payload).flip();
    try {
      if (channel.position() != end) cutToEnd(); // what the last append left when it failed
      while (buffer.hasRemaining()) channel.write(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
    end += HEADER_BYTES + payload.length;
    records++;
  }

  /** Position after the last record. */
  public long end() {
    return end;
  }

  /** Position of the record after the one at a position below the end. */
  public long next(long position) {
    return position + HEADER_BYTES + length(position);
  }

  /** Payload of the record at a position below the end. */
  public byte[] read(long position) {
    byte[] payload = new byte[length(position)];
    try {
      read(ByteBuffer.wrap(payload), position + HEADER_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
    return payload;
  }

  private int length(long position) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      read(header, position);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
    int length = header.getInt(0);
    if (length < 0 || length > MAX_RECORD_BYTES)
      throw new IllegalArgumentException(file + ": no record at " + position);
    return length;
  }

  /** Records in the file. */
  public long records() {
    return records;
  }

  /** Writes through to the disk. */
  public void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Closes the file. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
