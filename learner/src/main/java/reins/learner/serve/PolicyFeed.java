package reins.learner.serve;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reins.learner.export.PublishedPolicy;
import reins.wire.PolicyFile;

/**
 * The newest policy for everyone who asked to be told: a slow reader misses the ones between, never
 * the newest, and holds nobody up.
 *
 * <p>Threads: any.
 */
final class PolicyFeed {
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private volatile PolicyFile newest;

  void publish(PublishedPolicy policy) {
    newest =
        PolicyFile.newBuilder()
            .setVersion(policy.version())
            .setOnnx(ByteString.copyFrom(policy.onnx()))
            .build();
    subscribers.forEach(Subscriber::pump);
  }

  /** Sends what is newer than the version already running, now and from now on. */
  void subscribe(ServerCallStreamObserver<PolicyFile> call, long runningVersion) {
    Subscriber subscriber = new Subscriber(call, runningVersion);
    subscribers.add(subscriber);
    call.setOnCancelHandler(() -> subscribers.remove(subscriber));
    call.setOnReadyHandler(subscriber::pump);
    subscriber.pump();
  }

  /** Version of the newest policy; 0: none. */
  long version() {
    PolicyFile policy = newest;
    return policy == null ? 0 : policy.getVersion();
  }

  private final class Subscriber {
    private final ServerCallStreamObserver<PolicyFile> call;
    private long sent;

    Subscriber(ServerCallStreamObserver<PolicyFile> call, long runningVersion) {
      this.call = call;
      sent = runningVersion;
    }

    synchronized void pump() {
      PolicyFile policy = newest;
      if (policy == null || policy.getVersion() <= sent || call.isCancelled() || !call.isReady())
        return;
      call.onNext(policy);
      sent = policy.getVersion();
    }
  }
}
