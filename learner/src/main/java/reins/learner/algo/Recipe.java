package reins.learner.algo;

import reins.learner.backend.Engine;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;

/**
 * What an algorithm is made of for one task.
 *
 * @param intake how steps become experience
 * @param diet what its batches are mixed of and who pays for them
 * @param networks that the engine holds for it
 * @param maker makes the agent
 */
public record Recipe(Intake intake, Diet diet, NetworkSpec networks, Maker maker) {
  /** Makes an agent. */
  public interface Maker {
    /** An agent that takes over the engine and closes it; equal seeds, equal agents. */
    Agent agent(Engine engine, long seed);
  }
}
