package reins.policy.link;

import java.nio.file.Path;
import reins.policy.episode.EpisodeStats;

/**
 * What a restarted actor must know of the one before: which episode numbers are taken and how many
 * demonstrations there are. Lies beside the spool.
 *
 * <p>Threads: the actor's loop.
 */
public final class Ledger {
  private final SmallFile file;
  private final long firstEpisode;
  private final long earlierDemonstrations;
  private long noted;

  /** Reads the ledger of a spool's directory; a missing one is an empty one. */
  public Ledger(Path directory) {
    file = new SmallFile(directory.resolve("episodes"), 2);
    long[] read = new long[2];
    file.read(read);
    // The episode after the last ended one may have been cut off in the middle: its number is
    // taken.
    firstEpisode = read[0] == 0 ? 1 : read[0] + 2;
    earlierDemonstrations = read[1];
  }

  /** Number of this process's first episode. */
  public long firstEpisode() {
    return firstEpisode;
  }

  /** Successful demonstrations that earlier processes recorded. */
  public int earlierDemonstrations() {
    return Math.toIntExact(earlierDemonstrations);
  }

  /** Writes down an episode that ended since the last call; after its last transition was kept. */
  public void note(EpisodeStats stats) {
    if (stats.last() == null || stats.last().episode() == noted) return;
    noted = stats.last().episode();
    file.write(noted, earlierDemonstrations + stats.demonstrationSuccesses());
  }
}
