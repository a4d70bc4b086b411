package reins.learner.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import reins.contract.config.LearningConfig;
import reins.contract.data.Transition;
import reins.learner.algo.Agent;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Network;
import reins.learner.replay.SeededRandom;

/**
 * What only the networks can say, asked now and then: the critics' values beside what was earned,
 * and how many hidden units still do something.
 *
 * <p>Threads: the learner's, between two updates; changes nothing that an update depends on.
 *
 * @param samples steps whose values were asked for
 * @param excess mean of value less return
 * @param scale largest return or reward in size
 * @param dormantActor share of the actor's hidden units; NaN: nothing to look at
 * @param dormantCritic share of one critic's hidden units; NaN: there is none
 */
record Vitals(int samples, double excess, double scale, double dormantActor, double dormantCritic) {
  private static final int ROWS = 64;

  /** Nothing has been asked yet. */
  static final Vitals NONE = new Vitals(0, 0, 0, Double.NaN, Double.NaN);

  /** Asks the networks. */
  static Vitals take(Agent agent, History history, LearningConfig config, SeededRandom random) {
    List<History.Earned> earned = history.earned();
    if (earned.isEmpty()) return NONE;
    List<History.Earned> some = new ArrayList<>();
    for (int i = 0; i < Math.max(2, config.batch() / 2); i++)
      some.add(earned.get(random.nextInt(earned.size())));
    int pairs = config.batch() / 2;
    List<Transition> steps = new ArrayList<>();
    for (int i = 0; i < pairs; i++) steps.add(some.get(i).step());
    for (int i = 0; i < pairs; i++) steps.add(some.get(i).last());
    float[] obs = agent.sight().plain(measured(steps, config.batch()), images(steps, config));
    Network actor = agent.actor();
    int few = Math.min(ROWS, pairs);
    float[] first = Arrays.copyOf(obs, few * actor.shape().in());
    double dormantActor = Dormancy.share(actor.shape(), actor.parameters(), first);
    Optional<CriticEnsemble> critics = agent.critics();
    if (critics.isEmpty()) return new Vitals(0, 0, 0, dormantActor, Double.NaN);
    return ask(critics.get(), obs, some, history, config, dormantActor);
  }

  private static float[] measured(List<Transition> steps, int rows) {
    int n = steps.getFirst().obs().length;
    float[] all = new float[rows * n];
    for (int i = 0; i < steps.size(); i++) System.arraycopy(steps.get(i).obs(), 0, all, i * n, n);
    return all;
  }

  private static byte[] images(List<Transition> steps, LearningConfig config) {
    int n = steps.getFirst().image().length;
    byte[] all = new byte[config.batch() * n];
    for (int i = 0; i < steps.size(); i++) System.arraycopy(steps.get(i).image(), 0, all, i * n, n);
    return all;
  }

  private static Vitals ask(
      CriticEnsemble critics,
      float[] obs,
      List<History.Earned> some,
      History history,
      LearningConfig config,
      double dormantActor) {
    int rows = config.batch();
    int obsDim = obs.length / rows;
    int actionDim = critics.shape().in() - obsDim; // without the gripper, where it has its own
    float[] action = new float[rows * actionDim];
    int pairs = rows / 2;
    for (int i = 0; i < pairs; i++) {
      History.Earned e = some.get(i);
      System.arraycopy(e.step().action(), 0, action, i * actionDim, actionDim);
      System.arraycopy(e.last().action(), 0, action, (pairs + i) * actionDim, actionDim);
    }
    float[][] q = new float[config.critics()][rows];
    critics.values(obs, action, q);
    double excess = 0;
    double scale = history.rewardMax();
    for (int i = 0; i < pairs; i++) {
      // excess = mean_i q_i(s_t, a_t) - (G_t + w mean_i q_i(s_T, a_T)), w = 0 unless it timed out
      History.Earned e = some.get(i);
      double tail = e.lastWeight() == 0 ? 0 : e.lastWeight() * mean(q, pairs + i);
      excess += (mean(q, i) - e.g() - tail) / pairs;
      scale = Math.max(scale, Math.abs(e.g()));
    }
    double dormant =
        Dormancy.share(
            critics.shape(),
            critics.parameters(0),
            pairs(obs, action, obsDim, actionDim, Math.min(ROWS, pairs)));
    return new Vitals(pairs, excess, scale, dormantActor, dormant);
  }

  private static double mean(float[][] q, int row) {
    double sum = 0;
    for (float[] member : q) sum += member[row] / q.length;
    return sum;
  }

  private static float[] pairs(float[] obs, float[] action, int o, int a, int rows) {
    float[] x = new float[rows * (o + a)];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(obs, i * o, x, i * (o + a), o);
      System.arraycopy(action, i * a, x, i * (o + a) + o, a);
    }
    return x;
  }
}
