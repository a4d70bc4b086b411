package reins.learner.serve;

import reins.learner.export.PublishedPolicy;
import reins.learner.replay.Buffers;

/** Those who act: they send transitions and receive policies. */
public interface Actors extends AutoCloseable {
  /** Moves every transition that has arrived into the buffers (written). */
  void drainInto(Buffers replay);

  /** Hands the newest policy to every actor. */
  void publish(PublishedPolicy policy);

  @Override
  void close();
}
