package reins.learner.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import reins.contract.config.LearningConfig;
import reins.learner.backend.Persistent;

/**
 * Draws the batches of an update from both buffers, and holds updates back until there is data to
 * pay for them, as the algorithm's {@link Diet} says.
 *
 * <p>Rows alternate between the buffers, so that any part of a batch has the same mix.
 *
 * <p>Source: Ball et al. 2023 (RLPD), section 4.1 (symmetric sampling); rlpd/train_finetuning.py
 * interleaves the rows.
 *
 * <p>Threads: the learner's.
 */
public final class Sampler implements Persistent {
  private final Buffers buffers;
  private final Diet diet;
  private final Batch[] batches;
  private final SeededRandom random;
  private long drawn;

  /** Draws {@code learning.utd} batches for every update. */
  public Sampler(
      Buffers buffers, Diet diet, LearningConfig learning, int obsDim, int actionDim, long seed) {
    this.buffers = buffers;
    this.diet = diet;
    this.random = new SeededRandom(seed);
    batches = new Batch[learning.utd()];
    for (int i = 0; i < batches.length; i++)
      batches[i] = new Batch(learning.batch(), obsDim, actionDim);
  }

  /** Whether the data has paid for another update. */
  public boolean ready() {
    return drawn + batches.length <= diet.paid(buffers);
  }

  /**
   * The batches of one update, {@code utd} of them, freshly drawn with replacement into memory that
   * the next call overwrites.
   */
  public Batch[] next() {
    for (Batch batch : batches) fill(batch);
    drawn += batches.length;
    return batches;
  }

  private void fill(Batch batch) {
    double ratio = demoRatio(buffers);
    for (int row = 0; row < batch.rows(); row++) {
      // a row is a demonstration where the running count of demonstrations, ratio * row, passes a
      // whole number
      boolean demo = (long) ((row + 1) * ratio) > (long) (row * ratio);
      ReplayBuffer from = demo ? buffers.demonstration() : buffers.online();
      from.copy(random.nextInt(from.size()), batch, row);
    }
  }

  private double demoRatio(Buffers buffers) {
    if (buffers.demonstration().size() == 0) return 0;
    if (buffers.online().size() == 0) return 1;
    return diet.demoRatio();
  }

  /** Batches drawn, one for every critic update. */
  public long drawn() {
    return drawn;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(random.state());
    out.writeLong(drawn);
  }

  @Override
  public void load(DataInput in) throws IOException {
    random.restore(in.readLong());
    drawn = in.readLong();
  }
}
