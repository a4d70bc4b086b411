package reins.learner.algo.calql;

import java.util.Arrays;
import java.util.Map;
import reins.contract.config.LearningConfig;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.SoftActorCritic;
import reins.learner.backend.Engine;
import reins.learner.replay.Batch;

/**
 * Soft actor-critic whose critics are pressed down where the data has nothing to say, but never
 * below what was really earned.
 *
 * <p>Symbols: q_i critics, a_k actions drawn for a state, rho_k the density each was drawn with, G
 * what was earned from the state on, N draws of each kind, w conservatism.
 *
 * <p>Threads: one caller.
 *
 * <p>Source: Nakamoto et al. 2023 (Cal-QL), equation 4; Kumar et al. 2020 (CQL), appendix F; the
 * three kinds of draws are those of JaxCQL.
 */
final class CalQlAgent extends SoftActorCritic {
  private final CalQl.Settings settings;
  private final double discount;
  private final int rows;
  private final int actionDim;
  private final float[][] actions; // [3 N][B, A]: uniform, of the policy at s, of the policy at s'
  private final float[][] logDensity; // [3 N][B]
  private final float[][][] drawnQ; // [3 N][E][B], then the derivative by them
  private final float[][] dataQ; // [E][B], then the derivative by them
  private final float[] y; // [B]
  private final float[] best; // [B]
  private final float[] bestLogp; // [B]
  private int floored; // values that the floor held in this update

  CalQlAgent(
      CalQl.Settings settings, LearningConfig config, Quirks quirks, Engine engine, long seed) {
    super(config, quirks, engine, seed);
    this.settings = settings;
    discount = config.discount();
    rows = config.batch();
    actionDim = actor().shape().out() / 2;
    int kinds = 3 * settings.samples();
    actions = new float[kinds][rows * actionDim];
    logDensity = new float[kinds][rows];
    drawnQ = new float[kinds][config.critics()][rows];
    dataQ = new float[config.critics()][rows];
    y = new float[rows];
    best = new float[rows];
    bestLogp = new float[rows];
  }

  @Override
  protected Batch updateCritic(Batch batch, Map<String, Double> stats) {
    if (settings.max_backup()) bestTargets(batch, y);
    else targets(batch, batch.nextObs(), y);
    drawActions(batch);
    critics.values(batch.obs(), batch.action(), dataQ);
    for (int k = 0; k < actions.length; k++) critics.values(batch.obs(), actions[k], drawnQ[k]);
    // L(phi) = 1/(E B) sum_i sum_b ((q_i(s_b, a_b) - y_b)^2 + w (lse_i,b - q_i(s_b, a_b)))
    double bellman = 0;
    double gap = 0;
    floored = 0;
    double scale = 1.0 / (dataQ.length * rows);
    for (int i = 0; i < dataQ.length; i++)
      for (int b = 0; b < rows; b++) {
        double error = dataQ[i][b] - y[b];
        bellman += scale * error * error;
        gap += scale * (press(i, b, batch.floor()[b], scale) - dataQ[i][b]);
        dataQ[i][b] = (float) (scale * (2 * error - settings.conservatism()));
      }
    critics.accumulate(batch.obs(), batch.action(), dataQ);
    for (int k = 0; k < actions.length; k++) critics.accumulate(batch.obs(), actions[k], drawnQ[k]);
    critics.step();
    // phibar <- phibar + tau (phi - phibar)
    critics.follow();
    stats.put("critic_loss", bellman);
    stats.put("conservative_gap", gap);
    stats.put("floored_ratio", floored * scale / (2 * settings.samples()));
    stats.put("target_mean", mean(y));
    return batch;
  }

  /** Targets by the best of N actions of the policy. */
  private void bestTargets(Batch batch, float[] y) {
    Arrays.fill(y, Float.NEGATIVE_INFINITY);
    int[] members = drawMembers();
    for (int k = 0; k < settings.samples(); k++) {
      policy.sample(batch.nextObs());
      critics.targetMin(batch.nextObs(), policy.action(), members, best);
      for (int b = 0; b < rows; b++) {
        if (best[b] > y[b]) bestLogp[b] = policy.logp()[b];
        y[b] = Math.max(y[b], best[b]);
      }
    }
    // y = r + gamma m (max_k min_i qbar_i(s', a'_k) - alpha log pi(a'_k | s') [backup entropy])
    for (int b = 0; b < rows; b++)
      y[b] =
          (float)
              (batch.reward()[b]
                  + discount * batch.mask()[b] * (y[b] - backupAlpha() * bestLogp[b]));
  }

  private void drawActions(Batch batch) {
    int n = settings.samples();
    float uniform = (float) (-actionDim * Math.log(2)); // density 1/2 on [-1, 1] in each number
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < actions[k].length; i++) actions[k][i] = 2 * random.nextFloat() - 1;
      Arrays.fill(logDensity[k], uniform);
    }
    for (int k = n; k < 3 * n; k++) {
      policy.sample(k < 2 * n ? batch.obs() : batch.nextObs());
      System.arraycopy(policy.action(), 0, actions[k], 0, actions[k].length);
      System.arraycopy(policy.logp(), 0, logDensity[k], 0, rows);
    }
  }

  /**
   * {@code lse = log sum_k exp(max(q_i(s, a_k), G) - log rho_k)}, G for the policy's draws only.
   *
   * <p>Replaces the values by the derivative of the loss by them: {@code w / (E B) softmax_k}, and
   * 0 where the floor holds.
   */
  private double press(int i, int b, float floor, double scale) {
    int n = settings.samples();
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < actions.length; k++) max = Math.max(max, logit(k, i, b, floor));
    double sum = 0;
    for (int k = 0; k < actions.length; k++) sum += Math.exp(logit(k, i, b, floor) - max);
    for (int k = 0; k < actions.length; k++) {
      double softmax = Math.exp(logit(k, i, b, floor) - max) / sum;
      boolean held = k >= n && drawnQ[k][i][b] < floor;
      if (held) floored++;
      drawnQ[k][i][b] = held ? 0 : (float) (settings.conservatism() * scale * softmax);
    }
    return max + Math.log(sum);
  }

  private double logit(int k, int i, int b, float floor) {
    float q = drawnQ[k][i][b];
    return (k < settings.samples() ? q : Math.max(q, floor)) - logDensity[k][b];
  }
}
