package reins.learner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reins.contract.config.CameraTerm;
import reins.contract.config.FlightTask;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.replay.SeededRandom;
import reins.learner.serve.LocalActors;

/**
 * From pictures through link's schema, replay, encoder and ONNX to a policy that does what it
 * should.
 */
class SeenPointTest {
  private static final int DEMONSTRATIONS = 20;
  private static final int TAKEOVER_STEPS = 4;

  private static FlightTask task(String algorithm, int utd, int start) {
    return TestTasks.seeing(algorithm, 24, 20)
        .with(
            Map.of(
                "learning",
                Map.ofEntries(
                    Map.entry("hidden", new int[] {64, 64}),
                    Map.entry("batch", 64),
                    Map.entry("utd", utd),
                    Map.entry("critics", 2),
                    Map.entry("start_transitions", start),
                    Map.entry("discount", 0.95),
                    Map.entry("target_entropy", -2.0),
                    Map.entry("actor_lr", 1e-3),
                    Map.entry("critic_lr", 1e-3),
                    Map.entry("capacity", 10_000),
                    Map.entry(
                        "encoder",
                        Map.of("widths", new int[] {8, 16}, "latent", 16, "shift_px", 1)))));
  }

  @Test
  void shouldClonePicturesAndActions() {
    FlightTask task = task("bc", 3, 1);
    double untrained = train(task, 0, 0);
    double trained = train(task, DEMONSTRATIONS, 0);
    assertTrue(trained >= 0.8, "success ratio " + trained);
    assertTrue(untrained <= 0.3, "untrained " + untrained);
  }

  @Test
  void shouldImitateCorrectionsOfWhatItSees() {
    double success = train(task("hg_dagger", 3, 1), 5, 400);
    assertTrue(success >= 0.8, "success ratio " + success);
  }

  @Test
  @Tag("slow")
  void shouldLearnASparseTaskFromPicturesWithRlpd() {
    double success = train(task("rlpd", 4, 50), DEMONSTRATIONS, 1500);
    assertTrue(success >= 0.8, "success ratio " + success);
  }

  private static double train(FlightTask task, int demonstrations, int onlineSteps) {
    CameraTerm camera = task.cameras().getFirst();
    SeededRandom random = new SeededRandom(11);
    try (LearnerState state = LearnerState.open(task, 1, 2, null);
        TestPolicy policy = new TestPolicy(camera);
        LearnerLoop loop =
            new LearnerLoop(state, new LocalActors(state.inbox(), p -> policy.swap(p.onnx())))) {
      LocalActors actors = new LocalActors(state.inbox(), p -> {});
      SeenPoint world = new SeenPoint(random, camera);
      for (int episode = 0; episode < demonstrations; episode++) {
        world.reset();
        Transition t;
        do {
          t = world.step(world.expert(), Source.SCRIPT, true, -1 - episode);
          actors.offer(t);
        } while (!t.done());
      }
      while (loop.ready()) loop.step();
      world.reset();
      int takenOver = 0;
      for (int step = 0, episode = 0; step < onlineSteps; step++) {
        float[] proposed = policy.draw(world.obs(), world.picture(), random);
        if (takenOver > 0) takenOver--;
        else if (world.wrong(proposed)) takenOver = TAKEOVER_STEPS;
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
      return evaluate(policy, new SeenPoint(new SeededRandom(99), camera));
    }
  }

  private static double evaluate(TestPolicy policy, SeenPoint world) {
    int successes = 0;
    for (int episode = 0; episode < 100; episode++) {
      world.reset();
      Transition t;
      do {
        float[] action = policy.act(world.obs(), world.picture());
        t = world.step(action, Source.POLICY, false, episode);
      } while (!t.done());
      if (t.success()) successes++;
    }
    return successes / 100.0;
  }
}
