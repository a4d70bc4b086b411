package reins.sim.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import reins.contract.config.ConfigException;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.learner.export.PublishedPolicy;
import reins.learner.replay.Buffers;
import reins.learner.serve.GrpcActors;
import reins.learner.serve.Inbox;
import reins.learner.serve.Journal;

/**
 * Listens where a learner would: the rig's policy process sends its steps, and gets the one policy
 * back that was brought along, if any.
 *
 * <p>What was acknowledged the policy process forgets; it lies in a journal here, over recordings
 * and crashes, until it is in a dataset.
 *
 * <p>Threads: one owner. Errors: {@link ConfigException} where another one listens.
 */
final class ListeningPost implements AutoCloseable {
  private static final long LOOK_EVERY_NS = 50_000_000;
  private static final int WAITING_ROOM = 1000; // the buffers only pass steps on

  private final Workplace place;
  private final byte[] policy;
  private final PolicySpec spec;
  private final Path journal;
  private final FileChannel lock;

  /**
   * A post.
   *
   * @param policy an ONNX file's bytes; null: nobody but the person drives
   * @param folder of its journal
   */
  ListeningPost(Workplace place, byte[] policy, Path folder) {
    this.place = place;
    this.policy = policy;
    spec = PolicySpec.of(place.deployment().task());
    journal = folder.resolve("journal.bin");
    try {
      Files.createDirectories(folder);
      lock = lock(folder.resolve("lock"));
    } catch (IOException e) {
      throw new ConfigException(folder + ": " + e.getMessage());
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) return channel;
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same complaint.
    }
    channel.close();
    throw new IOException("in use by another ./reins record; expected another --run");
  }

  /** Collects until it is done; what the journal has from before comes first. */
  void collect(Collection into, BooleanSupplier done) {
    Buffers passing =
        new Buffers(
            WAITING_ROOM,
            spec.obsDim(),
            spec.actionDim(),
            (t, online, demonstration) -> into.add(t));
    try (Inbox inbox = Inbox.open(spec, journal)) {
      if (inbox.stored() > 0)
        System.out.printf(
            "%s: %d steps of an earlier recording that are in no dataset yet come first%n",
            journal, inbox.stored());
      inbox.drainInto(passing, Long.MAX_VALUE);
      if (!done.getAsBoolean()) listen(inbox, passing, done);
      inbox.drainInto(passing, Long.MAX_VALUE); // nobody sends any more
    }
  }

  private void listen(Inbox inbox, Buffers passing, BooleanSupplier done) {
    try (GrpcActors actors = new GrpcActors(place.link(), spec, inbox, () -> 0, () -> null)) {
      System.out.printf(
          "listening on %s:%d for ./reins policy --rig ... --run NAME%n",
          place.link().host(), place.link().port());
      if (policy != null) actors.publish(new PublishedPolicy(1, policy));
      while (!done.getAsBoolean()) {
        actors.drainInto(passing);
        LockSupport.parkNanos(LOOK_EVERY_NS);
      }
    }
  }

  /** The oldest steps are put away. Returns how many still wait for a dataset. */
  long forget(long steps) {
    return Journal.forget(journal, steps);
  }

  /** Where those wait. */
  Path journal() {
    return journal;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(journal + ": lock: " + e.getMessage(), e);
    }
  }
}
