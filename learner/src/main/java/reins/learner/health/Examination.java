package reins.learner.health;

import static reins.learner.health.Suspects.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reins.contract.config.LearningConfig;
import reins.contract.config.Task;

/** One look at a training: each figure beside what is normal. */
final class Examination {
  private static final long SETTLED = 1000; // updates before values mean anything
  private static final double EXCESS_MAX = 0.3;
  private static final double EXCESS_MIN = -1;
  private static final double WORTH_MIN = 0.01;
  private static final double PERSON_MAX = 0.5;
  private static final long PERSON_AFTER = 2000; // steps
  private static final double KEPT_UP_MIN = 0.5;
  private static final double BACKLOG_MAX = 100; // steps' worth of updates
  private static final double DORMANT_MAX = 0.25;
  private static final double QUIET_MAX_S = 60;
  private static final String OURS = "limit ours";

  private final Task task;
  private final LearningConfig c;
  private final Health.Snapshot now;
  private final double quiet_s;
  private final String broken;
  private final Suspects suspects;

  Examination(Task task, Health.Snapshot now, double quiet_s, String broken) {
    this.task = task;
    c = task.learning();
    this.now = now;
    this.quiet_s = quiet_s;
    this.broken = broken;
    suspects = new Suspects(task);
  }

  List<Sign> signs() {
    List<Sign> signs = new ArrayList<>();
    signs.add(losses());
    signs.add(values());
    signs.add(horizon());
    signs.add(entropy());
    signs.add(interventions());
    signs.add(
        Sign.none(
            "classifier false positives",
            "no learned reward in this task: its own condition decides what is success"));
    signs.add(updateRatio());
    signs.add(dormant("dormant units, actor", now.vitals().dormantActor(), "actor_lr"));
    signs.add(dormant("dormant units, critic", now.vitals().dormantCritic(), "critic_lr"));
    signs.add(actors());
    signs.add(replay());
    return signs;
  }

  private boolean settled() {
    return now.updates() >= SETTLED;
  }

  private Sign losses() {
    String name = "losses";
    if (!broken.isEmpty())
      return Sign.judged(
          name,
          broken,
          "finite",
          "",
          true,
          suspects.blame("lower critic_lr", "lower actor_lr", "lower discount")
              + "; the last checkpoint stays");
    boolean imitates = now.metrics().containsKey("bc_loss");
    Double loss = now.metrics().get(imitates ? "bc_loss" : "critic_loss");
    double bound = imitates ? 1 : Math.max(1e-3, square(now.vitals().scale()));
    String normal =
        imitates
            ? "finite, below 1: that of an action of zeros"
            : "finite, below the square of the largest return";
    if (loss == null || !settled() || !imitates && now.vitals().samples() == 0)
      return Sign.waiting(
          name, "fewer than " + SETTLED + " updates or no episode yet", normal, OURS);
    return Sign.judged(
        name,
        "%s %s, bound %s"
            .formatted(imitates ? "bc_loss" : "critic_loss", number(loss), number(bound)),
        normal,
        OURS,
        !(loss <= bound),
        imitates
            ? suspects.blame("lower actor_lr")
            : suspects.blame("lower critic_lr", "lower discount", "lower tau"));
  }

  private static double square(double x) {
    return x * x;
  }

  /** (Q - G) / largest return; with entropy in the targets, less what that adds. */
  private Sign values() {
    String name = "values against returns";
    if (!now.hasCritics()) return Sign.none(name, c.algorithm().name() + " has no critics");
    if (!now.rewardsKept())
      return Sign.none(name, c.algorithm().name() + " has rewards of its own, not the task's");
    String normal =
        "critics' mean at most %.0f %% of the largest return above what was earned, at most %.0f %% below"
            .formatted(100 * EXCESS_MAX, -100 * EXCESS_MIN);
    String source = "normalised bias as in Chen et al. 2021 (REDQ), section 3.1; limits ours";
    if (now.vitals().samples() == 0 || !settled())
      return Sign.waiting(
          name, "no finished episode of the policy, or too few updates", normal, source);
    double scale = Math.max(1e-6, now.vitals().scale());
    double excess = now.vitals().excess() / scale;
    double slack = entropyBonus() / scale;
    boolean above = !(excess <= EXCESS_MAX + slack);
    boolean below = excess < EXCESS_MIN - slack;
    return Sign.judged(
        name,
        percent(excess) + " of the largest return " + number(scale),
        normal,
        source,
        above || below,
        above
            ? suspects.blame(
                "raise critics_min", "lower utd", "lower critic_lr", "lower tau", "lower discount")
            : suspects.blame("lower critics_min", "raise utd", "lower critic_lr", "raise tau"));
  }

  /** What entropy adds to a value at most, where the targets count it: alpha |H| / (1 - gamma). */
  private double entropyBonus() {
    if (!c.backup_entropy()) return 0;
    double alpha = now.metrics().getOrDefault("temperature", 0.0);
    double entropy = Math.abs(now.metrics().getOrDefault("entropy", 0.0));
    return alpha * entropy / Math.max(1e-3, 1 - c.discount());
  }

