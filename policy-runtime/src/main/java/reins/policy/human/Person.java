package reins.policy.human;

import reins.contract.exchange.StateFrame;
import reins.policy.episode.Episode;
import reins.policy.observe.Objects;

/**
 * Someone who watches the robot and may act in the policy's place.
 *
 * <p>Threads: called by the actor's loop; must not block.
 */
public interface Person {
  /** What the person wants now, seeing what the policy sees. */
  Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode);

  /**
   * What the person's hands make, by now, of the step that runs: its whole action, and the
   * emergency stop. Null where they have nothing to do with it.
   *
   * @param state that the step began with
   */
  default Intent revise(long now_ns, StateFrame state, Episode episode) {
    return null;
  }

  /** Whether an emergency stop was pressed that is not told yet. */
  default boolean stopped() {
    return false;
  }

  /** Somebody who comes first has the robot: what is held now must be let go before it counts. */
  default void letGo() {}
}
