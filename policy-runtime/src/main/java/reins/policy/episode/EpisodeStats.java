package reins.policy.episode;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What the episodes of this process amount to; the recent figures are over the last twenty policy
 * episodes.
 *
 * <p>Threads: the actor's loop adds; any reads.
 */
public final class EpisodeStats {
  /** Policy episodes that the recent figures look at. */
  public static final int RECENT = 20;

  private final ArrayDeque<EpisodeResult> recent = new ArrayDeque<>();
  private final boolean alone;
  private EpisodeResult last;
  private long envSteps;
  private long demonstrations;
  private long demonstrationSuccesses;
  private long demonstrationSteps;
  private double demonstrated_s;
  private long policyEpisodes;
  private long policySuccesses;
  private long aborted;
  private long interventions;
  private long interventionSteps;
  private long takenOver;
  private long endedByPerson;
  private double successDuration_s;

  /**
   * Nothing yet.
   *
   * @param alone the policy is judged: what is cut short, helped or ended by a person's word counts
   *     as not solved
   */
  EpisodeStats(boolean alone) {
    this.alone = alone;
  }

  synchronized void step() {
    envSteps++;
  }

  synchronized void ended(EpisodeResult result) {
    last = result;
    boolean cutShort = result.outcome() == Outcome.ABORTED;
    if (cutShort) aborted++;
    if (cutShort && !alone) return;
    if (result.demonstration()) endedDemonstration(result);
    else endedPolicyEpisode(result);
  }

  private void endedDemonstration(EpisodeResult result) {
    demonstrations++;
    demonstrationSteps += result.steps();
    if (!result.success()) return;
    demonstrationSuccesses++;
    demonstrated_s += result.duration_s();
  }

  private void endedPolicyEpisode(EpisodeResult result) {
    policyEpisodes++;
    interventions += result.interventions();
    interventionSteps += result.interventionSteps();
    if (result.interventions() > 0) takenOver++;
    if (result.byPerson()) endedByPerson++;
    if (solved(result)) {
      policySuccesses++;
      successDuration_s += result.duration_s();
    }
    recent.addLast(result);
    if (recent.size() > RECENT) recent.removeFirst();
  }

  private boolean solved(EpisodeResult result) {
    return alone ? result.solvedByItself() : result.success();
  }

  /** Policy episodes in which a person took over. */
  public synchronized long takenOver() {
    return takenOver;
  }

  /** Policy episodes that a person's word ended. */
  public synchronized long endedByPerson() {
    return endedByPerson;
  }

  /** Steps in which an action was executed: the environment steps that papers count. */
  public synchronized long envSteps() {
    return envSteps;
  }

  /** Finished demonstrations. */
  public synchronized long demonstrations() {
    return demonstrations;
  }

  /** Finished demonstrations that succeeded. */
  public synchronized long demonstrationSuccesses() {
    return demonstrationSuccesses;
  }

  /** Finished episodes in which the policy acted, alone or corrected. */
  public synchronized long policyEpisodes() {
    return policyEpisodes;
  }

  /** Policy episodes that succeeded: alone or corrected, where the policy is judged by itself. */
  public synchronized long policySuccesses() {
    return policySuccesses;
  }

  /**
   * Episodes cut short by a person or by stale data; in no other figure, but where the policy is
   * alone: there they are policy episodes that did not succeed.
   */
  public synchronized long aborted() {
    return aborted;
  }

  /** Take-overs in policy episodes. */
  public synchronized long interventions() {
    return interventions;
  }

  /** Steps that a person chose in policy episodes. */
  public synchronized long interventionSteps() {
    return interventionSteps;
  }

  /** Steps that a person chose at all: in demonstrations and in corrections. */
  public synchronized long humanSteps() {
    return demonstrationSteps + interventionSteps;
  }

  /** Mean duration of successful demonstrations in s; not a number before the first. */
  public synchronized double demonstrationCycle_s() {
    return demonstrated_s / demonstrationSuccesses;
  }

  /** Share of successful policy episodes; 0 before the first. */
  public synchronized double successRatio() {
    return policyEpisodes == 0 ? 0 : (double) policySuccesses / policyEpisodes;
  }

  /** Mean duration of successful policy episodes in s; 0 before the first. */
  public synchronized double cycle_s() {
    return policySuccesses == 0 ? 0 : successDuration_s / policySuccesses;
  }

  /** Take-overs per policy episode. */
  public synchronized double interventionsPerEpisode() {
    return policyEpisodes == 0 ? 0 : (double) interventions / policyEpisodes;
  }

  /** Share of recent policy episodes that succeeded. */
  public synchronized double recentSuccessRatio() {
    return recentShare(this::solved);
  }

  /** Share of recent policy episodes that the policy solved without help. */
  public synchronized double recentSolvedAloneRatio() {
    return recentShare(EpisodeResult::solvedAlone);
  }

  /** Take-overs per recent policy episode. */
  public synchronized double recentInterventionsPerEpisode() {
    return recentMean(EpisodeResult::interventions);
  }

  /** Share of the steps of recent policy episodes that a person chose. */
  public synchronized double recentInterventionStepRatio() {
    return recentMean(EpisodeResult::interventionSteps)
        / Math.max(1, recentMean(EpisodeResult::steps));
  }

  /** How many policy episodes the recent figures stand on. */
  public synchronized int recentEpisodes() {
    return recent.size();
  }

  /** The episode that ended last; null before the first. */
  public synchronized EpisodeResult last() {
    return last;
  }

  private double recentShare(Predicate<EpisodeResult> what) {
    return recentMean(result -> what.test(result) ? 1 : 0);
  }

  private double recentMean(ToDoubleFunction<EpisodeResult> what) {
    return recent.stream().mapToDouble(what).average().orElse(0);
  }
}
