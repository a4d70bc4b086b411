package reins.learner.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
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
 * <p>While the batches of one update are learned from, those of the next are drawn, where they are
 * paid for already. What was drawn ahead counts only if nothing has come in since, else it is drawn
 * again from the same random state: no result depends on whether anything was drawn ahead, and a
 * checkpoint knows nothing of it.
 *
 * <p>Threads: the learner's; one more that draws ahead.
 */
public final class Sampler implements Persistent {
  /** How often a batch may show one demonstrated step, on average. */
  private static final double MOST_COPIES = 4;

  private final Buffers buffers;
  private final Diet diet;
  private final SeededRandom random;
  private Batch[] batches;
  private Batch[] spare;
  private Ahead ahead; // null: nothing is being drawn ahead
  private long drawn;
  private long credit; // what other settings, before a resume, had paid more than these would have

  /** Draws {@code learning.utd} batches for every update. */
  public Sampler(
      Buffers buffers, Diet diet, LearningConfig learning, int obsDim, int actionDim, long seed) {
    this.buffers = buffers;
    this.diet = diet;
    this.random = new SeededRandom(seed);
    batches = empty(learning, obsDim, actionDim, buffers.frameBytes());
    spare = empty(learning, obsDim, actionDim, buffers.frameBytes());
  }

  private static Batch[] empty(LearningConfig learning, int obsDim, int actionDim, int frameBytes) {
    Batch[] batches = new Batch[learning.utd()];
    Arrays.setAll(batches, i -> new Batch(learning.batch(), obsDim, actionDim, frameBytes));
    return batches;
  }

  /**
   * The draw of the batches after next.
   *
   * @param steps what the buffers had been offered when it began
   */
  private record Ahead(Thread thread, SeededRandom random, long steps) {
    void await() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while a batch was drawn", e);
      }
    }
  }

  /** Whether the data has paid for another update. */
  public boolean ready() {
    return drawn + batches.length <= paid();
  }

  /**
   * The batches of one update, {@code utd} of them, freshly drawn with replacement into memory that
   * the call after the next overwrites.
   */
  public Batch[] next() {
    if (ahead != null) ahead.await();
    if (ahead != null && ahead.steps == buffers.steps()) {
      random.restore(ahead.random.state());
      Batch[] drawnAhead = spare;
      spare = batches;
      batches = drawnAhead;
    } else fill(batches, random);
    drawn += batches.length;
    ahead = ready() ? drawAhead() : null;
    return batches;
  }

  private Ahead drawAhead() {
    SeededRandom copy = new SeededRandom(random.state());
    Batch[] into = spare;
    return new Ahead(Thread.startVirtualThread(() -> fill(into, copy)), copy, buffers.steps());
  }

  private void fill(Batch[] batches, SeededRandom random) {
    buffers.reading(
        () -> {
          for (Batch batch : batches) fill(batch, random);
        });
  }

  private void fill(Batch batch, SeededRandom random) {
    double ratio = demoRatio(batch.rows());
    for (int row = 0; row < batch.rows(); row++) {
      // a row is a demonstration where the running count of demonstrations, ratio * row, passes a
      // whole number
      boolean demo = (long) ((row + 1) * ratio) > (long) (row * ratio);
      ReplayBuffer from = demo ? buffers.demonstration() : buffers.online();
      from.copy(random.nextInt(from.size()), batch, row);
    }
  }

  /** While there are few demonstrated steps, half a batch would be copies of them. */
  private double demoRatio(int rows) {
    int demonstrated = buffers.demonstration().size();
    if (demonstrated == 0) return 0;
    if (buffers.online().size() == 0 || diet.demoRatio() == 1) return 1;
    return Math.min(diet.demoRatio(), MOST_COPIES * demonstrated / rows);
  }

  /** Batches drawn, one for every critic update. */
  public long drawn() {
    return drawn;
  }

  /** Batches that the data has paid for. */
  public long paid() {
    return diet.paid(buffers) + credit;
  }

  /** Share of a batch that is demonstrations, as the algorithm wants it. */
  public double demoRatio() {
    return diet.demoRatio();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(random.state());
    out.writeLong(drawn);
    out.writeLong(paid());
  }

  /**
   * What the steps so far have paid was at the settings of their day; from here on it is at these.
   */
  @Override
  public void load(DataInput in) throws IOException {
    if (ahead != null) ahead.await();
    ahead = null;
    random.restore(in.readLong());
    drawn = in.readLong();
    credit = in.readLong() - diet.paid(buffers);
  }
}
