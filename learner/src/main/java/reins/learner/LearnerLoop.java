package reins.learner;

import reins.contract.config.LearningConfig;
import reins.learner.algo.Agent;
import reins.learner.algo.UpdateStats;
import reins.learner.export.PolicyExporter;
import reins.learner.export.PublishedPolicy;
import reins.learner.health.Health;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;
import reins.learner.replay.Sampler;
import reins.learner.run.Metrics;
import reins.learner.run.RunFolder;
import reins.learner.serve.Actors;
import reins.learner.serve.Inbox;

/**
 * The learner's loop: transition, replay, update, ONNX, hot swap.
 *
 * <p>Threads: one.
 */
public final class LearnerLoop implements AutoCloseable {
  private final LearnerState state;
  private final LearningConfig config;
  private final Actors actors;
  private final Inbox inbox;
  private final Buffers replay;
  private final Sampler sampler;
  private final Agent agent;
  private final PolicyExporter exporter;
  private final RunFolder run;
  private final Metrics metrics;
  private final Health health;
  private long publishedAt;
  private boolean whole = true; // no step broke off
  private long checkpointAt_ns = System.nanoTime();

  /** Starts with publishing what there is, so that actors have a policy before the first update. */
  public LearnerLoop(LearnerState state, Actors actors) {
    this.state = state;
    this.actors = actors;
    config = state.config;
    inbox = state.inbox;
    replay = state.replay;
    sampler = state.sampler;
    agent = state.agent;
    exporter = state.exporter;
    run = state.run;
    metrics = state.metrics;
    health = state.health;
    publish();
  }

  /** One turn: an update where the data has paid for one. */
  public void step() {
    drain();
    if (!sampler.ready()) return; // updates may not outrun data
    whole = false;
    UpdateStats stats = learn(sampler.next());
    if (publishDue()) publish();
    if (metrics.log(stats)) health.look(stats);
    if (checkpointDue()) checkpoint();
    whole = true;
  }

  private UpdateStats learn(Batch[] batches) {
    try {
      return agent.update(batches);
    } catch (UpdateStats.NotFinite e) {
      health.broke(e);
      throw e;
    }
  }

  /** Takes in what has arrived and says whether it has paid for an update. */
  public boolean ready() {
    drain();
    return sampler.ready();
  }

  /**
   * What has arrived; after a restart the journal first, record by record, each with the updates
   * that it pays for before the next: that is how it came.
   */
  private void drain() {
    while (inbox.replaying() && !sampler.ready()) inbox.drainInto(replay, 1);
    if (!inbox.replaying()) actors.drainInto(replay);
  }

  private boolean publishDue() {
    return agent.updates() - publishedAt >= config.publish_every_updates();
  }

  /** Publishes the policy as it is now. */
  public void publish() {
    actors.publish(run.keep(exporter.export(agent)));
    publishedAt = agent.updates();
  }

  /** The policy as it is now, for whoever measures it: no actor hears of it. */
  public PublishedPolicy policy() {
    return exporter.export(agent);
  }

  private boolean checkpointDue() {
    return System.nanoTime() - checkpointAt_ns >= config.checkpoint_every_s() * 1e9;
  }

  /** Writes a checkpoint. */
  public void checkpoint() {
    state.checkpoint();
    checkpointAt_ns = System.nanoTime();
  }

  /** Writes a last checkpoint, unless a step broke off; state and actors belong to the caller. */
  @Override
  public void close() {
    if (whole) checkpoint();
  }
}
