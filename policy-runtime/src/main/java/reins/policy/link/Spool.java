package reins.policy.link;

import com.google.protobuf.InvalidProtocolBufferException;
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
 * <p>A picture is written once, where one record ends with it and the next begins with it; the
 * first record of a file and the first that is read after a {@link #rewind} have both of theirs.
 *
 * <p>A session begins with an empty directory and lasts over restarts; its seqs have no gaps. A
 * stale watermark only means that records are sent again, which the learner notices; it is written
 * ten times a second at most, and last of all on closing. When everything is acknowledged and the
 * file has grown, a new file begins and the old one is deleted.
 *
 * <p>Threads: any; an append waits for one read at most, and for no file but its own. Errors:
 * {@link ConfigException} on opening what cannot be used.
 */
public final class Spool implements TransitionSink, AutoCloseable {
  private static final String PREFIX = "records-";
  private static final String SUFFIX = ".log";
  private static final long MARK_EVERY_NS = 100_000_000;

  /** Position of a record that is in none of the files. */
  private static final long NOWHERE = -1;

  private final Path directory;
  private final String fingerprint;
  private final long rotate_bytes;
  private final FileChannel lock;
  private final SmallFile watermark;
  private final Object marking = new Object(); // held while the watermark is written
  private RecordLog log;
  private Path file;
  private long session;
  private long recorded;
  private long acknowledged;
  private long acknowledgedEnd;
  private long acknowledgedAt = NOWHERE;
  private long readSeq;
  private long readPosition;
  private long readBefore = NOWHERE; // where the record lies that was read before
  private boolean rewound = true;
  private byte[] seen; // the last image of what was appended last; null: a file begins
  private Runnable onAppend = () -> {};
  private long marked;
  private long marked_ns;

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
    acknowledgedAt = NOWHERE;
    readSeq = recorded;
    readPosition = acknowledgedEnd;
    readBefore = NOWHERE;
    seen = null;
  }

  @Override
  public synchronized void accept(Transition transition) {
    log.append(TransitionCodec.encode(transition, seen).toByteArray());
    seen = transition.nextImage();
    recorded++;
    onAppend.run();
  }

  /** Told, on the appending thread, that there is something to read; must not block. */
  synchronized void onAppend(Runnable told) {
    onAppend = told;
  }

  /** The next read begins after the last acknowledged record. */
  synchronized void rewind() {
    readSeq = acknowledged;
    readPosition = acknowledgedEnd;
    readBefore = acknowledgedAt;
    rewound = true;
  }

  /** The next transition to send, in the link's schema; null where there is none yet. */
  synchronized reins.wire.Transition read() {
    if (readSeq == recorded) return null;
    reins.wire.Transition transition = at(readPosition);
    // The learner at the other end may be another than the one that has the record before.
    if (rewound && readBefore != NOWHERE)
      transition = TransitionCodec.whole(transition, at(readBefore));
    rewound = false;
    readBefore = readPosition;
    readPosition = log.next(readPosition);
    readSeq++;
    return transition;
  }

  private reins.wire.Transition at(long position) {
    try {
      return reins.wire.Transition.parseFrom(log.read(position));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("spool: what lies at " + position + " is not ours", e);
    }
  }

  /** Seq of the transition that was read last. */
  synchronized long readSeq() {
    return readSeq;
  }

  /** The learner has everything of a session up to a seq. */
  void acknowledge(long ofSession, long seq) {
    Path outgrown = advance(ofSession, seq);
    long now_ns = System.nanoTime();
    synchronized (marking) {
      if (now_ns - marked_ns > MARK_EVERY_NS) {
        marked_ns = now_ns;
        mark();
      }
    }
    try {
      if (outgrown != null) Files.delete(outgrown);
    } catch (IOException e) {
      throw new UncheckedIOException("spool: " + e.getMessage(), e);
    }
  }

  /** Returns the file that nobody needs any more; null: there is none. */
  private synchronized Path advance(long ofSession, long seq) {
    long upTo = Math.min(seq, recorded);
    if (ofSession != session || upTo <= acknowledged) return null;
    while (acknowledged < upTo) {
      acknowledgedAt = acknowledgedEnd;
      acknowledgedEnd = log.next(acknowledgedEnd);
      acknowledged++;
    }
    if (acknowledged < recorded || log.end() <= rotate_bytes) return null;
    RecordLog old = log;
    Path outgrown = file;
    begin(session, recorded + 1);
    old.close();
    return outgrown;
  }

  private void mark() {
    long upTo = acknowledged();
    if (upTo == marked) return;
    marked = upTo;
    watermark.write(session(), upTo);
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
  public void close() {
    try {
      synchronized (marking) {
        if (log != null) mark();
      }
    } finally {
      release();
    }
  }

  private synchronized void release() {
    if (log != null) log.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("spool: " + e.getMessage(), e);
    }
  }
}
