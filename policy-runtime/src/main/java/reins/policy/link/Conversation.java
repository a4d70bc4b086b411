package reins.policy.link;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import reins.contract.data.PolicySpec;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Verdict;
import reins.wire.Ack;
import reins.wire.Empty;
import reins.wire.LearnerStatus;
import reins.wire.LinkGrpc;
import reins.wire.PolicyFile;
import reins.wire.PolicyRequest;
import reins.wire.PolicyVerdict;
import reins.wire.Record;
import reins.wire.Source;
import reins.wire.Transition;

/**
 * One connection's worth of talk with the learner: transitions up, acknowledgements and policies
 * down. Ends as soon as either stream does.
 *
 * <p>Threads: the link's, and gRPC's for what comes in.
 */
final class Conversation {
  /** The trouble of a learner that does not answer. */
  static final String NOT_THERE = "not there";

  private static final long HELLO_S = 5;
  private static final long ASK_EVERY_NS = 2_000_000_000;
  private static final long LOOK_AGAIN_MS = 200;

  private final LinkGrpc.LinkStub stub;
  private final LinkGrpc.LinkBlockingStub hello;
  private final PolicySpec spec;
  private final Spool spool;
  private final PolicyStore policies;
  private final BothEnds ends;
  private final Consumer<LearnerStatus> listener;
  private final Semaphore something = new Semaphore(0);
  private volatile boolean fruitful;
  private volatile String trouble;
  private volatile ClientCallStreamObserver<Record> up;
  private volatile ClientCallStreamObserver<PolicyRequest> down;

  /** The learner is not there, or does not want us. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * @param listener told how the learner does, now and then
   */
  Conversation(
      Channel channel,
      PolicySpec spec,
      Spool spool,
      PolicyStore policies,
      BothEnds ends,
      Consumer<LearnerStatus> listener) {
    this.ends = ends;
    this.listener = listener;
    stub = LinkGrpc.newStub(channel);
    hello = LinkGrpc.newBlockingStub(channel);
    this.spec = spec;
    this.spool = spool;
    this.policies = policies;
  }

  /** Finds the learner and opens both streams. */
  void open() throws Refused {
    try {
      listener.accept(
          hello.withDeadlineAfter(HELLO_S, TimeUnit.SECONDS).status(Empty.getDefaultInstance()));
    } catch (StatusRuntimeException e) {
      throw new Refused(words(e));
    }
    spool.rewind();
    spool.onAppend(something::release);
    stub.transitions(new Acks());
    PolicyRequest request =
        PolicyRequest.newBuilder()
            .setFingerprint(spec.fingerprint())
            .setRunningVersion(policies.acceptedVersion())
            .build();
    stub.policies(request, new Policies());
  }

  /** Sends what the spool holds, as fast as the stream takes it. */
  void sendUntilLost(BooleanSupplier done) throws InterruptedException {
    long asked_ns = System.nanoTime();
    while (trouble == null && !done.getAsBoolean()) {
      if (System.nanoTime() - asked_ns > ASK_EVERY_NS) {
        asked_ns = System.nanoTime();
        ask();
      }
      while (trouble == null && up.isReady() && send()) {
        // As long as there is something and the stream takes it.
      }
      if (something.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) something.drainPermits();
    }
  }

  private void ask() {
    stub.withDeadlineAfter(HELLO_S, TimeUnit.SECONDS)
        .status(Empty.getDefaultInstance(), new Answer());
  }

  private boolean send() {
    Transition transition = spool.read();
    if (transition == null) return false;
    boolean chosen = transition.getSource() != Source.POLICY;
    ends.sent(spool.readSeq(), chosen && !transition.getDemonstration());
    up.onNext(
        Record.newBuilder()
            .setSession(spool.session())
            .setSeq(spool.readSeq())
            .setTransition(transition)
            .setFingerprint(spec.fingerprint())
            .build());
    return true;
  }

  /** Whether the learner acknowledged or sent anything. */
  boolean fruitful() {
    return fruitful;
  }

  /** Why it ended. */
  String trouble() {
    return trouble;
  }

  void end() {
    spool.onAppend(() -> {});
    if (up != null) up.cancel("ended", null);
    if (down != null) down.cancel("ended", null);
  }

  private void lost(String why) {
    if (trouble == null) trouble = why;
    something.release();
  }

  private static String words(Throwable t) {
    Status status = Status.fromThrowable(t);
    // A server that goes down in order cancels its streams.
    boolean gone =
        status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.CANCELLED;
    if (gone) return NOT_THERE;
    return status.getCode()
        + (status.getDescription() == null ? "" : ": " + status.getDescription());
  }

  private void compare(Ack ack) {
    if (ack.hasInterventions()) ends.stored(ack.getSeq(), ack.getFirst(), ack.getInterventions());
    else ends.acknowledged(ack.getSeq());
  }

  private final class Acks implements ClientResponseObserver<Record, Ack> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Record> stream) {
      up = stream;
      stream.setOnReadyHandler(something::release);
    }

    @Override
    public void onNext(Ack ack) {
      fruitful = true;
      if (ack.getSession() == spool.session()) compare(ack);
      spool.acknowledge(ack.getSession(), ack.getSeq());
      something.release();
    }

    @Override
    public void onError(Throwable t) {
      lost(words(t));
    }

    @Override
    public void onCompleted() {
      lost("ended by the learner");
    }
  }

  private final class Policies implements ClientResponseObserver<PolicyRequest, PolicyFile> {
    @Override
    public void beforeStart(ClientCallStreamObserver<PolicyRequest> stream) {
      down = stream;
      stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(PolicyFile file) {
      fruitful = true;
      Verdict verdict;
      // A conversation before this one may still be checking its last file.
      synchronized (policies) {
        verdict = policies.offer(file.getVersion(), file.getOnnx().toByteArray());
      }
      PolicyVerdict reply =
          PolicyVerdict.newBuilder()
              .setVersion(file.getVersion())
              .setAccepted(verdict.accepted())
              .setReason(verdict.reason())
              .build();
      stub.withDeadlineAfter(HELLO_S, TimeUnit.SECONDS).report(reply, new Ignored());
      down.request(1);
    }

    @Override
    public void onError(Throwable t) {
      lost(words(t));
    }

    @Override
    public void onCompleted() {
      lost("ended by the learner");
    }
  }

  /** How the learner does; one that does not say is not asked again before its turn. */
  private final class Answer implements StreamObserver<LearnerStatus> {
    @Override
    public void onNext(LearnerStatus status) {
      listener.accept(status);
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }

  /** A verdict that does not arrive is not missed: the learner asks nobody to repeat it. */
  private static final class Ignored implements StreamObserver<Empty> {
    @Override
    public void onNext(Empty value) {}

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }
}
