package reins.learner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.LearningConfig;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.replay.SeededRandom;
import reins.learner.serve.LocalActors;

class PointMassTest {
  private static final int DEMONSTRATIONS = 20;

  @Test
  void shouldLearnASparseTaskFromAFewDemonstrationsAndItsOwnSteps() {
    double success = train(TestTasks.small("rlpd", 4, 4, 100), 1500);
    assertTrue(success >= 0.9, "success ratio " + success);
  }

  @Test
  void shouldCloneDemonstrations() {
    double success = train(TestTasks.small("bc", 4, 30, 1), 0);
    assertTrue(success >= 0.5, "success ratio " + success);
  }

  private static double train(LearningConfig learning, int onlineSteps) {
    var task = TestTasks.task(PointMass.TERMS, PointMass.ACTION, learning);
    SeededRandom random = new SeededRandom(11);
    try (LearnerState state = LearnerState.open(task, 1, 2, null);
        TestPolicy policy = new TestPolicy();
        LearnerLoop loop =
            new LearnerLoop(state, new LocalActors(state.inbox(), p -> policy.swap(p.onnx())))) {
      LocalActors actors = new LocalActors(state.inbox(), p -> {});
      PointMass world = new PointMass(random);
      for (int episode = 0; episode < DEMONSTRATIONS; episode++) {
        world.reset();
        Transition t;
        do {
          t = world.step(world.expert(), Source.SCRIPT, true, episode);
          actors.offer(t);
        } while (!t.done());
      }
      while (loop.ready()) loop.step();
      world.reset();
      for (int step = 0; step < onlineSteps; step++) {
        Transition t = world.step(policy.draw(world.obs(), random), Source.POLICY, false, step);
        actors.offer(t);
        if (t.done()) world.reset();
        while (loop.ready()) loop.step();
      }
      loop.publish();
      return evaluate(policy, new PointMass(new SeededRandom(99)));
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
