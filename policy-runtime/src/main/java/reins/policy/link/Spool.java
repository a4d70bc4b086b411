package reins.policy.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import reins.contract.config.ConfigException;
import reins.contract.data.RecordLog;
import reins.contract.data.Transition;
import reins.policy.record.TransitionSink;

/**
 * Transitions on disk until the learner has them: appended by the loop, read back by the link,
 * forgotten when all are acknowledged.
 *
 * <pre>
 *   records-00000000000000000001.log    a header record, then transitions; the name is the first seq
 *   acknowledged                        session and last acknowledged seq
 *   lock                                held by the process that owns the spool
 * </pre>
 *
 * <p>A session begins with an empty directory and lasts over restarts; its seqs have no gaps. A
 * stale watermark only means that records are sent again, which the learner notices. When
 * everything is acknowledged and the file has grown, a new file begins and the old one is deleted.
 *
 * <p>Threads: any; an append waits for one read at most. Errors: {@link ConfigException} on opening
 * what cannot be used.
 */
public final class Spool implements TransitionSink, AutoCloseable {
  private static final String PREFIX = "records-";
  private static final String SUFFIX = ".log";

  private final Path directory;
  private final String fingerprint;
  private final long rotate_bytes;
  private final FileChannel lock;
  private final SmallFile watermark;
  private RecordLog log;
  private Path file;
  private long session;
  private long recorded;
  private long acknowledged;
  private long acknowledgedEnd;
  private long readSeq;
  private long readPosition;
  private Runnable onAppend = () -> {};

  private Spool(Path directory, String fingerprint, long rotate_bytes) throws IOException {
    this.directory = directory;
    this.fingerprint = fingerprint;
    this.rotate_bytes = rotate_bytes;
    Files.createDirectories(directory);
    lock = lock(directory.resolve("lock"));
    watermark = new SmallFile(directory.resolve("acknowledged"), 2);
  }

  /**
   * Opens or begins the spool in a directory.
   *
   * @param fingerprint of the task contract whose transitions it holds
   * @param rotate_bytes size from which a file whose records are all acknowledged is deleted
   */
  public static Spool open(Path directory, String fingerprint, long rotate_bytes) {
    Spool spool = null;
    try {
      spool = new Spool(directory, fingerprint, rotate_bytes);
      spool.resume();
      return spool;
    } catch (IOException | RuntimeException e) {
      if (spool != null) spool.close();
      throw e instanceof ConfigException known
          ? known
          : new ConfigException("spool " + directory + ": " + e.getMessage());
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) return channel;
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same complaint.
    }
    channel.close();
    throw new IOException("in use by another process");
  }

  private void resume() throws IOException {
    List<Path> files = recordFiles();
    // Newest first: a file whose header was not written whole is a rotation that did not happen.
    for (Path candidate : files.reversed()) if (log == null) adopt(candidate);
    for (Path other : files) if (!other.equals(file)) Files.delete(other);
    if (log == null) begin(new SecureRandom().nextLong(), 1);
    long[] mark = new long[2];
    watermark.read(mark);
    if (mark[0] == session && mark[1] > recorded) {
      // The machine lost what the learner has: those seqs are taken.
      long fresh = new SecureRandom().nextLong();
      RecordLog old = log;
      Path oldFile = file;
      old.close();
      Files.delete(oldFile);
      begin(fresh, 1);
    } else if (mark[0] == session) {
      acknowledge(session, mark[1]);
    }
    rewind();
  }

  private List<Path> recordFiles() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(f -> f.getFileName().toString().startsWith(PREFIX)).sorted().toList();
    }
  }

  private void adopt(Path candidate) {
    byte[][] header = new byte[1][];
    RecordLog opened =
        RecordLog.open(
            candidate,
            record -> {
              if (header[0] == null) header[0] = record;
            });
    if (header[0] == null) {
      opened.close();
      return;
    }
    log = opened;
    file = candidate;
    ByteBuffer fields = ByteBuffer.wrap(header[0]);
    session = fields.getLong();
    acknowledged = fields.getLong() - 1;
    acknowledgedEnd = log.next(0);
    recorded = acknowledged + log.records() - 1;
    String kept = StandardCharsets.UTF_8.decode(fields).toString();
    if (!kept.equals(fingerprint))
      throw new ConfigException(
          "spool "
              + directory
              + ": holds transitions of another task contract; give another --spool or delete it");
  }

  private void begin(long session, long firstSeq) {
    this.session = session;
    file = directory.resolve("%s%020d%s".formatted(PREFIX, firstSeq, SUFFIX));
    log = RecordLog.open(file, record -> {});
    byte[] contract = fingerprint.getBytes(StandardCharsets.UTF_8);
    log.append(
        ByteBuffer.allocate(16 + contract.length)
            .putLong(session)
            .putLong(firstSeq)
            .put(contract)
            .array());
    recorded = acknowledged = firstSeq - 1;
    acknowledgedEnd = log.end();
    readSeq = recorded;
    readPosition = acknowledgedEnd;
  }

  @Override
  public void accept(Transition transition) {
    append(TransitionCodec.encode(transition).toByteArray());
  }

  private synchronized void append(byte[] transition) {
    if (acknowledged == recorded && log.end() > rotate_bytes) rotate();
    log.append(transition);
    recorded++;
    onAppend.run();
  }

  private void rotate() {
    RecordLog old = log;
    Path oldFile = file;
    begin(session, recorded + 1);
    old.close();
    try {
      Files.delete(oldFile);
    } catch (IOException e) {
      throw new UncheckedIOException("spool: " + e.getMessage(), e);
    }
  }

  /** Told, on the appending thread, that there is something to read; must not block. */
  synchronized void onAppend(Runnable told) {
    onAppend = told;
  }

  /** The next read begins after the last acknowledged record. */
  synchronized void rewind() {
    readSeq = acknowledged;
    readPosition = acknowledgedEnd;
  }

  /** The next transition to send, in the link's schema; null where there is none yet. */
  synchronized byte[] read() {
    if (readSeq == recorded) return null;
    byte[] transition = log.read(readPosition);
    readPosition = log.next(readPosition);
    readSeq++;
    return transition;
  }

  /** Seq of the transition that was read last. */
  synchronized long readSeq() {
    return readSeq;
  }

  /** The learner has everything of a session up to a seq. */
  synchronized void acknowledge(long ofSession, long seq) {
    long upTo = Math.min(seq, recorded);
    if (ofSession != session || upTo <= acknowledged) return;
    while (acknowledged < upTo) {
      acknowledgedEnd = log.next(acknowledgedEnd);
      acknowledged++;
    }
    watermark.write(session, acknowledged);
  }

  /** Random at the start of the spool, kept over restarts. */
  public synchronized long session() {
    return session;
  }

  /** Transitions recorded in this session, also by earlier processes. */
  public synchronized long recorded() {
    return recorded;
  }

  /** Transitions that the learner has. */
  public synchronized long acknowledged() {
    return acknowledged;
  }

  @Override
  public synchronized void close() {
    if (log != null) log.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("spool: " + e.getMessage(), e);
    }
  }
}
