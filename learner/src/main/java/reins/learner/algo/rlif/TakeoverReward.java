package reins.learner.algo.rlif;

import java.util.List;
import reins.contract.data.Transition;
import reins.learner.replay.Intake;
import reins.learner.replay.ReplayBuffer;
import reins.learner.replay.RunningEpisodes;

/**
 * Rewards by who chose: {@code r = -1} for the policy's step right before somebody took over, 0 for
 * every other.
 *
 * <p>Threads: the learner's.
 *
 * <p>Source: Luo et al. 2023 (RLIF), algorithm 1; corrections are experience only, as there.
 */
final class TakeoverReward implements Intake {
  private final float takeoverReward;
  private final RunningEpisodes<Step> running = new RunningEpisodes<>();

  /**
   * A step of a running episode.
   *
   * @param online where it lies
   */
  private record Step(int number, boolean policy, long online) {}

  TakeoverReward(float takeoverReward) {
    this.takeoverReward = takeoverReward;
  }

  @Override
  public boolean keepsRewards() {
    return false;
  }

  @Override
  public void take(Transition t, ReplayBuffer online, ReplayBuffer demonstration) {
    if (t.demonstration()) {
      demonstration.add(t.valued(0, t.mask()));
      return;
    }
    List<Step> steps = running.of(t.episode());
    Step before = steps.isEmpty() ? null : steps.getLast();
    if (before != null && t.intervention() && before.policy && t.step() == before.number + 1)
      online.revalue(before.online, takeoverReward);
    steps.add(new Step(t.step(), !t.intervention(), online.added()));
    online.add(t.valued(0, t.mask()));
    if (t.done()) running.end(t.episode());
  }
}
