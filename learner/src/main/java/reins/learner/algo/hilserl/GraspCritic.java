package reins.learner.algo.hilserl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import reins.learner.backend.LaggedNetwork;
import reins.learner.backend.Persistent;
import reins.learner.replay.Batch;

/**
 * Values of opening, staying and closing, learned by double Q-learning.
 *
 * <p>Symbols: q_g the critic, qbar_g its slow copy, g the choice, p the penalty of a change.
 *
 * <p>A person's gripper is open or closed in every step and never "stays"; a row therefore teaches
 * every choice that does the same, or the target's maximum would run over one that no demonstration
 * has.
 *
 * <p>Threads: one caller.
 *
 * <p>Source: HIL-SERL, agents/continuous/sac_hybrid_single.py, grasp_critic_loss_fn; van Hasselt et
 * al. 2016, equation 4.
 */
final class GraspCritic implements Persistent {
  private static final int G = GripperSteps.CHOICES;

  private final LaggedNetwork network;
  private final GripperSteps steps;
  private final double discount;
  private final float[] q; // [B, G]
  private final float[] target; // [B, G]
  private final float[] y; // [B]
  private final float[] dOut; // [B, G]

  GraspCritic(LaggedNetwork network, GripperSteps steps, int rows, double discount) {
    this.network = network;
    this.steps = steps;
    this.discount = discount;
    q = new float[rows * G];
    target = new float[rows * G];
    y = new float[rows];
    dOut = new float[rows * G];
  }

  void update(Batch batch, Map<String, Double> stats) {
    network.forward(batch.nextObs(), q);
    network.forwardTarget(batch.nextObs(), target);
    double penalties = 0;
    for (int b = 0; b < y.length; b++) {
      // y = r + p + gamma m qbar_g(s', argmax_g q_g(s', g))
      double penalty = steps.penalty(batch, b);
      y[b] =
          (float)
              (batch.reward()[b]
                  + penalty
                  + discount * batch.mask()[b] * target[b * G + best(q, b)]);
      penalties += penalty;
    }
    network.forward(batch.obs(), q);
    double squares = 0;
    for (int b = 0; b < y.length; b++)
      for (int g = 0; g < G; g++) {
        // L = 1/B sum_b sum_{g as good as g_b} (q_g(s_b, g) - y_b)^2
        double error = steps.sameAs(batch, b, g) ? q[b * G + g] - y[b] : 0;
        squares += error * error;
        dOut[b * G + g] = (float) (2 * error / y.length);
      }
    network.step(dOut);
    network.follow();
    stats.put("grasp_loss", squares / y.length);
    stats.put("grasp_penalty", penalties / y.length);
  }

  private static int best(float[] values, int row) {
    int best = 0;
    for (int g = 1; g < G; g++) if (values[row * G + g] > values[row * G + best]) best = g;
    return best;
  }

  LaggedNetwork network() {
    return network;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    network.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    network.load(in);
  }
}
