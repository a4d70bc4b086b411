package reins.learner.health;

import java.util.ArrayList;
import java.util.List;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.replay.Intake;
import reins.learner.replay.RunningEpisodes;

/**
 * What happened lately, overheard on its way into the buffers: steps with what was earned from them
 * on, how long successes take, who acted.
 *
 * <p>Threads: the learner's. A resumed run overhears its journal again.
 */
final class History {
  private static final int STEPS = 2000;
  private static final int ACTORS = 1000;
  private static final int SUCCESSES = 20;

  private final double discount;
  private final RunningEpisodes<Transition> running = new RunningEpisodes<>();
  private final Ring<Earned> earned = new Ring<>(STEPS);
  private final Ring<Boolean> person = new Ring<>(ACTORS);
  private final Ring<Integer> successLengths = new Ring<>(SUCCESSES);
  private double rewardMax;
  private long online;

  /**
   * A step of an episode that has ended, and what came of it: {@code G_t = r_t + gamma G_t+1}.
   *
   * @param g what was earned up to the last step, that one apart where the episode timed out
   * @param last the episode's last step
   * @param lastWeight how much the value of the last step counts; 0: the episode came to its end
   */
  record Earned(Transition step, double g, Transition last, double lastWeight) {}

  /** The newest so many. */
  static final class Ring<T> {
    private final int capacity;
    private final List<T> items = new ArrayList<>();
    private int next;

    Ring(int capacity) {
      this.capacity = capacity;
    }

    void add(T item) {
      if (items.size() < capacity) items.add(item);
      else items.set(next, item);
      next = (next + 1) % capacity;
    }

    List<T> items() {
      return items;
    }
  }

  History(double discount) {
    this.discount = discount;
  }

  /** The same intake, overheard. */
  Intake overhear(Intake intake) {
    return (t, online, demonstration) -> {
      intake.take(t, online, demonstration);
      take(t);
    };
  }

  private void take(Transition t) {
    rewardMax = Math.max(rewardMax, Math.abs(t.reward()));
    if (!t.demonstration()) {
      online++;
      person.add(t.source() != Source.POLICY);
    }
    List<Transition> steps = running.of(t.episode());
    // Steps are missing: what came before them says nothing.
    if (!steps.isEmpty() && t.step() != steps.getLast().step() + 1) steps.clear();
    steps.add(t);
    if (!t.done()) return;
    running.end(t.episode());
    settle(steps);
  }

  private void settle(List<Transition> steps) {
    Transition last = steps.getLast();
    if (last.success()) successLengths.add(steps.size());
    boolean timedOut = last.mask() == 1;
    double g = timedOut ? 0 : last.reward();
    double weight = timedOut ? 1 : 0;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Transition t = steps.get(i);
      if (i < steps.size() - 1) {
        g = t.reward() + discount * g; // G_t = r_t + gamma G_t+1
        weight *= discount;
      }
      boolean itself = timedOut && t == last; // says nothing about its value
      if (!t.demonstration() && !itself) earned.add(new Earned(t, g, last, weight));
    }
  }

  /** Steps of episodes that ended, without demonstrations. */
  List<Earned> earned() {
    return earned.items();
  }

  /** The largest reward in size that there was. */
  double rewardMax() {
    return rewardMax;
  }

  /** Steps that were no demonstration. */
  long online() {
    return online;
  }

  /** Share of the last steps that somebody other than the policy chose. */
  double personShare() {
    return person.items().stream().mapToDouble(p -> p ? 1 : 0).average().orElse(0);
  }

  /** Mean length of the last successes, demonstrations too; NaN: there was none. */
  double successSteps() {
    return successLengths.items().stream().mapToDouble(n -> n).average().orElse(Double.NaN);
  }
}
