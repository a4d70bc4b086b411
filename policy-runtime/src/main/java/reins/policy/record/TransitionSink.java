package reins.policy.record;

import reins.contract.data.Transition;

/**
 * Where transitions go: a spool on disk, a learner in the same process, nowhere.
 *
 * <p>Threads: called by the actor's loop; must not block.
 */
@FunctionalInterface
public interface TransitionSink {
  /** Keeps nothing: evaluation. */
  TransitionSink NONE = transition -> {};

  /** Takes one transition. */
  void accept(Transition transition);
}
