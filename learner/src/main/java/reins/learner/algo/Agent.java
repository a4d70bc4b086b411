package reins.learner.algo;

import reins.learner.backend.ActorNetwork;
import reins.learner.backend.Persistent;
import reins.learner.replay.Batch;

/** Something that turns batches into a better policy. */
public interface Agent extends Persistent, AutoCloseable {
  /**
   * One update.
   *
   * @param batches a batch for each critic update
   */
  UpdateStats update(Batch[] batches);

  /** Gradient steps so far, counted as the update-to-data ratio counts them. */
  long updates();

  /** The policy's network. */
  ActorNetwork actor();

  @Override
  void close();
}
