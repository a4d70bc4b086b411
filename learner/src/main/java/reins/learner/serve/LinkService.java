package reins.learner.serve;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.data.PolicySpec;
import reins.wire.Ack;
import reins.wire.Empty;
import reins.wire.LearnerStatus;
import reins.wire.LinkGrpc;
import reins.wire.PolicyFile;
import reins.wire.PolicyRequest;
import reins.wire.PolicyVerdict;
import reins.wire.Record;

/**
 * The learner's side of the link: a record is acknowledged when it is in the journal.
 *
 * <p>Threads: gRPC's.
 */
final class LinkService extends LinkGrpc.LinkImplBase {
  private static final Logger LOG = LogManager.getLogger();

  private final PolicySpec spec;
  private final Inbox inbox;
  private final PolicyFeed feed;
  private final Supplier<LearnerStatus> status;
  private final AtomicLong refusedPolicies = new AtomicLong();

  LinkService(PolicySpec spec, Inbox inbox, PolicyFeed feed, Supplier<LearnerStatus> status) {
    this.spec = spec;
    this.inbox = inbox;
    this.feed = feed;
    this.status = status;
  }

  @Override
  public StreamObserver<Record> transitions(StreamObserver<Ack> acks) {
    return new StreamObserver<>() {
      private boolean ended;

      @Override
      public void onNext(Record record) {
        if (ended) return;
        try {
          checkFingerprint(record.getFingerprint());
          acks.onNext(inbox.store(record));
        } catch (ContractMismatch e) {
          end(Status.FAILED_PRECONDITION, e);
        } catch (IllegalArgumentException e) {
          end(Status.INVALID_ARGUMENT, e);
        } catch (UncheckedIOException e) {
          end(Status.INTERNAL, e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          end(Status.UNAVAILABLE, e);
        }
      }

      private void end(Status why, Exception e) {
        ended = true;
        LOG.warn("transition stream ended: {}", e.getMessage());
        acks.onError(why.withDescription(e.getMessage()).asRuntimeException());
      }

      @Override
      public void onError(Throwable t) {
        ended = true;
      }

      @Override
      public void onCompleted() {
        if (!ended) acks.onCompleted();
      }
    };
  }

  /** The other end works on another task. */
  private static final class ContractMismatch extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ContractMismatch(String message) {
      super(message);
    }
  }

  private void checkFingerprint(String fingerprint) {
    if (!spec.fingerprint().equals(fingerprint))
      throw new ContractMismatch(
          "fingerprint: the actor's task contract is not the learner's, expected "
              + spec.fingerprint());
  }

  @Override
  public void policies(PolicyRequest request, StreamObserver<PolicyFile> policies) {
    try {
      checkFingerprint(request.getFingerprint());
    } catch (ContractMismatch e) {
      LOG.warn("policy stream refused: {}", e.getMessage());
      policies.onError(
          Status.FAILED_PRECONDITION.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    feed.subscribe((ServerCallStreamObserver<PolicyFile>) policies, request.getRunningVersion());
  }

  @Override
  public void report(PolicyVerdict verdict, StreamObserver<Empty> done) {
    if (!verdict.getAccepted()) {
      refusedPolicies.incrementAndGet();
      LOG.warn("policy {} refused by an actor: {}", verdict.getVersion(), verdict.getReason());
    }
    done.onNext(Empty.getDefaultInstance());
    done.onCompleted();
  }

  /** Policies that an actor refused. */
  long refusedPolicies() {
    return refusedPolicies.get();
  }

  @Override
  public void status(Empty request, StreamObserver<LearnerStatus> reply) {
    reply.onNext(status.get());
    reply.onCompleted();
  }
}
