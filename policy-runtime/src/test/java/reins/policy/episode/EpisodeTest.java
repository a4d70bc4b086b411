package reins.policy.episode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.Goal;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;
import reins.policy.observe.Objects;

class EpisodeTest {
  private final TaskConfig task = Rigs.simFranka().task();
  private final StateFrame state = new StateFrame();
  private final Objects objects = new Objects();
  private final Choice chosen = new Choice();
  private final List<Long> placed = new ArrayList<>();
  private final List<EpisodeResult> results = new ArrayList<>();
  private Episode episode = new Episode(task, placed::add, 5, 0, results::add);
  private long now_ns = 1_000_000_000;
  private boolean stateStale;
  private boolean objectStale;

  EpisodeTest() {
    state.width_m = state.width_cmd_m = 0.08;
    state.mode = Mode.HOLD.ordinal();
    rest();
  }

  private void rest() {
    double[] p_m = {0.4, 0.1, task.reset().object_low_m()[2]};
    System.arraycopy(p_m, 0, objects.p_base_object_m, 0, 3);
  }

  /** One step with a policy's action, and what became of the command. */
  private Command step() {
    now_ns += task.periodNs();
    state.seq++;
    if (!stateStale) state.stamp_ns = state.robot_stamp_ns = now_ns;
    if (!objectStale) objects.stamp_ns = now_ns;
    chosen.frame.action[0] = 0.7;
    episode.advance(now_ns, state, objects, chosen);
    Command command = Command.values()[chosen.frame.command];
    state.mode =
        (command == Command.ACT
                ? Mode.ACTIVE_POLICY
                : command == Command.HOME ? Mode.HOMING : Mode.HOLD)
            .ordinal();
    state.homed = 0;
    if (command != Command.ACT) assertEquals(0, chosen.frame.action[0]);
    return command;
  }

  private void run() {
    chosen.frame.policy_version = 1;
    step();
    state.homed = 1;
    for (int i = 0; i < 10 && episode.phase() != Phase.RUNNING; i++) step();
    assertEquals(Phase.RUNNING, episode.phase());
  }

  @Test
  void shouldAskHomeUntilTheStateSaysSo() {
    for (int i = 0; i < 50; i++) assertEquals(Command.HOME, step());
    assertTrue(placed.isEmpty());
    state.homed = 1;
    step();
    assertEquals(List.of(5L), placed);
    assertEquals(Phase.SETTLING, episode.phase());
  }

  @Test
  void shouldHoldWithoutAPolicyAndActWithOne() {
    chosen.frame.policy_version = 0;
    step();
    state.homed = 1;
    step();
    for (int i = 0; i < 50; i++) assertEquals(Command.HOLD, step());
    assertEquals(0, episode.stats().envSteps());
    chosen.frame.policy_version = 1;
    assertEquals(Command.HOLD, step());
    assertEquals(Command.ACT, step());
    assertEquals(1, episode.stats().envSteps());
  }

  @Test
  void shouldWaitUntilTheObjectLiesStillAndPlaceItAgain() {
    chosen.frame.policy_version = 1;
    step();
    state.homed = 1;
    step();
    objects.p_base_object_m[2] = -0.4;
    for (int i = 0; i < 35; i++) assertEquals(Command.HOLD, step());
    assertEquals(List.of(5L, 5L), placed);
    rest();
    step();
    step();
    assertEquals(Command.ACT, step());
  }

  @Test
  void shouldEndWithSuccessWhenTheObjectIsLifted() {
    run();
    for (int i = 0; i < 7; i++) assertEquals(Command.ACT, step());
    assertNull(episode.outcome());
    objects.p_base_object_m[2] += ((Goal.Lift) task.reward()).lift_m() + 0.001;
    assertEquals(Command.HOME, step());
    assertEquals(Outcome.SUCCESS, episode.outcome());
    EpisodeResult result = results.getFirst();
    assertTrue(result.success() && result.solvedAlone());
    assertEquals(7, result.steps());
    assertEquals(0.7, result.duration_s(), 1e-9);
    assertEquals(5, result.episode());
    assertEquals(6, episode.number());
    assertEquals(1, episode.stats().successRatio());
    step();
    assertNull(episode.outcome());
  }

