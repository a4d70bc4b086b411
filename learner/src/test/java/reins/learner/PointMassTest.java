package reins.learner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import reins.contract.config.AlgorithmConfig;
import reins.contract.config.LearningConfig;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.PointMass.Kind;
import reins.learner.replay.SeededRandom;
import reins.learner.serve.LocalActors;

/** Every algorithm reaches what it should, on a task of seconds. */
class PointMassTest {
  private static final int DEMONSTRATIONS = 20;
  private static final int TAKEOVER_STEPS = 4; // RLIF

  /** Who acts beside the policy. */
  private enum Help {
    NONE,
    DEMONSTRATIONS,
    CORRECTIONS
  }

  @Test
  void shouldLearnFromItsOwnStepsWithSac() {
    double success = train(TestTasks.small("sac", 2, 2, 100), Kind.APPROACH, Help.NONE, 1500);
    assertTrue(success >= 0.9, "success ratio " + success);
  }

  @Test
  void shouldLearnASparseTaskFromAFewDemonstrationsWithRlpd() {
    double success =
        train(TestTasks.small("rlpd", 4, 4, 100), Kind.REACH, Help.DEMONSTRATIONS, 1500);
    assertTrue(success >= 0.9, "success ratio " + success);
  }

  @Test
  void shouldLearnWhenToCloseTheGripperWithHilSerl() {
    AlgorithmConfig algorithm = AlgorithmConfig.named("hil_serl");
    LearningConfig learning = TestTasks.small(algorithm, 4, 4, 100, 0.95);
    double success = train(learning, Kind.GRASP, Help.CORRECTIONS, 1500);
    assertTrue(success >= 0.6, "success ratio " + success);
  }

  @Test
  void shouldLearnFromTakeoversAloneWithRlif() {
    double success = train(TestTasks.small("rlif", 4, 4, 100), Kind.REACH, Help.CORRECTIONS, 1500);
    assertTrue(success >= 0.9, "success ratio " + success);
  }

  @Test
  void shouldCloneDemonstrations() {
    double success = train(TestTasks.small("bc", 4, 30, 1), Kind.REACH, Help.DEMONSTRATIONS, 0);
    assertTrue(success >= 0.5, "success ratio " + success);
  }

  @Test
  void shouldImitateCorrectionsWithHgDagger() {
    double success =
        train(TestTasks.small("hg_dagger", 4, 10, 1), Kind.REACH, Help.CORRECTIONS, 600);
    assertTrue(success >= 0.9, "success ratio " + success);
  }

  @Test
  void shouldLearnOffDemonstrationsAndGoOnOnlineWithIql() {
    double success = train(TestTasks.small("iql", 2, 4, 10), Kind.REACH, Help.DEMONSTRATIONS, 300);
    assertTrue(success >= 0.8, "success ratio " + success);
  }

  @Test
  void shouldLearnOffDemonstrationsAndGoOnOnlineWithCalQl() {
    AlgorithmConfig algorithm =
        new AlgorithmConfig("cal_ql", Map.of("samples", 3, "batches_per_demonstration_step", 10));
    LearningConfig learning = TestTasks.small(algorithm, 2, 1, 10, 0.95);
    double success = train(learning, Kind.REACH, Help.DEMONSTRATIONS, 600);
    assertTrue(success >= 0.7, "success ratio " + success);
  }

  private static double train(LearningConfig learning, Kind kind, Help help, int onlineSteps) {
    var task = TestTasks.task(PointMass.TERMS, kind.actionDim(), learning);
    SeededRandom random = new SeededRandom(11);
    try (LearnerState state = LearnerState.open(task, 1, 2, null);
        TestPolicy policy = new TestPolicy();
        LearnerLoop loop =
            new LearnerLoop(state, new LocalActors(state.inbox(), p -> policy.swap(p.onnx())))) {
      LocalActors actors = new LocalActors(state.inbox(), p -> {});
      PointMass world = new PointMass(random, kind);
      if (help != Help.NONE) demonstrate(world, actors);
      while (loop.ready()) loop.step();
      world.reset();
      int takenOver = 0;
      for (int step = 0, episode = 0; step < onlineSteps; step++) {
        float[] proposed = policy.draw(world.obs(), random);
        if (takenOver > 0) takenOver--;
        else if (help == Help.CORRECTIONS && world.wrong(proposed)) takenOver = TAKEOVER_STEPS;
        Transition t =
            takenOver > 0
                ? world.step(world.expert(), Source.SCRIPT, false, episode)
                : world.step(proposed, Source.POLICY, false, episode);
        actors.offer(t);
        if (t.done()) {
          world.reset();
          episode++;
          takenOver = 0;
        }
        while (loop.ready()) loop.step();
      }
      loop.publish();
      return evaluate(policy, new PointMass(new SeededRandom(99), kind));
    }
  }

  private static void demonstrate(PointMass world, LocalActors actors) {
    for (int episode = 0; episode < DEMONSTRATIONS; episode++) {
      world.reset();
      Transition t;
      do {
        t = world.step(world.expert(), Source.SCRIPT, true, -1 - episode);
        actors.offer(t);
      } while (!t.done());
    }
  }

  private static double evaluate(TestPolicy policy, PointMass world) {
    int successes = 0;
    for (int episode = 0; episode < 100; episode++) {
      world.reset();
      Transition t;
      do t = world.step(policy.act(world.obs()), Source.POLICY, false, episode);
      while (!t.done());
      if (t.success()) successes++;
    }
    return successes / 100.0;
  }
}
