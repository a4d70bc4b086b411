package reins.learner.serve;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import reins.contract.data.PolicySpec;
import reins.contract.data.RecordLog;
import reins.contract.data.Transition;
import reins.learner.replay.Buffers;
import reins.wire.Record;

/**
 * Every transition that any actor ever sent, once and in one order: written to the run's journal
 * before anybody is told that it is safe, then handed to the learner.
 *
 * <p>After a restart the journal is read back; the learner takes the first so many again that its
 * checkpoint had taken, and goes on with the rest.
 *
 * <p>Threads: {@link #store} any, {@link #drainInto} the learner's, counters any.
 */
public final class Inbox implements AutoCloseable {
  /** Arrivals that wait in memory before the sender has to; the journal itself has no bound. */
  private static final int PENDING_MAX = 100_000;

  /** Actor restarts in one run; far beyond any real one. */
  private static final int SESSIONS_MAX = 100_000;

  private final TransitionCodec codec;
  private final PolicySpec spec;
  private final RecordLog journal;
  private final Map<Long, Long> lastSeq = new HashMap<>();
  private final Map<Long, Long> corrections = new HashMap<>();
  private final LinkedBlockingQueue<Transition> arrived = new LinkedBlockingQueue<>();
  private long stored;
  private long interventions;
  private long drained;
  private final long replayed;

  private Inbox(PolicySpec spec, Path journal) {
    this.spec = spec;
    codec = new TransitionCodec(spec);
    this.journal = journal == null ? null : RecordLog.open(journal, this::replay);
    replayed = stored;
  }

  /**
   * Opens a journal and makes everything in it arrive again; {@code null} keeps nothing on disk.
   *
   * <p>Errors: {@link IllegalArgumentException} where the journal belongs to another task.
   */
  public static Inbox open(PolicySpec spec, Path journal) {
    return new Inbox(spec, journal);
  }

  private void replay(byte[] bytes) {
    Record record = codec.parse(bytes);
    if (!record.getFingerprint().equals(spec.fingerprint()))
      throw new IllegalArgumentException(
          "journal: recorded for another task contract ("
              + shorten(record.getFingerprint())
              + ", expected "
              + shorten(spec.fingerprint())
              + ")");
    lastSeq.put(record.getSession(), record.getSeq());
    count(record.getSession(), codec.decode(record));
  }

  private static String shorten(String fingerprint) {
    return fingerprint.substring(0, Math.min(12, fingerprint.length()));
  }

  private void count(long session, Transition t) {
    stored++;
    if (t.intervention()) {
      interventions++;
      corrections.merge(session, 1L, Long::sum);
    }
    arrived.add(t);
  }

  /**
   * Stores a record unless it is there already; when this returns, everything of its session up to
   * its seq is safe.
   *
   * @return corrections among the session's records up to this one; -1 where it was there already
   *     <p>Errors: {@link IllegalArgumentException} with one line for a record that cannot be used,
   *     or that leaves a gap after the last one of its session.
   */
  public synchronized long store(Record record) throws InterruptedException {
    Transition transition = codec.decode(record);
    while (arrived.size() >= PENDING_MAX) wait(10);
    Long last = lastSeq.get(record.getSession());
    if (last != null && Long.compareUnsigned(record.getSeq(), last) <= 0) return -1;
    if (last != null && record.getSeq() != last + 1)
      throw new IllegalArgumentException(
          "seq: expected " + (last + 1) + " after the last stored, got " + record.getSeq());
    if (last == null && lastSeq.size() >= SESSIONS_MAX)
      throw new IllegalArgumentException("session: more than " + SESSIONS_MAX + " in one run");
    if (journal != null) journal.append(record.toByteArray());
    lastSeq.put(record.getSession(), record.getSeq());
    count(record.getSession(), transition);
    return corrections.getOrDefault(record.getSession(), 0L);
  }

  /** Stores a transition of an actor in this JVM, which keeps its own count of seq. */
  public synchronized void store(long session, Transition transition) {
    long seq = lastSeq.getOrDefault(session, 0L) + 1;
    if (journal != null) journal.append(codec.encode(session, seq, transition).toByteArray());
    lastSeq.put(session, seq);
    count(session, transition);
  }

  /** Whether records that the journal held when it was opened are still to be handed over. */
  public boolean replaying() {
    return drained < replayed;
  }

  /** Moves what has arrived into the buffers (written), at most so many. */
  public void drainInto(Buffers replay, long atMost) {
    for (long i = 0; i < atMost; i++) {
      Transition next = arrived.poll();
      if (next == null) return;
      replay.add(next);
      drained++;
    }
  }

  /** Transitions handed to the learner, in the journal's order. */
  public long drained() {
    return drained;
  }

  /** Unique transitions stored, all sessions. */
  public synchronized long stored() {
    return stored;
  }

  /** Stored transitions that were corrections. */
  public synchronized long interventions() {
    return interventions;
  }

  /** Writes the journal through to the disk. */
  public synchronized void force() {
    if (journal != null) journal.force();
  }

  @Override
  public synchronized void close() {
    if (journal != null) journal.close();
  }
}
