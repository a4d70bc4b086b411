package reins.learner.backend;

/**
 * E critics and their slowly following target copies.
 *
 * <p>Threads: one caller; the work is spread over the engine's threads by members, and the result
 * does not depend on how many there are. Shapes: B is the batch of the spec, row-major.
 */
public interface CriticEnsemble extends Persistent {
  /**
   * {@code q = min_k qbar_k(obs, action)} over the drawn members' target copies.
   *
   * @param members which members, each at most once
   * @param q [B] written
   */
  void targetMin(float[] obs, float[] action, int[] members, float[] q);

  /**
   * One Adam step of every member towards the same targets: {@code L = 1/(E B) sum_i sum_b
   * (q_i(s_b, a_b) - y_b)^2}.
   *
   * @param y [B]
   * @return the loss before the step
   */
  default double fit(float[] obs, float[] action, float[] y) {
    return fit(obs, action, y, null);
  }

  /**
   * The same, with what a network before this one is trained through.
   *
   * @param dObs [B, O] written: derivative of the loss by the observations, before the step; null:
   *     not wanted
   */
  double fit(float[] obs, float[] action, float[] y, float[] dObs);

  /** {@code phibar <- phibar + tau (phi - phibar)} for every member. */
  void follow();

  /**
   * Mean of the members' values and its derivative by the action.
   *
   * @param q [B] written
   * @param dq [B, A] written: derivative of each row's mean value by its action
   */
  void meanQ(float[] obs, float[] action, float[] q, float[] dq);

  /**
   * Smallest of the members' values and its derivative by the action.
   *
   * @param q [B] written
   * @param dq [B, A] written: derivative of each row's smallest value by its action
   */
  void minQ(float[] obs, float[] action, float[] q, float[] dq);

  /**
   * Values of all members.
   *
   * @param q [E][B] written
   */
  void values(float[] obs, float[] action, float[][] q);

  /**
   * Adds {@code dL/dphi_i = sum_b dq_i(b) dq_i(s_b, a_b)/dphi_i} to the gradient of every member,
   * for a {@link #step}.
   *
   * @param dq [E][B] derivative of the loss by the members' values
   */
  void accumulate(float[] obs, float[] action, float[][] dq);

  /** One Adam step of every member along what was accumulated, which is forgotten. */
  void step();

  /** One Adam step of every member along a zero gradient: moments decay, momentum moves on. */
  void idle();

  /** A copy of one member's parameters, laid out as the shape says. */
  float[] parameters(int member);

  /** Layout of one member's parameters. */
  MlpShape shape();
}
