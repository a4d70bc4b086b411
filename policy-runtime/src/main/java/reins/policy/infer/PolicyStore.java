package reins.policy.infer;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.data.PolicySpec;

/**
 * The policy that runs, the one before it, and the one that waits for the next step.
 *
 * <p>A file is checked in {@link #offer}; a policy that passed becomes current at the loop's next
 * {@link #current}, between two steps. The one before stays loaded: a policy that stops giving
 * finite answers is put back. A refused file is a counter and a verdict, never an exception.
 *
 * <p>Threads: {@link #offer} on any one thread at a time, off the loop (or on it, in lockstep: the
 * swap then falls on the same step every time); {@link #current} and {@link #rollBack} on the
 * actor's loop; counters on any.
 */
public final class PolicyStore implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(PolicyStore.class);

  /** For {@link #offer}: a policy from a file, whatever its version. */
  public static final long AS_THE_FILE_SAYS = 0;

  private static final Policy NONE = new NoPolicy();

  private final PolicyCheck check;
  private final AtomicReference<OnnxPolicy> candidate = new AtomicReference<>();
  private final ConcurrentLinkedQueue<OnnxPolicy> retired = new ConcurrentLinkedQueue<>();
  private final AtomicLong refusals = new AtomicLong();
  private volatile long acceptedVersion;
  private volatile long swaps;
  private volatile long rollBacks;
  private OnnxPolicy running;
  private OnnxPolicy previous;

  /**
   * An empty store.
   *
   * @param budget_ns what a policy's median run may take of a step
   */
  public PolicyStore(PolicySpec spec, long budget_ns, Exploration exploration) {
    check = new PolicyCheck(spec, budget_ns, exploration);
  }

  /**
   * Checks a policy file and, if it passes, makes it current from the loop's next step on.
   *
   * @param version as the learner announces it, or {@link #AS_THE_FILE_SAYS}
   */
  public Verdict offer(long version, byte[] onnx) {
    closeRetired();
    try {
      OnnxPolicy passed = check.load(version, onnx);
      long accepted = passed.version();
      OnnxPolicy unused = candidate.getAndSet(passed);
      if (unused != null) unused.close();
      acceptedVersion = accepted;
      return Verdict.accepted(accepted);
    } catch (RefusedPolicy e) {
      refusals.incrementAndGet();
      LOG.warn("policy {} refused: {}", version, e.getMessage());
      return Verdict.refused(version, e.getMessage());
    }
  }

  /** The policy of this step; adopts what was offered since the last. */
  public Policy current() {
    OnnxPolicy next = candidate.getAndSet(null);
    if (next != null) {
      if (previous != null) retired.add(previous);
      previous = running;
      running = next;
      swaps++;
    } else if (running != null && running.failures() > 0 && previous != null) {
      rollBack();
    }
    return running == null ? NONE : running;
  }

  /** Puts the previous policy back; false where none is loaded. */
  public boolean rollBack() {
    if (previous == null) return false;
    LOG.warn("policy {} taken back, {} runs again", running.version(), previous.version());
    retired.add(running);
    running = previous;
    previous = null;
    rollBacks++;
    return true;
  }

  /** Newest version that passed the checks; 0: none yet. Threads: any. */
  public long acceptedVersion() {
    return acceptedVersion;
  }

  /** How often a policy became current. Threads: any. */
  public long swaps() {
    return swaps;
  }

  /** How often the previous policy was put back. Threads: any. */
  public long rollBacks() {
    return rollBacks;
  }

  /** How many files were refused. Threads: any. */
  public long refusals() {
    return refusals.get();
  }

  private void closeRetired() {
    for (OnnxPolicy old = retired.poll(); old != null; old = retired.poll()) old.close();
  }

  /** Frees every loaded policy. Threads: when the loop has ended. */
  @Override
  public void close() {
    closeRetired();
    OnnxPolicy waiting = candidate.getAndSet(null);
    if (waiting != null) waiting.close();
    if (previous != null) previous.close();
    if (running != null) running.close();
    running = null;
    previous = null;
  }
}
