package reins.policy.cockpit;

import java.util.LinkedHashMap;
import java.util.Map;
import reins.policy.episode.EpisodeStats;

/**
 * How the learning goes: what the actor counts over episodes, what the learner tells over its
 * updates.
 *
 * <p>Threads: any.
 */
final class Curves {
  private final Curve success = new Curve();
  private final Curve alone = new Curve();
  private final Curve corrected = new Curve();
  private final Curve q = new Curve();
  private final Curve entropy = new Curve();
  private long episodes;
  private long updates;

  /** Takes what is new in a step. */
  synchronized void add(Moment moment) {
    EpisodeStats stats = moment.stats();
    if (stats.policyEpisodes() != episodes) {
      episodes = stats.policyEpisodes();
      success.add(episodes, stats.recentSuccessRatio());
      alone.add(episodes, stats.recentSolvedAloneRatio());
      corrected.add(episodes, stats.recentInterventionStepRatio());
    }
    if (moment.learner().updates() == updates) return;
    updates = moment.learner().updates();
    q.add(updates, moment.learner().metrics().getOrDefault("q_mean", Double.NaN));
    entropy.add(updates, moment.learner().metrics().getOrDefault("entropy", Double.NaN));
  }

  /** All of them by name, each [points, 2]. */
  synchronized Map<String, double[][]> all() {
    Map<String, double[][]> all = new LinkedHashMap<>();
    all.put("success", success.points());
    all.put("alone", alone.points());
    all.put("corrected", corrected.points());
    all.put("q", q.points());
    all.put("entropy", entropy.points());
    return all;
  }
}
