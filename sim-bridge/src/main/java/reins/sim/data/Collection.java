package reins.sim.data;

import java.util.ArrayList;
import java.util.List;
import reins.contract.data.Transition;

/**
 * Episodes on their way into a dataset: those that are whole, from their first step to their last,
 * are kept, others are not.
 *
 * <p>Threads: one.
 */
final class Collection {
  private final int wanted;
  private final boolean failures;
  private final List<List<Transition>> kept = new ArrayList<>();
  private List<Transition> running = new ArrayList<>();
  private int successes;
  private int dropped;
  private long taken;

  /**
   * Empty.
   *
   * @param wanted successful episodes
   * @param failures whether the others are kept, too
   */
  Collection(int wanted, boolean failures) {
    this.wanted = wanted;
    this.failures = failures;
  }

  /** Takes a step, unless there is enough; steps of an episode come in order. */
  void add(Transition t) {
    if (complete()) return;
    if (!running.isEmpty() && !follows(running.getLast(), t)) end(false); // broken off
    running.add(t);
    if (!t.done()) return;
    boolean whole = running.getFirst().step() == 0;
    if (whole && t.success()) successes++;
    end(whole && (t.success() || failures));
  }

  private static boolean follows(Transition before, Transition t) {
    return t.episode() == before.episode() && t.step() == before.step() + 1;
  }

  private void end(boolean keep) {
    if (keep) kept.add(running);
    else dropped++;
    taken += running.size();
    running = new ArrayList<>();
  }

  /** Steps of the episodes that are over, kept or left out: the first so many that came. */
  long taken() {
    return taken;
  }

  boolean complete() {
    return successes >= wanted;
  }

  double share() {
    return (double) successes / wanted;
  }

  List<List<Transition>> episodes() {
    return kept;
  }

  String line() {
    long steps = kept.stream().mapToLong(List::size).sum();
    return "%d of %d successful episodes, %d steps kept, %d episodes left out"
        .formatted(successes, wanted, steps, dropped);
  }
}
