package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.contract.config.OperatorConfig;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Phase;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

class ScriptedOperatorTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final List<EpisodeResult> results = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();

  private ActorLoop loop(RigConfig.Resolved config, FakeArm arm, long seed, int demonstrations) {
    PolicyStore none =
        new PolicyStore(PolicySpec.of(config.task()), 25_000_000, Exploration.none());
    return loop(config, arm, seed, demonstrations, none);
  }

  private ActorLoop loop(
      RigConfig.Resolved config, FakeArm arm, long seed, int demonstrations, PolicyStore store) {
    return ActorLoop.learning(
        new ActorLoop.Parts(
            config,
            arm.exchange,
            arm,
            new ScriptedOperator(config, seed),
            arm,
            transitions::add,
            store,
            results::add),
        0,
        demonstrations);
  }

  @Test
  void shouldSucceedInNearlyEveryDemonstration() {
    FakeArm arm = new FakeArm(config, 7);
    ActorLoop loop = loop(config, arm, 7, 200);
    for (int i = 0; i < 200_000 && loop.stats().demonstrationSuccesses() < 200; i++) {
      loop.step(arm.now_ns);
      arm.period();
    }
    assertEquals(200, loop.stats().demonstrationSuccesses());
    assertTrue(loop.stats().demonstrations() <= 204, loop.stats().demonstrations() + " needed");
    double steps = results.stream().mapToInt(EpisodeResult::steps).average().orElseThrow();
    assertTrue(steps < 40, "steps per demonstration: " + steps);
  }

  /** What can go wrong in the middle of a demonstration. */
  private enum Mess {
    CUBE_PUSHED_AWAY {
      @Override
      void happen(FakeArm arm) {
        arm.drop();
        arm.cube_m[0] += arm.cube_m[0] > 0.4 ? -0.06 : 0.06;
        arm.cube_m[1] += arm.cube_m[1] > 0 ? -0.05 : 0.05;
      }
    },
    CUBE_DROPPED {
      @Override
      void happen(FakeArm arm) {
        arm.drop();
      }
    },
    TOOL_LOW_BESIDE_THE_CUBE {
      @Override
      void happen(FakeArm arm) {
        arm.drop();
        arm.put(arm.cube_m[0] + 0.07, arm.cube_m[1] + 0.02, 0.02);
      }
    },
    FINGERS_CLOSED_ON_NOTHING {
      @Override
      void happen(FakeArm arm) {
        arm.drop();
        arm.cube_m[1] += arm.cube_m[1] > 0 ? -0.1 : 0.1;
        arm.state.width_m = 0;
        arm.state.width_cmd_m = 0;
      }
    },
    CLOSED_FINGERS_LOW_BESIDE_THE_CUBE {
      @Override
      void happen(FakeArm arm) {
        arm.drop();
        arm.put(arm.cube_m[0], arm.cube_m[1] - 0.05, 0.02);
        arm.state.width_m = 0;
        arm.state.width_cmd_m = 0;
      }
    },
    CUBE_OFF_CENTRE_BETWEEN_THE_FINGERS {
      @Override
      void happen(FakeArm arm) {
        arm.drop();
        arm.put(arm.cube_m[0] - 0.012, arm.cube_m[1] + 0.012, 0.022);
        arm.state.width_m = 0.08;
        arm.state.width_cmd_m = 0.08;
      }
    };

    abstract void happen(FakeArm arm);
  }

  @ParameterizedTest
  @EnumSource(Mess.class)
  void shouldRecoverFromEveryMess(Mess mess) {
    SplittableRandom random = new SplittableRandom(mess.ordinal());
    FakeArm arm = new FakeArm(config, 3);
    ActorLoop loop = loop(config, arm, 3, 1000);
    long messed = -1;
    int when = 3;
    for (int i = 0; i < 10_000 && results.size() < 30; i++) {
      boolean running = loop.episode().phase() == Phase.RUNNING;
      if (running && loop.episode().number() > messed && loop.episode().steps() == when) {
        mess.happen(arm);
        messed = loop.episode().number();
        when = random.nextInt(3, 22);
      }
      loop.step(arm.now_ns);
      arm.period();
    }
    long solved = results.stream().filter(EpisodeResult::success).count();
    assertTrue(solved >= 29, mess + ": " + solved + " of 30");
    assertEquals(30, results.size());
  }

  private static OperatorConfig operator(double laziness, double untilSuccess) {
    return new OperatorConfig(0.1, 8, 8, laziness, untilSuccess, 1, 0);
  }

  /** Runs a policy that does nothing, watched by the operator. */
  private List<EpisodeResult> watched(OperatorConfig operator, int episodes) {
    RigConfig.Resolved watching = Rigs.with(operator);
    FakeArm arm = new FakeArm(watching, 2);
    PolicySpec spec = PolicySpec.of(watching.task());
    try (PolicyStore store = new PolicyStore(spec, 25_000_000, Exploration.none())) {
      store.offer(1, new OnnxFiles(spec, 1, 8).answering(0, 0, 0, 0).bytes());
      ActorLoop loop = loop(watching, arm, 2, 0, store);
      for (int i = 0; i < 50_000 && results.size() < episodes; i++) {
        loop.step(arm.now_ns);
        arm.period();
      }
    }
    return results;
  }

  @Test
  void shouldInterveneOftenAndBriefly() {
    watched(operator(0, 2), 20);
    List<Integer> bursts = new ArrayList<>();
    int run = 0;
    for (Transition t : transitions) {
      if (t.intervention()) run++;
      if (run > 0 && (!t.intervention() || t.done())) {
        bursts.add(run);
        run = 0;
      }
    }
    assertTrue(bursts.stream().allMatch(b -> b <= 8), bursts.toString());
    assertTrue(results.stream().anyMatch(EpisodeResult::success));
    assertTrue(results.stream().allMatch(r -> r.interventions() >= 1));
    assertTrue(results.stream().allMatch(r -> r.interventionSteps() < r.steps()));
  }

  @Test
  void shouldIgnoreMomentsWhenLazy() {
    double diligent = helpPerStep(watched(operator(0, 2), 20));
    results.clear();
    double lazy = helpPerStep(watched(operator(0.7, 2), 20));
    results.clear();
    double never = helpPerStep(watched(operator(1, 2), 5));
    assertTrue(lazy < 0.6 * diligent, lazy + " against " + diligent);
    assertTrue(lazy > 0);
    assertEquals(0, never);
  }

  private static double helpPerStep(List<EpisodeResult> results) {
    double steps = results.stream().mapToInt(EpisodeResult::steps).sum();
    return results.stream().mapToInt(EpisodeResult::interventions).sum() / steps;
  }

  @Test
  void shouldSolveLessTheLessCompetentItIs() {
    double[] steps = new double[3];
    double[] competence = {1, 0.5, 0};
    for (int i = 0; i < steps.length; i++) {
      results.clear();
      demonstrated(new OperatorConfig(0.1, 8, 8, 0, 2, competence[i], 0), 10);
      steps[i] = results.stream().mapToInt(EpisodeResult::steps).average().orElseThrow();
    }
    assertTrue(steps[0] < 0.7 * steps[1], steps[0] + " against " + steps[1]);
    assertTrue(steps[1] < 0.8 * steps[2], steps[1] + " against " + steps[2]);
    assertTrue(results.stream().noneMatch(EpisodeResult::success), "at random nothing is lifted");
  }

  @Test
  void shouldActLateByItsDelay() {
    demonstrated(new OperatorConfig(0, 8, 8, 0, 2, 1, 0), 1);
    List<Transition> prompt = List.copyOf(transitions);
    transitions.clear();
    results.clear();
    demonstrated(new OperatorConfig(0, 8, 8, 0, 2, 1, 3), 1);
    for (int i = 0; i < 3; i++)
      for (float a : transitions.get(i).action()) assertEquals(0, a, "step " + i);
    assertEquals(prompt.getFirst().action()[0], transitions.get(3).action()[0], 1e-6);
    assertEquals(prompt.getFirst().action()[2], transitions.get(3).action()[2], 1e-6);
    assertTrue(transitions.stream().allMatch(Transition::demonstration));
  }

  private void demonstrated(OperatorConfig operator, int episodes) {
    RigConfig.Resolved showing = Rigs.with(operator);
    FakeArm arm = new FakeArm(showing, 2);
    ActorLoop loop = loop(showing, arm, 2, 1000);
    for (int i = 0; i < 50_000 && results.size() < episodes; i++) {
      loop.step(arm.now_ns);
      arm.period();
    }
  }

  @Test
  void shouldNotCorrectWhereItTrustsFromTheStart() {
    assertEquals(0, helpPerStep(watched(operator(0, 0), 5)));
  }

  @Test
  void shouldRepeatFromItsSeed() {
    watched(operator(0.3, 2), 5);
    List<EpisodeResult> first = List.copyOf(results);
    results.clear();
    assertEquals(first, watched(operator(0.3, 2), 5));
  }
}
