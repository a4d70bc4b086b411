package reins.learner.algo.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.learner.algo.Measured;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

class BehaviorCloningTest {
  private static final int B = 64;
  private static final int O = 3;
  private static final double NOISE = 0.2;

  @Test
  void shouldCloneTheMeanAndTheSpreadOfDemonstrations() {
    NetworkSpec spec = new NetworkSpec(O, 1, new int[] {32, 32}, 0, B, 1e-3, 1e-3, 0.005);
    SeededRandom random = new SeededRandom(1);
    try (BehaviorCloning agent =
        new BehaviorCloning(new FusedEngine(spec, random, 1), new Measured(), B)) {
      double loss = 0;
      for (int i = 0; i < 2000; i++) {
        double now = agent.update(new Batch[] {batch(random)}).values().get("bc_loss");
        loss = i == 0 ? now : 0.98 * loss + 0.02 * now;
      }
      assertTrue(loss < 0.04, "loss " + loss);
      float[] out = new float[B * 2];
      Batch batch = batch(random);
      agent.actor().forward(batch.obs(), out);
      double std = 0;
      for (int b = 0; b < B; b++) {
        assertEquals(0.8 * batch.obs()[b * O], out[2 * b], 0.15);
        std += Math.exp(out[2 * b + 1]) / B;
      }
      assertEquals(NOISE, std, 0.06);
    }
  }

  /** a = tanh(0.8 s_0 + noise) */
  private static Batch batch(SeededRandom random) {
    Batch batch = new Batch(B, O, 1);
    for (int i = 0; i < batch.obs().length; i++) batch.obs()[i] = 2 * random.nextFloat() - 1;
    for (int b = 0; b < B; b++)
      batch.action()[b] =
          (float) Math.tanh(0.8 * batch.obs()[b * O] + NOISE * random.nextGaussian());
    return batch;
  }
}