  @Test
  void shouldTimeOutAfterTheTasksSteps() {
    run();
    for (int i = 0; i < task.episode_steps(); i++) assertEquals(Command.ACT, step());
    assertEquals(Command.HOME, step());
    assertEquals(Outcome.TIME_OUT, episode.outcome());
    assertEquals(task.episode_steps(), episode.stats().envSteps());
    assertEquals(0, episode.stats().successRatio());
  }

  @Test
  void shouldAbortAndHoldWhenTheTrackerGoesBlind() {
    run();
    step();
    objectStale = true;
    assertEquals(Command.ACT, step());
    assertEquals(Command.HOLD, step());
    assertEquals(Outcome.ABORTED, episode.outcome());
    assertTrue(results.getFirst().stalled());
    assertEquals(0, episode.stats().policyEpisodes());
    assertEquals(1, episode.stats().aborted());
  }

  /** Nobody aborts there: what is cut short is the robot's, and no start goes uncounted. */
  @Test
  void shouldCountWhatIsCutShortAsNotSolvedWhereThePolicyIsAlone() {
    episode = Episode.alone(task, placed::add, 1, results::add);
    run();
    step();
    stateStale = true;
    step();
    assertEquals(Command.HOLD, step());
    assertEquals(Outcome.ABORTED, episode.outcome());
    assertEquals(1, episode.stats().policyEpisodes());
    assertEquals(1, episode.stats().aborted());
    assertEquals(0, episode.stats().successRatio());
    stateStale = false;
    run();
    step();
    objects.p_base_object_m[2] += 1;
    step();
    assertEquals(2, episode.stats().policyEpisodes());
    assertEquals(0.5, episode.stats().successRatio());
    assertEquals(List.of(1L, 2L), results.stream().map(EpisodeResult::episode).toList());
  }

  @Test
  void shouldAbortAndHoldWhenTheStateGoesStale() {
    run();
    step();
    stateStale = true;
    step();
    assertEquals(Command.HOLD, step());
    assertEquals(Outcome.ABORTED, episode.outcome());
    for (int i = 0; i < 200; i++) assertEquals(Command.HOLD, step());
    stateStale = false;
    assertEquals(Command.HOME, step());
  }

  @Test
  void shouldAbortInASafeStop() {
    run();
    step();
    state.mode = Mode.SAFE_STOP.ordinal();
    assertEquals(Command.HOLD, step());
    assertEquals(Outcome.ABORTED, episode.outcome());
  }

  @Test
  void shouldAbortOnThePersonsMarkAndSucceedOnIt() {
    run();
    step();
    chosen.markedAbort = true;
    step();
    assertEquals(Outcome.ABORTED, episode.outcome());
    chosen.markedAbort = false;
    run();
    step();
    chosen.markedSuccess = true;
    step();
    assertEquals(Outcome.SUCCESS, episode.outcome());
  }

  @Test
  void shouldMarkAnEpisodeWhoseActionWentStale() {
    run();
    step();
    state.mode = Mode.HOLD.ordinal();
    step();
    objects.p_base_object_m[2] += 1;
    step();
    assertTrue(results.getFirst().stalled());
    assertTrue(results.getFirst().success());
  }

  @Test
  void shouldCountInterventionsByTheirOnset() {
    run();
    int[] sources = {0, 2, 2, 0, 2, 0, 0, 2, 2};
    for (int source : sources) {
      chosen.frame.source = source;
      step();
    }
    chosen.frame.source = Source.POLICY.ordinal();
    objects.p_base_object_m[2] += 1;
    step();
    assertEquals(3, results.getFirst().interventions());
    assertEquals(5, results.getFirst().interventionSteps());
    assertFalse(results.getFirst().solvedAlone());
    assertEquals(3, episode.stats().interventionsPerEpisode());
  }
}
