package reins.learner.serve;

import java.util.function.Consumer;
import reins.contract.data.Transition;
import reins.learner.export.PublishedPolicy;
import reins.learner.replay.Buffers;

/**
 * An actor in this JVM, in lockstep with the learner: nothing is sent, nothing waits.
 *
 * <p>Threads: the one thread that acts and learns.
 */
public final class LocalActors implements Actors {
  private static final long SESSION = 1;

  private final Inbox inbox;
  private final Consumer<PublishedPolicy> onPublish;

  /** Calls back with each policy, within {@link #publish}. */
  public LocalActors(Inbox inbox, Consumer<PublishedPolicy> onPublish) {
    this.inbox = inbox;
    this.onPublish = onPublish;
  }

  /** Takes a step that the actor made. */
  public void offer(Transition transition) {
    inbox.store(SESSION, transition);
  }

  @Override
  public void drainInto(Buffers replay) {
    inbox.drainInto(replay, Long.MAX_VALUE);
  }

  @Override
  public void publish(PublishedPolicy policy) {
    onPublish.accept(policy);
  }

  @Override
  public void close() {}
}
