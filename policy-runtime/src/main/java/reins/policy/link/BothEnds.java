package reins.policy.link;

import java.util.ArrayDeque;

/**
 * Corrections as this side sent them and as the learner stored them, laid side by side at each
 * acknowledgement: where they ever differ, something between the person's hands and the learner's
 * buffers is broken.
 *
 * <p>What was acknowledged before is taken on trust: counting begins with the first acknowledgement
 * in this process, and anew with the first of another journal, which is known by where it begins.
 *
 * <p>Threads: any.
 */
final class BothEnds {
  private final ArrayDeque<Long> unacknowledged = new ArrayDeque<>();
  private long lastSent;
  private long sent;
  private long journal = -1;
  private long before;
  private long stored;
  private boolean differ;

  /** A record leaves; one that leaves again does not count again. */
  synchronized void sent(long seq, boolean intervention) {
    if (seq <= lastSent) return;
    lastSent = seq;
    if (intervention) unacknowledged.add(seq);
  }

  /**
   * Everything up to seq is stored.
   *
   * @param first of this session's records that is in the learner's journal
   * @param interventions that the learner counts from there up to seq
   */
  synchronized void stored(long seq, long first, long interventions) {
    acknowledged(seq);
    if (journal != first) before = interventions - sent;
    journal = first;
    stored = interventions - before;
    differ |= stored != sent;
  }

  /** Everything up to seq was stored, some of it earlier. */
  synchronized void acknowledged(long seq) {
    while (!unacknowledged.isEmpty() && unacknowledged.peek() <= seq) {
      unacknowledged.remove();
      sent++;
    }
  }

  /** Corrections that were sent and acknowledged. */
  synchronized long sentAndAcknowledged() {
    return sent;
  }

  /** Corrections that the learner stored of them. */
  synchronized long stored() {
    return stored;
  }

  /** Whether the two were ever unequal. */
  synchronized boolean differ() {
    return differ;
  }
}
