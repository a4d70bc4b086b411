package reins.sim.data;

import java.util.ArrayList;
import java.util.List;
import reins.contract.data.Transition;

/**
 * Episodes on their way into a dataset: whole ones are kept, broken ones are not.
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

  /** Takes a step; steps of an episode come in order. */
  void add(Transition t) {
    if (complete()) return;
    if (!running.isEmpty() && running.getLast().episode() != t.episode()) {
      running.clear(); // broken off without an end
      dropped++;
    }
    running.add(t);
    if (!t.done()) return;
    boolean success = t.success();
    if (success) successes++;
    if (success || failures) kept.add(running);
    else dropped++;
    running = new ArrayList<>();
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
