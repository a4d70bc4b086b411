package reins.sim.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reins.contract.config.ConfigException;
import reins.contract.config.TaskConfig;

/**
 * One way of learning among those that are compared: a task's own settings with some of them
 * replaced.
 *
 * @param online whether the policy acts while it learns; otherwise it learns from what was shown
 * @param budgeted whether it is given the human steps that {@link #REFERENCE} used with the same
 *     seed
 * @param changes of the task, by the keys of its file
 * @param says what is different, for the report
 */
record Contender(
    String name, boolean online, boolean budgeted, Map<String, Object> changes, String says) {
  /** The algorithm that the others are measured against. */
  static final String REFERENCE = "hil_serl";

  /**
   * Gradient steps of an imitator for each step that it is shown: about ten thousand on twenty
   * episodes.
   */
  private static final int IMITATIONS = 20;

  private static final int AS_MANY_AS_THE_BUDGET = 10_000;
  private static final Map<String, Object> LEFT_ALONE = Map.of("laziness", 1);

  /** Published algorithms and baselines. */
  static final List<Contender> ALGORITHMS =
      List.of(
          learner(
              REFERENCE,
              Map.of("learning", Map.of("algorithm", REFERENCE)),
              "demonstrations and corrections"),
          alone("rlpd", "demonstrations, then left alone"),
          learner(
              "rlif",
              Map.of("learning", Map.of("algorithm", "rlif")),
              "corrections are the only reward"),
          alone("iql", "offline on the demonstrations, then online alone"),
          alone("cal_ql", "offline on the demonstrations, then online alone"),
          learner(
              "sac",
              Map.of(
                  "learning",
                  Map.of("algorithm", "sac", "demonstrations", 0),
                  "operator",
                  LEFT_ALONE),
              "nobody helps"),
          new Contender(
              "hg_dagger",
              true,
              true,
              Map.of("learning", imitating("hg_dagger")),
              "imitates demonstrations and corrections, as many human steps as " + REFERENCE),
          new Contender(
              "bc",
              false,
              true,
              Map.of("learning", withDemonstrations(imitating("bc"), AS_MANY_AS_THE_BUDGET)),
              "imitates demonstrations, as many human steps as " + REFERENCE));

  /** The reference without one of its parts. */
  static final List<Contender> ABLATIONS =
      List.of(
          ablation("no_demonstrations", Map.of("demonstrations", 0), "no demonstrations"),
          learner(
              "no_interventions",
              Map.of("learning", Map.of("algorithm", REFERENCE), "operator", LEFT_ALONE),
              "no corrections; where there is no gripper, the same as rlpd"),
          ablation("ten_critics", Map.of("critics", 10), "an ensemble of ten, as in RLPD"),
          ablation(
              "no_layer_norm", Map.of("critic_layer_norm", false), "critics without layer norm"),
          ablation("utd_1", Map.of("utd", 1), "one critic update for each step"));

  private static Contender learner(String name, Map<String, Object> changes, String says) {
    return new Contender(name, true, false, changes, says);
  }

  private static Contender alone(String name, String says) {
    return learner(
        name, Map.of("learning", Map.of("algorithm", name), "operator", LEFT_ALONE), says);
  }

  private static Contender ablation(String name, Map<String, Object> learning, String says) {
    Map<String, Object> changed = new java.util.HashMap<>(learning);
    changed.put("algorithm", REFERENCE);
    return learner(name, Map.of("learning", changed), REFERENCE + ", but " + says);
  }

  private static Map<String, Object> imitating(String algorithm) {
    return Map.of("algorithm", algorithm, "utd", IMITATIONS, "start_transitions", 1);
  }

  private static Map<String, Object> withDemonstrations(
      Map<String, Object> learning, int episodes) {
    Map<String, Object> more = new java.util.HashMap<>(learning);
    more.put("demonstrations", episodes);
    return more;
  }

  /** The task as this contender learns it. */
  TaskConfig of(TaskConfig task) {
    return task.with(changes);
  }

  /**
   * Those with the given names, in the order of the names; {@code all} stands for every one.
   *
   * <p>Errors: {@link ConfigException} naming the option, where a name is unknown.
   */
  static List<Contender> named(List<Contender> known, List<String> names, String option) {
    if (names.equals(List.of("all"))) return known;
    List<Contender> found = new ArrayList<>();
    for (String name : names)
      found.add(
          known.stream()
              .filter(c -> c.name.equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "%s: expected some of %s, or all, got '%s'"
                              .formatted(
                                  option, known.stream().map(Contender::name).toList(), name))));
    return found;
  }
}
