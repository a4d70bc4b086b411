package reins.learner.algo;

import java.util.Optional;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Network;
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

  /** The policy's network: mean and log standard deviation of the numbers that it draws. */
  Network actor();

  /** Whether the policy acts around its mean while it learns; what only imitates acts by it. */
  default boolean explores() {
    return true;
  }

  /**
   * Where the gripper is not drawn but chosen: its scores of open, stay and close. It is then the
   * action's last number and the actor has the others.
   */
  default Optional<Network> gripper() {
    return Optional.empty();
  }

  /** What its networks see of a step. */
  default Sight sight() {
    return new Measured();
  }

  /** Its critics of observation and action, where it has any. */
  default Optional<CriticEnsemble> critics() {
    return Optional.empty();
  }

  @Override
  void close();
}
