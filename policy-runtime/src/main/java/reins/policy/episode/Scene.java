package reins.policy.episode;

import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * Whatever puts the task's object down for a new episode: a simulator, a person, another robot.
 *
 * <p>Threads: called by the actor's loop; must not block.
 */
public interface Scene {
  /**
   * Asks that the object be put down for an episode; asked again where it does not come to rest.
   */
  void placeObject(long episode);

  /** Whether the object lies where it was last put; asked until it does. */
  default boolean placed(Objects objects) {
    return true;
  }

  /**
   * Names the place that a HOME command leads to, where the controller does not know it by itself.
   *
   * @param action of the command, written
   */
  default void nameHome(long episode, StateFrame state, double[] action) {}

  /** Whether the robot rests where an episode starts. */
  default boolean home(StateFrame state) {
    return state.homed == 1;
  }
}
