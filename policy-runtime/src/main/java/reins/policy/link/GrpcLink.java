package reins.policy.link;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.policy.infer.PolicyStore;
import reins.wire.LearnerStatus;

/**
 * The stream to the learner: sends what the spool holds, takes acknowledgements and policies, and
 * comes back by itself when the learner was away.
 *
 * <p>Nothing waits for it: the spool grows while the learner is away. Memory is bounded: records
 * are read back from disk as the stream takes them, and one policy at a time is asked for.
 *
 * <p>Threads: its own; {@link #close} any.
 */
public final class GrpcLink implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(GrpcLink.class);
  private static final long FIRST_WAIT_MS = 100;
  private static final long LONGEST_WAIT_MS = 2000;
  private static final int ENVELOPE_BYTES = 1 << 16;

  private final String learner;
  private final ManagedChannel channel;
  private final PolicySpec spec;
  private final Spool spool;
  private final PolicyStore policies;
  private final BothEnds ends = new BothEnds();
  private final Thread thread;
  private volatile LearnerStatus status = LearnerStatus.getDefaultInstance();
  private volatile boolean closing;
  private volatile boolean connected;
  private String trouble = "";

  /** Starts to connect. */
  public GrpcLink(RigConfig.Link link, PolicySpec spec, Spool spool, PolicyStore policies) {
    this.spec = spec;
    this.spool = spool;
    this.policies = policies;
    learner = link.host() + ":" + link.port();
    channel =
        NettyChannelBuilder.forAddress(link.host(), link.port())
            .usePlaintext()
            .maxInboundMessageSize(PolicySpec.MAX_BYTES + ENVELOPE_BYTES)
            .build();
    thread = Thread.ofPlatform().name("link").daemon().start(this::run);
  }

  private void run() {
    long wait_ms = FIRST_WAIT_MS;
    try {
      while (!closing) {
        boolean fruitful = converse();
        wait_ms = fruitful ? FIRST_WAIT_MS : Math.min(2 * wait_ms, LONGEST_WAIT_MS);
        if (!closing) Thread.sleep(wait_ms);
        // The channel's own back-off grows to minutes.
        channel.resetConnectBackoff();
      }
    } catch (InterruptedException e) {
      // Closing.
    }
  }

  /** Talks until the connection is lost; false where nothing came of it. */
  private boolean converse() throws InterruptedException {
    Conversation talk = new Conversation(channel, spec, spool, policies, ends, this::hear);
    try {
      talk.open();
      connected = true;
      if (trouble.isEmpty() || trouble.equals(Conversation.NOT_THERE))
        LOG.info(
            "learner at {}: connected, {} transitions to send",
            learner,
            spool.recorded() - spool.acknowledged());
      talk.sendUntilLost(() -> closing && spool.acknowledged() == spool.recorded());
      if (talk.fruitful()) trouble = "";
      if (!closing) complain("lost: " + talk.trouble());
    } catch (Conversation.Refused e) {
      complain(e.getMessage());
    } catch (RuntimeException e) {
      complain("failed: " + e);
    } finally {
      connected = false;
      talk.end();
    }
    return talk.fruitful();
  }

  private void hear(LearnerStatus heard) {
    status = heard;
  }

  /** The learner as far as it was heard. Threads: any. */
  public LearnerView learner() {
    LearnerStatus s = status;
    return new LearnerView(
        connected,
        s.getUpdates(),
        s.getOnline(),
        s.getDemonstration(),
        s.getMetricsMap(),
        ends.sentAndAcknowledged(),
        ends.stored(),
        ends.differ());
  }

  /** Says each trouble once. */
  private void complain(String why) {
    if (!why.equals(trouble)) LOG.warn("learner at {}: {}; spooling", learner, why);
    trouble = why;
  }

  /** Waits for the last acknowledgements where the learner is there, at most so long; then ends. */
  public void close(long flush_ms) {
    closing = true;
    try {
      if (connected) thread.join(flush_ms);
      thread.interrupt();
      thread.join(flush_ms);
      channel.shutdownNow().awaitTermination(flush_ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(2000);
  }
}
