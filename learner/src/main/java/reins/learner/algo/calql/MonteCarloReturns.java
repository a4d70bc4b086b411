package reins.learner.algo.calql;

import java.util.List;
import reins.contract.data.Transition;
import reins.learner.replay.Intake;
import reins.learner.replay.ReplayBuffer;
import reins.learner.replay.RunningEpisodes;

/**
 * When an episode has ended, tells each of its steps what was earned from there on: {@code G_t =
 * r_t + gamma G_t+1}. Steps of a running episode have no floor yet.
 *
 * <p>After a time-out nothing more is counted, so with rewards that are never negative G is a lower
 * bound of the value of whoever acted.
 *
 * <p>Threads: the learner's.
 *
 * <p>Source: Nakamoto et al. 2023 (Cal-QL), section 5.
 */
final class MonteCarloReturns implements Intake {
  private final Intake inner;
  private final double discount;
  private final RunningEpisodes<Step> running = new RunningEpisodes<>();

  /** Where a step of the running episode lies; -1: not in that buffer. */
  private record Step(float reward, long online, long demonstration) {}

  MonteCarloReturns(Intake inner, double discount) {
    this.inner = inner;
    this.discount = discount;
  }

  @Override
  public void take(Transition t, ReplayBuffer online, ReplayBuffer demonstration) {
    long onlineBefore = online.added();
    long demonstrationBefore = demonstration.added();
    inner.take(t, online, demonstration);
    List<Step> steps = running.of(t.episode());
    steps.add(
        new Step(
            t.reward(),
            online.added() > onlineBefore ? onlineBefore : -1,
            demonstration.added() > demonstrationBefore ? demonstrationBefore : -1));
    if (!t.done()) return;
    running.end(t.episode());
    settle(steps, online, demonstration);
  }

  private void settle(List<Step> steps, ReplayBuffer online, ReplayBuffer demonstration) {
    double g = 0;
    for (Step step : steps.reversed()) {
      g = step.reward + discount * g; // G_t = r_t + gamma G_t+1
      if (step.online >= 0) online.floor(step.online, (float) g);
      if (step.demonstration >= 0) demonstration.floor(step.demonstration, (float) g);
    }
  }
}
