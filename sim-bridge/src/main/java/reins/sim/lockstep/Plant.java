package reins.sim.lockstep;

import reins.contract.exchange.Exchange;
import reins.policy.episode.Scene;
import reins.policy.observe.Cameras;
import reins.policy.observe.Images;
import reins.policy.observe.Trackers;

/**
 * A simulated robot with its controller's loop, and whatever shows and places things around it,
 * under a virtual clock.
 *
 * <p>Threads: one.
 */
interface Plant extends Trackers, Cameras, Scene, AutoCloseable {
  /** Time of the last tick. */
  long now_ns();

  /** Between two ticks. */
  long tick_ns();

  /** Moves the world to the next tick and ticks the controller. */
  void tick();

  /** Where the controller and the actor meet. */
  Exchange exchange();

  @Override
  default void latest(Images out) {}

  @Override
  void close();
}
