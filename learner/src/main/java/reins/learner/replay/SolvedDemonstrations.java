package reins.learner.replay;

import java.util.List;
import reins.contract.data.Transition;

/**
 * Holds a demonstration back until it has ended in success; one that failed, was given up or broke
 * off is left out, as are those that a person spoils and does again.
 *
 * <p>Threads: the learner's.
 *
 * <p>Source: HIL-SERL, examples/record_demos.py keeps successful trajectories only.
 */
public final class SolvedDemonstrations implements Intake {
  private final Intake inner;
  private final RunningEpisodes<Transition> running = new RunningEpisodes<>();

  /** Passes on everything else as it comes. */
  public SolvedDemonstrations(Intake inner) {
    this.inner = inner;
  }

  @Override
  public boolean keepsRewards() {
    return inner.keepsRewards();
  }

  @Override
  public void take(Transition t, ReplayBuffer online, ReplayBuffer demonstration) {
    if (!t.demonstration()) {
      inner.take(t, online, demonstration);
      return;
    }
    List<Transition> steps = running.of(t.episode());
    steps.add(t);
    if (!t.done()) return;
    running.end(t.episode());
    if (t.success()) steps.forEach(step -> inner.take(step, online, demonstration));
  }
}
