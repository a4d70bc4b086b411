package reins.policy.link;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import reins.wire.Ack;
import reins.wire.Empty;
import reins.wire.LearnerStatus;
import reins.wire.LinkGrpc;
import reins.wire.PolicyFile;
import reins.wire.PolicyRequest;
import reins.wire.PolicyVerdict;
import reins.wire.Record;

/** A learner that keeps what it is sent over its own restarts, and can be told to misbehave. */
final class FakeLearner extends LinkGrpc.LinkImplBase {
  final Map<Long, List<Integer>> stored = new HashMap<>();
  final Map<Long, Long> lastSeq = new HashMap<>();
  final BlockingQueue<PolicyVerdict> verdicts = new LinkedBlockingQueue<>();
  final BlockingQueue<PolicyRequest> requests = new LinkedBlockingQueue<>();
  volatile String fingerprint;
  volatile boolean silent;
  volatile int hangUpAfter = Integer.MAX_VALUE;
  int duplicates;
  int gaps;
  private int received;
  private int port;
  private Server server;
  private StreamObserver<PolicyFile> subscriber;

  FakeLearner(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  /** Starts, on the same port as before. */
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .addService(this)
            .build()
            .start();
    port = server.getPort();
  }

  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  int port() {
    return port;
  }

  synchronized int total() {
    return stored.values().stream().mapToInt(List::size).sum();
  }

  synchronized void publish(long version, byte[] onnx) {
    subscriber.onNext(
        PolicyFile.newBuilder().setVersion(version).setOnnx(ByteString.copyFrom(onnx)).build());
  }

  @Override
  public StreamObserver<Record> transitions(StreamObserver<Ack> acks) {
    return new StreamObserver<>() {
      @Override
      public void onNext(Record record) {
        take(record, acks);
      }

      @Override
      public void onError(Throwable t) {}

      @Override
      public void onCompleted() {
        acks.onCompleted();
      }
    };
  }

  private synchronized void take(Record record, StreamObserver<Ack> acks) {
    if (!record.getFingerprint().equals(fingerprint)) {
      acks.onError(Status.FAILED_PRECONDITION.withDescription("other task").asRuntimeException());
      return;
    }
    long last = lastSeq.getOrDefault(record.getSession(), 0L);
    if (record.getSeq() > last + 1) gaps++;
    if (record.getSeq() <= last) duplicates++;
    else {
      lastSeq.put(record.getSession(), record.getSeq());
      stored
          .computeIfAbsent(record.getSession(), s -> new ArrayList<>())
          .add(record.getTransition().getStep());
    }
    if (++received == hangUpAfter)
      acks.onError(Status.INTERNAL.withDescription("hung up").asRuntimeException());
    else if (!silent && received < hangUpAfter)
      acks.onNext(Ack.newBuilder().setSession(record.getSession()).setSeq(record.getSeq()).build());
  }

  @Override
  public synchronized void policies(PolicyRequest request, StreamObserver<PolicyFile> to) {
    subscriber = to;
    requests.add(request);
  }

  @Override
  public void report(PolicyVerdict verdict, StreamObserver<Empty> reply) {
    verdicts.add(verdict);
    reply.onNext(Empty.getDefaultInstance());
    reply.onCompleted();
  }

  @Override
  public void status(Empty request, StreamObserver<LearnerStatus> reply) {
    reply.onNext(LearnerStatus.newBuilder().setTransitionsStored(total()).build());
    reply.onCompleted();
  }
}