  private Sign horizon() {
    boolean seen = Double.isFinite(now.successSteps());
    double steps = seen ? now.successSteps() : task.episode_steps();
    double worth = Math.pow(c.discount(), steps); // gamma^n
    return Sign.judged(
        "horizon",
        "a reward after %.0f steps (%s) counts %s at the start"
            .formatted(steps, seen ? "as successes take" : "the whole episode", number(worth)),
        "at least %s, and learning.discount below 1".formatted(number(WORTH_MIN)),
        "SERL: 0.96 over 100 steps, 0.017",
        worth < WORTH_MIN || c.discount() >= 1,
        suspects.blame(worth < WORTH_MIN ? "raise discount" : "lower discount"));
  }

  private Sign entropy() {
    String name = "policy entropy";
    Double entropy = now.metrics().get("entropy");
    double dim = task.action().dim();
    double target = c.target_entropy();
    String normal =
        "within %s of learning.target_entropy %s".formatted(number(dim), number(target));
    String source = "one nat for each number of the action, limit ours; uniform is 0.69 for each";
    if (entropy == null && settled())
      return Sign.none(name, c.algorithm().name() + " has no entropy to keep");
    if (entropy == null || !settled())
      return Sign.waiting(name, "fewer than " + SETTLED + " updates", normal, source);
    boolean low = entropy < target - dim;
    return Sign.judged(
        name,
        "%s, temperature %s"
            .formatted(number(entropy), number(now.metrics().getOrDefault("temperature", 0.0))),
        normal,
        source,
        low || !(entropy <= target + dim),
        low
            ? suspects.blame("raise temperature_lr", "lower actor_lr", "lower target_entropy")
            : suspects.blame(
                "lower temperature_init",
                "raise temperature_lr",
                "lower target_entropy",
                "lower actor_lr"));
  }

  private Sign interventions() {
    String name = "interventions";
    String normal =
        "at most %.0f %% after %d steps, and falling".formatted(100 * PERSON_MAX, PERSON_AFTER);
    String source = "HIL-SERL: brief corrections, fewer as success rises; limit ours";
    if (now.online() == 0) return Sign.waiting(name, "no step of the policy yet", normal, source);
    return Sign.judged(
        name,
        "%s of the last %d steps"
            .formatted(percent(now.personShare()), Math.min(1000, now.online())),
        normal,
        source,
        now.online() >= PERSON_AFTER && now.personShare() > PERSON_MAX,
        suspects.blame("raise demonstrations", "raise utd")
            + "; hand back sooner: the policy learns from its own steps too");
  }

  private Sign updateRatio() {
    String name = "updates for data";
    String normal =
        "learning.utd %d for each step: at least %.0f %% of what lately was paid for, or fewer than %.0f steps' worth waiting"
            .formatted(c.utd(), 100 * KEPT_UP_MIN, BACKLOG_MAX);
    if (now.online() == 0 && now.updates() == 0)
      return Sign.waiting(
          name,
          "waits for learning.start_transitions %d".formatted(c.start_transitions()),
          normal,
          OURS);
    boolean known = Double.isFinite(now.keptUp());
    return Sign.judged(
        name,
        (known ? percent(now.keptUp()) + " made, " : "")
            + now.waiting()
            + " of "
            + (now.updates() + now.waiting())
            + " updates wait",
        normal,
        OURS,
        known && now.keptUp() < KEPT_UP_MIN && now.waiting() > BACKLOG_MAX * c.utd(),
        suspects.blame("lower utd", "lower batch") + "; or ./reins learner --threads");
  }

  private Sign dormant(String name, double share, String rate) {
    String normal = "at most " + percent(DORMANT_MAX) + " of the hidden units";
    String source =
        "Sokar et al. 2023, definition 3.1 with tau %s; limit ours".formatted(number(Dormancy.TAU));
    if (rate.equals("critic_lr") && !now.hasCritics())
      return Sign.none(name, c.algorithm().name() + " has no critics");
    if (Double.isNaN(share)) return Sign.waiting(name, "no finished episode yet", normal, source);
    return Sign.judged(
        name,
        percent(share),
        normal,
        source,
        share > DORMANT_MAX,
        suspects.blame("lower " + rate, "lower utd"));
  }

  private Sign actors() {
    boolean stale = quiet_s > QUIET_MAX_S && now.hungry();
    return Sign.judged(
        "actors",
        "last step %.0f s ago%s".formatted(quiet_s, now.hungry() ? ", the learner waits" : ""),
        "a step within %.0f s while the learner waits for data".formatted(QUIET_MAX_S),
        OURS,
        stale,
        "no number: nobody acts. Is ./reins policy running, paused in the cockpit, or at another link.port of the rig file?");
  }

  private Sign replay() {
    boolean wanted = now.demoRatio() > 0 && c.demonstrations() > 0;
    boolean empty = wanted && now.demonstrationSize() == 0 && now.online() > 0 && settled();
    String full = now.onlineSize() >= c.capacity() ? ", full: the oldest step gives way" : "";
    return Sign.judged(
        "replay",
        "%d of %d steps online%s, %d in the demonstration buffer"
            .formatted(now.onlineSize(), c.capacity(), full, now.demonstrationSize()),
        "demonstrations, where the algorithm wants %s of a batch to be some"
            .formatted(percent(now.demoRatio())),
        "RLPD, HIL-SERL: half of each batch",
        empty,
        suspects.file()
            + ": learning.demonstrations is %d and none came: show some, or give --demos DIR"
                .formatted(c.demonstrations()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
