package reins.sim.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.learner.replay.Buffers;
import reins.learner.serve.GrpcActors;
import reins.learner.serve.Inbox;

/**
 * Listens where a learner would: the rig's policy process sends its steps, and there is no policy
 * to send back.
 */
final class ListeningPost {
  private static final long LOOK_EVERY_NS = 50_000_000;
  private static final int WAITING_ROOM = 1000; // the buffers only pass steps on

  private ListeningPost() {}

  static void run(RigConfig.Resolved config, Collection into, BooleanSupplier done) {
    PolicySpec spec = PolicySpec.of(config.task());
    Path journal = temporary();
    try (Inbox inbox = Inbox.open(spec, journal);
        GrpcActors actors = new GrpcActors(config.rig().link(), spec, inbox, () -> 0, () -> null)) {
      System.out.printf(
          "listening on %s:%d for ./reins policy --rig ... --run NAME%n",
          config.rig().link().host(), config.rig().link().port());
      Buffers passing =
          new Buffers(
              WAITING_ROOM,
              spec.obsDim(),
              spec.actionDim(),
              (t, online, demonstration) -> into.add(t));
      while (!done.getAsBoolean()) {
        actors.drainInto(passing);
        LockSupport.parkNanos(LOOK_EVERY_NS);
      }
    } finally {
      delete(journal);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("reins-record", ".bin");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
