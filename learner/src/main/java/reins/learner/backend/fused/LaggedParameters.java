package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import reins.learner.backend.Persistent;

/**
 * Parameters and their slow copy. The copy follows when either is needed next, mostly while Adam
 * goes through memory anyway; that it had been late cannot be told.
 */
final class LaggedParameters extends Parameters {
  private final float[] slow;
  private final float tau;
  private boolean owed;

  LaggedParameters(float[] initial, double lr, double tau) {
    super(initial, lr);
    slow = initial.clone();
    this.tau = (float) tau;
  }

  /** {@code slow <- slow + tau (theta - slow)}. */
  void follow() {
    settle();
    owed = true;
  }

  /** The slow copy, to be read before the next step. */
  float[] slow() {
    settle();
    return slow;
  }

  private void settle() {
    if (owed) pull(slow, tau);
    owed = false;
  }

  @Override
  void step(float[] grad) {
    step(grad, owed ? slow : null, tau);
    owed = false;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    super.save(out);
    Persistent.write(out, slow());
  }

  @Override
  public void load(DataInput in) throws IOException {
    super.load(in);
    Persistent.read(in, slow, "slow copy");
    owed = false;
  }
}
