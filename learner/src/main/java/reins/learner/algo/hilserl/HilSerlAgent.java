package reins.learner.algo.hilserl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import reins.learner.algo.Agent;
import reins.learner.algo.Sight;
import reins.learner.algo.UpdateStats;
import reins.learner.algo.sac.SoftActorCritic;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Network;
import reins.learner.replay.Batch;

/**
 * Soft actor-critic for the arm, a grasp critic for the gripper.
 *
 * <p>Threads: one caller.
 */
final class HilSerlAgent implements Agent {
  private final SoftActorCritic arm;
  private final GraspCritic grasp;
  private final boolean idleGrasp;

  /**
   * @param idleGrasp whether the grasp critic takes a zero-gradient step when the actor is trained
   */
  HilSerlAgent(SoftActorCritic arm, GraspCritic grasp, boolean idleGrasp) {
    this.arm = arm;
    this.grasp = grasp;
    this.idleGrasp = idleGrasp;
  }

  @Override
  public UpdateStats update(Batch[] batches) {
    Map<String, Double> stats = new LinkedHashMap<>();
    for (Batch batch : batches) grasp.update(batch, stats);
    if (idleGrasp) grasp.network().idle();
    stats.putAll(arm.update(withoutGripper(batches)).values());
    return new UpdateStats(updates(), stats);
  }

  private static Batch[] withoutGripper(Batch[] batches) {
    Batch[] arm = new Batch[batches.length];
    Arrays.setAll(arm, i -> withoutGripper(batches[i]));
    return arm;
  }

  /** The same rows, the gripper's number cut off their actions. */
  private static Batch withoutGripper(Batch batch) {
    int dim = batch.action().length / batch.rows();
    float[] action = new float[batch.rows() * (dim - 1)];
    for (int b = 0; b < batch.rows(); b++)
      System.arraycopy(batch.action(), b * dim, action, b * (dim - 1), dim - 1);
    return batch.withAction(action);
  }

  @Override
  public long updates() {
    return arm.updates();
  }

  @Override
  public Network actor() {
    return arm.actor();
  }

  @Override
  public Sight sight() {
    return arm.sight();
  }

  @Override
  public Optional<Network> gripper() {
    return Optional.of(grasp.network());
  }

  @Override
  public Optional<CriticEnsemble> critics() {
    return arm.critics();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    arm.save(out);
    grasp.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    arm.load(in);
    grasp.load(in);
  }

  @Override
  public void close() {
    arm.close();
  }
}
