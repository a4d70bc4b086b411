package reins.policy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import reins.policy.episode.EpisodeStats;
import reins.policy.infer.PolicyStore;
import reins.policy.link.Spool;

/** What the process says about itself: every few seconds, at the end, and as JSON. */
final class Summary {
  private final ActorLoop loop;
  private final PolicyStore policies;
  private final StepClock clock;
  private final Spool spool;
  private final long start_ns = System.nanoTime();

  /**
   * @param spool null where nothing is recorded: the policy is judged
   */
  Summary(ActorLoop loop, PolicyStore policies, StepClock clock, Spool spool) {
    this.loop = loop;
    this.policies = policies;
    this.clock = clock;
    this.spool = spool;
  }

  /** One line for people. */
  String line() {
    EpisodeStats stats = loop.stats();
    String text =
        String.format(
            Locale.ROOT,
            "%d demonstrations, %d episodes (%d aborted), %d steps; last %d: success %.0f %%,"
                + " %.2f interventions; policy %d, %d swaps, %d refused, %d taken back;"
                + " %d steps missed",
            stats.demonstrations(),
            stats.policyEpisodes(),
            stats.aborted(),
            stats.envSteps(),
            stats.recentEpisodes(),
            100 * stats.recentSuccessRatio(),
            stats.recentInterventionsPerEpisode(),
            loop.policyVersion(),
            policies.swaps(),
            policies.refusals(),
            policies.rollBacks(),
            clock.missed());
    if (spool == null) return stats.policyEpisodes() == 0 ? text : judged(stats) + "; " + text;
    return text
        + "; recorded %d, acknowledged %d".formatted(spool.recorded(), spool.acknowledged());
  }

  private static String judged(EpisodeStats stats) {
    String text =
        "the policy by itself solved %d of %d"
            .formatted(stats.policySuccesses(), stats.policyEpisodes());
    if (stats.takenOver() + stats.endedByPerson() == 0) return text;
    return text
        + " (a person took over in %d and ended %d: these count as not solved)"
            .formatted(stats.takenOver(), stats.endedByPerson());
  }

  /** One flat JSON object for scripts. */
  String json(String bench, String task, long seed) {
    EpisodeStats stats = loop.stats();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", bench);
    values.put("case", task);
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("success_ratio", stats.successRatio());
    values.put("episodes", stats.policyEpisodes());
    values.put("env_steps", stats.envSteps());
    values.put("wall_s", (System.nanoTime() - start_ns) * 1e-9);
    values.put("interventions_per_episode", stats.interventionsPerEpisode());
    values.put("cycle_s", stats.cycle_s());
    values.put("demonstrations", stats.demonstrations());
    values.put("aborted", stats.aborted());
    values.put("interventions_recorded", loop.interventionsRecorded());
    values.put("policy_version", loop.policyVersion());
    values.put("swaps", policies.swaps());
    values.put("refused", policies.refusals());
    values.put("missed_steps", clock.missed());
    if (spool == null) {
      values.put("taken_over", stats.takenOver());
      values.put("ended_by_person", stats.endedByPerson());
    }
    if (spool != null) {
      values.put("recorded", spool.recorded());
      values.put("acknowledged", spool.acknowledged());
    }
    return values.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\": " + literal(e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String literal(Object value) {
    return switch (value) {
      case Double d -> String.format(Locale.ROOT, "%.6g", d);
      case Number n -> n.toString();
      default -> "\"" + value + "\"";
    };
  }
}
