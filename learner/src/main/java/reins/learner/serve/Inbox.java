package reins.learner.serve;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import reins.contract.data.PolicySpec;
import reins.contract.data.RecordLog;
import reins.contract.data.Transition;
import reins.learner.replay.Buffers;
import reins.wire.Ack;
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

  /** The same in bytes of their images. */
  private static final long PENDING_IMAGES_BYTES = 256L << 20;

  /** Actor restarts in one run; far beyond any real one. */
  private static final int SESSIONS_MAX = 100_000;

  /** More episodes than any actor lives to see. */
  private static final int EPISODE_BITS = 40;

  private final TransitionCodec codec;
  private final PolicySpec spec;
  private final RecordLog journal;
  private final Map<Long, Long> firstSeq = new HashMap<>();
  private final Map<Long, Long> lastSeq = new HashMap<>();
  private final Map<Long, Long> corrections = new HashMap<>();
  private final Map<Long, Long> places = new HashMap<>(); // of sessions, in order of appearance
  private final LinkedBlockingQueue<Transition> arrived = new LinkedBlockingQueue<>();
  private final int pendingMax;
  private final LastSeen lastSeen = new LastSeen();
  private final LastSeen lastReplayed = new LastSeen();
  private long replayAt; // position in the journal
  private long stored;
  private long interventions;
  private long drained;
  private final long replayed;

  private Inbox(PolicySpec spec, Path journal) {
    this.spec = spec;
    codec = new TransitionCodec(spec);
    long images_bytes = 1 + 2L * spec.imageNumbers();
    pendingMax = (int) Math.min(PENDING_MAX, 1 + PENDING_IMAGES_BYTES / images_bytes);
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
    Record record = TransitionCodec.parse(bytes);
    if (!record.getFingerprint().equals(spec.fingerprint()))
      throw new IllegalArgumentException(
          "journal: recorded for another task contract ("
              + shorten(record.getFingerprint())
              + ", expected "
              + shorten(spec.fingerprint())
              + ")");
    lastSeq.put(record.getSession(), record.getSeq());
    // Without a step: what a journal that was shortened still knows of a session.
    if (record.hasTransition())
      count(record.getSession(), record.getSeq(), decode(record, lastSeen));
  }

  private Transition decode(Record record, LastSeen seen) {
    Transition t = codec.decode(record, seen.of(record.getSession()));
    seen.note(record.getSession(), t);
    return t;
  }

  private static String shorten(String fingerprint) {
    return fingerprint.substring(0, Math.min(12, fingerprint.length()));
  }

  private void count(long session, long seq, Transition t) {
    stored++;
    firstSeq.putIfAbsent(session, seq);
    places.putIfAbsent(session, (long) places.size());
    if (t.intervention()) {
      interventions++;
      corrections.merge(session, 1L, Long::sum);
    }
  }

  /**
   * Stores a record unless it is there already; when this returns, everything of its session up to
   * its seq is safe.
   *
   * @return what to answer
   *     <p>Errors: {@link IllegalArgumentException} with one line for a record that cannot be used,
   *     or that leaves a gap after the last one of its session.
   */
  public synchronized Ack store(Record record) throws InterruptedException {
    while (arrived.size() >= pendingMax) wait(10);
    Long last = lastSeq.get(record.getSession());
    if (last != null && Long.compareUnsigned(record.getSeq(), last) <= 0)
      return ack(record).build();
    if (last != null && record.getSeq() != last + 1)
      throw new IllegalArgumentException(
          "seq: expected " + (last + 1) + " after the last stored, got " + record.getSeq());
    if (last == null && lastSeq.size() >= SESSIONS_MAX)
      throw new IllegalArgumentException("session: more than " + SESSIONS_MAX + " in one run");
    Transition transition = codec.decode(record, lastSeen.of(record.getSession()));
    if (journal != null) journal.append(record.toByteArray());
    lastSeq.put(record.getSession(), record.getSeq());
    lastSeen.note(record.getSession(), transition);
    count(record.getSession(), record.getSeq(), transition);
    arrived.add(among(record.getSession(), transition));
    return ack(record)
        .setInterventions(corrections.getOrDefault(record.getSession(), 0L))
        .setFirst(firstSeq.get(record.getSession()))
        .build();
  }

  private static Ack.Builder ack(Record record) {
    return Ack.newBuilder().setSession(record.getSession()).setSeq(record.getSeq());
  }

  /** Stores a transition of an actor in this JVM, which keeps its own count of seq. */
  public synchronized void store(long session, Transition transition) {
    long seq = lastSeq.getOrDefault(session, 0L) + 1;
    if (journal != null)
      journal.append(codec.encode(session, seq, transition, lastSeen.of(session)).toByteArray());
    lastSeq.put(session, seq);
    lastSeen.note(session, transition);
    count(session, seq, transition);
    arrived.add(among(session, transition));
  }

  /** Every actor counts its episodes from the same number: here each has one of its own. */
  private Transition among(long session, Transition t) {
    return t.inEpisode((places.get(session) << EPISODE_BITS) + t.episode());
  }

  /** Whether records that the journal held when it was opened are still to be handed over. */
  public boolean replaying() {
    return drained < replayed;
  }

  /** Moves what has arrived into the buffers (written), at most so many. */
  public void drainInto(Buffers replay, long atMost) {
    for (long i = 0; i < atMost; i++) {
      Transition next = replaying() ? replayNext() : arrived.poll();
      if (next == null) return;
      replay.add(next);
      drained++;
    }
  }

  /** From the disk, one by one: a journal of images need not fit in memory. */
  private synchronized Transition replayNext() {
    Record record;
    do {
      record = TransitionCodec.parse(journal.read(replayAt));
      replayAt = journal.next(replayAt);
    } while (!record.hasTransition());
    return among(record.getSession(), decode(record, lastReplayed));
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
