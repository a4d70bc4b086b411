package reins.sim.processes;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import reins.contract.config.RigConfig;
import reins.wire.Empty;
import reins.wire.LearnerStatus;
import reins.wire.LinkGrpc;

/** Asks the learner how it does, over the link. Threads: one. */
final class LearnerProbe implements AutoCloseable {
  private final ManagedChannel channel;
  private LearnerStatus last = LearnerStatus.getDefaultInstance();

  LearnerProbe(RigConfig.Link link) {
    channel = NettyChannelBuilder.forAddress(link.host(), link.port()).usePlaintext().build();
  }

  /** What it says; what it said last where it does not answer. */
  LearnerStatus ask() {
    try {
      last =
          LinkGrpc.newBlockingStub(channel)
              .withDeadlineAfter(1, TimeUnit.SECONDS)
              .status(Empty.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      channel.resetConnectBackoff();
    }
    return last;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
