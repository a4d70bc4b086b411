package reins.learner.serve;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.learner.algo.UpdateStats;
import reins.learner.export.PublishedPolicy;
import reins.learner.replay.Buffers;
import reins.wire.LearnerStatus;

/**
 * Actors in other processes, over gRPC on a loopback port.
 *
 * <p>Threads: {@link #drainInto} and {@link #publish} the learner's; the rest any.
 */
public final class GrpcActors implements Actors {
  /** A record of the largest task is a few kilobytes, its images apart. */
  private static final int RECORD_BYTES_MAX = 1 << 20;

  private final Inbox inbox;
  private final LongSupplier updates;
  private final Supplier<UpdateStats> metrics;
  private final PolicyFeed feed = new PolicyFeed();
  private final LinkService service;
  private final Server server;
  private volatile long online;
  private volatile long demonstration;

  /**
   * Starts to listen.
   *
   * <p>Errors: {@link PortInUse}.
   *
   * @param updates gradient steps so far, for status requests
   * @param metrics of the newest update, for the same; null before the first
   */
  public GrpcActors(
      RigConfig.Link link,
      PolicySpec spec,
      Inbox inbox,
      LongSupplier updates,
      Supplier<UpdateStats> metrics) {
    this.inbox = inbox;
    this.updates = updates;
    this.metrics = metrics;
    service = new LinkService(spec, inbox, feed, this::status);
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(link.host(), link.port()))
              .maxInboundMessageSize(RECORD_BYTES_MAX + 2 * spec.imageNumbers())
              .addService(service)
              .build()
              .start();
    } catch (IOException e) {
      throw new PortInUse(link, e);
    }
  }

  /** The link's port could not be opened. */
  public static final class PortInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortInUse(RigConfig.Link link, IOException cause) {
      super(
          "link.port: cannot listen on %s:%d: %s; is another learner running?"
              .formatted(
                  link.host(),
                  link.port(),
                  cause.getCause() == null ? cause.getMessage() : cause.getCause().getMessage()),
          cause);
    }
  }

  private LearnerStatus status() {
    UpdateStats newest = metrics.get();
    return LearnerStatus.newBuilder()
        .putAllMetrics(newest == null ? Map.of() : newest.values())
        .setTransitionsStored(inbox.stored())
        .setOnline(online)
        .setDemonstration(demonstration)
        .setUpdates(updates.getAsLong())
        .setPolicyVersion(feed.version())
        .setInterventionsStored(inbox.interventions())
        .build();
  }

  /** Policies that an actor refused. */
  public long refusedPolicies() {
    return service.refusedPolicies();
  }

  @Override
  public void drainInto(Buffers replay) {
    inbox.drainInto(replay, Long.MAX_VALUE);
    online = replay.online().size();
    demonstration = replay.demonstration().size();
  }

  @Override
  public void publish(PublishedPolicy policy) {
    feed.publish(policy);
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
