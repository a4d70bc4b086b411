package reins.policy.episode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What counts as solved while a policy learns, and what while it is judged. */
class EpisodeStatsTest {
  private static EpisodeResult ended(Outcome how, int interventions, boolean byPerson) {
    return new EpisodeResult(
        1, false, how, 10, interventions, 3 * interventions, 2, 1, false, byPerson);
  }

  private static EpisodeStats after(boolean alone) {
    EpisodeStats stats = new EpisodeStats(alone);
    stats.ended(ended(Outcome.SUCCESS, 0, false));
    stats.ended(ended(Outcome.SUCCESS, 1, false));
    stats.ended(ended(Outcome.SUCCESS, 0, true));
    stats.ended(ended(Outcome.ABORTED, 0, true));
    stats.ended(ended(Outcome.TIME_OUT, 0, false));
    return stats;
  }

  @Test
  void shouldCountHelpAndWordsAgainstAPolicyThatIsJudged() {
    EpisodeStats judged = after(true);
    assertEquals(5, judged.policyEpisodes());
    assertEquals(1, judged.policySuccesses());
    assertEquals(0.2, judged.successRatio());
    assertEquals(0.2, judged.recentSuccessRatio(), 1e-12);
    assertEquals(1, judged.takenOver());
    assertEquals(2, judged.endedByPerson());
    assertEquals(2, judged.cycle_s());
  }

  @Test
  void shouldCountThemAsTheyEndedWhileItLearns() {
    EpisodeStats learning = after(false);
    assertEquals(4, learning.policyEpisodes());
    assertEquals(3, learning.policySuccesses());
    assertEquals(1, learning.aborted());
  }
}
