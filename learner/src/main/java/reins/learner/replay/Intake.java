package reins.learner.replay;

import reins.contract.data.Transition;

/**
 * How what happened becomes experience: which buffer takes a step, and with which reward.
 *
 * <p>Threads: the learner's. A resumed run takes the same steps in the same order again, so an
 * intake may remember what it has seen.
 */
public interface Intake {
  /** Stores a step where it belongs. */
  void take(Transition t, ReplayBuffer online, ReplayBuffer demonstration);

  /** Whether what is learned from has the rewards that the steps came with. */
  default boolean keepsRewards() {
    return true;
  }

  /**
   * A correction is experience and a demonstration.
   *
   * <p>Source: Luo et al. 2024 (HIL-SERL), section 3.3.
   */
  static void correctionsToBoth(Transition t, ReplayBuffer online, ReplayBuffer demonstration) {
    if (!t.demonstration()) online.add(t);
    if (t.demonstration() || t.intervention()) demonstration.add(t);
  }

  /**
   * A correction is experience and nothing else.
   *
   * <p>Source: SERL, examples/async_drq_sim: one store for whatever the actor did.
   */
  static void correctionsOnline(Transition t, ReplayBuffer online, ReplayBuffer demonstration) {
    if (t.demonstration()) demonstration.add(t);
    else online.add(t);
  }

  /** The same, of rewards times a factor. */
  static Intake scaled(Intake inner, double factor) {
    if (factor == 1) return inner;
    return new Intake() {
      @Override
      public void take(Transition t, ReplayBuffer online, ReplayBuffer demonstration) {
        inner.take(t.valued((float) (factor * t.reward()), t.mask()), online, demonstration);
      }

      @Override
      public boolean keepsRewards() {
        return false;
      }
    };
  }

  /**
   * The same, with every end of an episode terminal, a time-out too: no value counts after it.
   *
   * <p>Source: HIL-SERL, examples/train_rlpd.py, {@code masks = 1 - done}; a quirk to compare with.
   */
  static Intake terminalTimeouts(Intake inner) {
    return (t, online, demonstration) ->
        inner.take(t.done() ? t.valued(t.reward(), 0) : t, online, demonstration);
  }
}
