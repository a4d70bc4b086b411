package reins.learner.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.Transitions;
import reins.learner.algo.UpdateStats;
import reins.learner.export.PublishedPolicy;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.wire.Ack;
import reins.wire.Empty;
import reins.wire.LearnerStatus;
import reins.wire.LinkGrpc;
import reins.wire.PolicyFile;
import reins.wire.PolicyRequest;
import reins.wire.PolicyVerdict;
import reins.wire.Record;

class GrpcActorsTest {
  private static final PolicySpec SPEC = new PolicySpec(3, 2, "abc");
  private static final TransitionCodec CODEC = new TransitionCodec(SPEC);
  private static final long PATIENCE_S = 20;

  private RigConfig.Link link;
  private Inbox inbox;
  private GrpcActors actors;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws IOException {
    link = new RigConfig.Link("127.0.0.1", freePort());
    inbox = Inbox.open(SPEC, null);
    actors =
        new GrpcActors(link, SPEC, inbox, () -> 7, () -> new UpdateStats(7, Map.of("q_mean", 0.5)));
    channel = NettyChannelBuilder.forAddress(link.host(), link.port()).usePlaintext().build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(PATIENCE_S, TimeUnit.SECONDS);
    actors.close();
    inbox.close();
  }

  /** Everything that a stream says, the end as its status. */
  private static final class Heard<T> implements StreamObserver<T> {
    final LinkedBlockingQueue<T> values = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Status> end = new LinkedBlockingQueue<>();

    @Override
    public void onNext(T value) {
      values.add(value);
    }

    @Override
    public void onError(Throwable t) {
      end.add(Status.fromThrowable(t));
    }

    @Override
    public void onCompleted() {
      end.add(Status.OK);
    }
  }

  @Test
  void shouldAcknowledgeEveryRecordAndStoreItOnce() throws InterruptedException {
    Heard<Ack> acks = new Heard<>();
    StreamObserver<Record> records = LinkGrpc.newStub(channel).transitions(acks);
    for (long seq : new long[] {1, 2, 2, 3})
      records.onNext(CODEC.encode(9, seq, Transitions.policy(3, 2, seq), null));
    for (long seq : new long[] {1, 2, 2, 3}) {
      Ack ack = acks.values.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertEquals(9, ack.getSession());
      assertEquals(seq, ack.getSeq());
    }
    records.onCompleted();
    assertEquals(Status.Code.OK, acks.end.poll(PATIENCE_S, TimeUnit.SECONDS).getCode());
    Buffers replay = new Buffers(1000, 3, 2, Intake::correctionsToBoth);
    actors.drainInto(replay);
    assertEquals(3, replay.online().size());
    LearnerStatus status = LinkGrpc.newBlockingStub(channel).status(Empty.getDefaultInstance());
    assertEquals(3, status.getTransitionsStored());
    assertEquals(3, status.getOnline());
    assertEquals(7, status.getUpdates());
    assertEquals(0, status.getPolicyVersion());
    assertEquals(Map.of("q_mean", 0.5), status.getMetricsMap());
  }

  private static Transition correction(float mark) {
    return Transitions.of(3, 2, mark, 1, false, Source.PERSON, false);
  }

  /** What the actor lays beside its own count; a session's corrections are its own. */
  @Test
  void shouldCountCorrectionsInEachAcknowledgement() throws InterruptedException {
    Heard<Ack> acks = new Heard<>();
    StreamObserver<Record> records = LinkGrpc.newStub(channel).transitions(acks);
    records.onNext(CODEC.encode(8, 1, correction(1), null));
    records.onNext(CODEC.encode(9, 1, Transitions.policy(3, 2, 1), null));
    records.onNext(CODEC.encode(9, 2, correction(2), null));
    records.onNext(CODEC.encode(9, 2, correction(2), null));
    for (long expected : new long[] {1, 0, 1}) {
      Ack ack = acks.values.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertTrue(ack.hasInterventions());
      assertEquals(expected, ack.getInterventions());
    }
    assertFalse(acks.values.poll(PATIENCE_S, TimeUnit.SECONDS).hasInterventions());
  }

  @Test
  void shouldEndTheStreamOfAnActorWithAnotherContract() throws InterruptedException {
    Heard<Ack> acks = new Heard<>();
    TransitionCodec other = new TransitionCodec(new PolicySpec(3, 2, "other"));
    LinkGrpc.newStub(channel)
        .transitions(acks)
        .onNext(other.encode(9, 1, Transitions.policy(3, 2, 1), null));
    Status end = acks.end.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertEquals(Status.Code.FAILED_PRECONDITION, end.getCode());
    assertTrue(end.getDescription().startsWith("fingerprint:"), end.getDescription());
    assertEquals(0, inbox.stored());
    Iterator<PolicyFile> policies =
        LinkGrpc.newBlockingStub(channel)
            .policies(PolicyRequest.newBuilder().setFingerprint("other").build());
    var e = assertThrows(StatusRuntimeException.class, policies::next);
    assertEquals(Status.Code.FAILED_PRECONDITION, e.getStatus().getCode());
  }

  @Test
  void shouldEndTheStreamAtARecordThatCannotBeUsed() throws InterruptedException {
    Heard<Ack> acks = new Heard<>();
    LinkGrpc.newStub(channel)
        .transitions(acks)
        .onNext(CODEC.encode(9, 1, Transitions.policy(5, 2, 1), null));
    Status end = acks.end.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertEquals(Status.Code.INVALID_ARGUMENT, end.getCode());
    assertEquals("obs: expected 3 numbers, got 5", end.getDescription());
  }

  @Test
  void shouldSendTheNewestPolicyAtOnceAndEachPublicationAfterIt() throws InterruptedException {
    actors.publish(new PublishedPolicy(1, new byte[] {1}));
    actors.publish(new PublishedPolicy(2, new byte[300_000]));
    Heard<PolicyFile> fresh = new Heard<>();
    Heard<PolicyFile> current = new Heard<>();
    PolicyRequest request = PolicyRequest.newBuilder().setFingerprint("abc").build();
    LinkGrpc.newStub(channel).policies(request, fresh);
    LinkGrpc.newStub(channel).policies(request.toBuilder().setRunningVersion(2).build(), current);
    PolicyFile first = fresh.values.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertEquals(2, first.getVersion());
    assertEquals(300_000, first.getOnnx().size());
    // the subscription of the second is known to the server before its next answer on this channel
    LinkGrpc.newBlockingStub(channel).status(Empty.getDefaultInstance());
    actors.publish(new PublishedPolicy(3, new byte[] {3}));
    assertEquals(3, fresh.values.poll(PATIENCE_S, TimeUnit.SECONDS).getVersion());
    assertEquals(3, current.values.poll(PATIENCE_S, TimeUnit.SECONDS).getVersion());
  }

  @Test
  void shouldCountRefusedPolicies() {
    var stub = LinkGrpc.newBlockingStub(channel);
    stub.report(PolicyVerdict.newBuilder().setVersion(1).setAccepted(true).build());
    stub.report(PolicyVerdict.newBuilder().setVersion(2).setReason("golden output").build());
    assertEquals(1, actors.refusedPolicies());
  }

  @Test
  void shouldSayInOneLineThatThePortIsInUse() {
    var e =
        assertThrows(
            GrpcActors.PortInUse.class,
            () -> new GrpcActors(link, SPEC, inbox, () -> 0, () -> null));
    assertTrue(e.getMessage().contains(":" + link.port()), e.getMessage());
    assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
  }
}
