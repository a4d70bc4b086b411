package reins.learner.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PyTorch in every setting worth trying, each a waiting process; none where it is not installed.
 */
final class Peers implements AutoCloseable {
  private final List<PyTorchPeer> peers = new ArrayList<>();
  private final Path file;

  /** Describes a case, its numbers in a file. */
  interface Description {
    /** The case; the file is written. */
    ObjectNode of(Path file) throws IOException;
  }

  private Peers(Path file) {
    this.file = file;
  }

  /** Starts them all on one case. */
  static Peers start(List<PyTorchPeer.Setting> settings, Description description) {
    try {
      Path file = Files.createTempFile("reins-bench", ".bin");
      Peers started = new Peers(file);
      ObjectNode theCase = description.of(file);
      if (PyTorchPeer.installed())
        for (var setting : settings) started.peers.add(PyTorchPeer.start(setting, theCase));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("benchmark's case: " + e.getMessage(), e);
    }
  }

  /**
   * Holds their losses beside ours.
   *
   * <p>Errors: {@link IllegalStateException} where they disagree: then other things are timed.
   */
  void compare(double[] ours, int[][] members, double tolerance, Report report) {
    for (PyTorchPeer peer : peers) {
      double[] theirs = peer.losses(members);
      double worst = 0;
      for (int i = 0; i < ours.length; i++)
        worst = Math.max(worst, Math.abs(ours[i] - theirs[i]) / Math.max(1, Math.abs(ours[i])));
      if (!(worst <= tolerance))
        throw new IllegalStateException(
            "%s: its losses differ from ours by %.2g, expected at most %.0g"
                .formatted(peer, worst, tolerance));
      report.say("losses of %s agree with ours within %.1g", peer, worst);
    }
  }

  /** The fastest setting at one kind of update. */
  Optional<Contender> bestSetting(String kind, int updates) {
    return fastest(kind, updates, false);
  }

  /** The fastest of those whose members are split by hand over Python threads. */
  Optional<Contender> splitByHand(String kind, int updates) {
    return fastest(kind, updates, true);
  }

  private Optional<Contender> fastest(String kind, int updates, boolean split) {
    List<Contender> these =
        peers.stream()
            .filter(p -> p.setting().splitByHand() == split)
            .map(p -> p.update(kind))
            .toList();
    return these.isEmpty() ? Optional.empty() : Optional.of(Rounds.fastest(these, updates));
  }

  @Override
  public void close() {
    for (PyTorchPeer peer : peers) peer.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
