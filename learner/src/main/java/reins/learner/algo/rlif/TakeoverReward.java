package reins.learner.algo.rlif;

import reins.contract.data.Transition;
import reins.learner.replay.Intake;
import reins.learner.replay.ReplayBuffer;

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
  private long episode = -1;
  private int step; // of the policy's step that is the newest online
  private boolean policy;

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
    if (t.intervention() && policy && t.episode() == episode && t.step() == step + 1)
      online.revalue(takeoverReward);
    online.add(t.valued(0, t.mask()));
    episode = t.episode();
    step = t.step();
    policy = !t.intervention();
  }
}
