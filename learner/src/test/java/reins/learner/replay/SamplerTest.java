package reins.learner.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import reins.contract.config.LearningConfig;
import reins.contract.exchange.Source;
import reins.learner.TestTasks;
import reins.learner.Transitions;

class SamplerTest {
  private static final int O = 3;
  private static final int A = 2;
  private static final float ONLINE = 1;
  private static final float DEMONSTRATION = 2;

  private static Buffers buffers(int online, int demonstrations) {
    Buffers buffers = new Buffers(1000, O, A, Intake::correctionsToBoth);
    for (int i = 0; i < online; i++) buffers.add(Transitions.policy(O, A, ONLINE));
    for (int i = 0; i < demonstrations; i++)
      buffers.add(Transitions.of(O, A, DEMONSTRATION, 1, false, Source.SCRIPT, true));
    return buffers;
  }

  private static Sampler sampler(Buffers buffers, int utd, int start) {
    LearningConfig learning = learning(utd, start);
    return new Sampler(buffers, Diet.mixed(learning), learning, O, A, 1);
  }

  private static LearningConfig learning(int utd, int start) {
    return TestTasks.small("rlpd", 2, utd, start);
  }

  @Test
  void shouldAlternateBetweenTheBuffers() {
    for (Batch batch : sampler(buffers(50, 20), 2, 10).next())
      for (int row = 0; row < batch.rows(); row++)
        assertEquals(row % 2 == 0 ? ONLINE : DEMONSTRATION, batch.reward()[row]);
  }

  @Test
  void shouldTakeEverythingOnlineWithoutDemonstrations() {
    for (float reward : sampler(buffers(50, 0), 1, 10).next()[0].reward())
      assertEquals(ONLINE, reward);
  }

  /** The first correction of a run without demonstrations would else be half of what is learned. */
  @Test
  void shouldShowAFewDemonstratedStepsNotMoreThanFourTimesEach() {
    Batch batch = sampler(buffers(50, 1), 1, 10).next()[0];
    int copies = 0;
    for (float reward : batch.reward()) if (reward == DEMONSTRATION) copies++;
    assertEquals(4, copies);
    assertTrue(batch.rows() > 8, "half of it would be more");
  }

  @Test
  void shouldDrawFreshRowsForEveryBatchOfAnUpdate() {
    Buffers buffers = new Buffers(1000, O, A, Intake::correctionsToBoth);
    for (int i = 0; i < 500; i++) buffers.add(Transitions.policy(O, A, i));
    Batch[] batches = sampler(buffers, 2, 10).next();
    assertFalse(Arrays.equals(batches[0].reward(), batches[1].reward()));
  }

  @Property(tries = 50)
  void shouldNeverLetUpdatesOutrunData(
      @ForAll @IntRange(min = 1, max = 20) int utd,
      @ForAll @IntRange(min = 1, max = 30) int start,
      @ForAll @IntRange(max = 60) int online) {
    Sampler sampler = sampler(buffers(online, 5), utd, start);
    long updates = 0;
    while (sampler.ready()) {
      sampler.next();
      updates += utd;
    }
    assertEquals((long) utd * Math.max(0, online - start), updates);
    assertEquals(updates, sampler.drawn());
  }

  @Test
  void shouldLetDemonstrationsPayWhereTheyAreAllThereIs() {
    LearningConfig learning = learning(4, 1);
    Sampler sampler = new Sampler(buffers(0, 5), Diet.demonstrations(learning), learning, O, A, 1);
    int updates = 0;
    for (; sampler.ready(); updates++)
      for (float reward : sampler.next()[0].reward()) assertEquals(DEMONSTRATION, reward);
    assertEquals(4, updates);
  }

  @Test
  void shouldContinueFromItsSavedState() throws IOException {
    Buffers buffers = new Buffers(1000, O, A, Intake::correctionsToBoth);
    for (int i = 0; i < 500; i++) buffers.add(Transitions.policy(O, A, i));
    Sampler first = sampler(buffers, 2, 10);
    first.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    first.save(new DataOutputStream(bytes));
    Sampler second = sampler(buffers, 2, 10);
    second.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertArrayEquals(first.next()[1].reward(), second.next()[1].reward());
    assertEquals(first.drawn(), second.drawn());
    assertTrue(second.ready());
  }

  /** Arrivals in the middle of what is paid for: drawn ahead or not, the batches are the same. */
  @Property(tries = 30)
  void shouldDrawTheSameWhetherAheadOrNot(
      @ForAll @IntRange(min = 1, max = 4) int utd, @ForAll @IntRange(max = 6) int every) {
    Buffers buffers = new Buffers(100, O, A, Intake::correctionsToBoth);
    Buffers same = new Buffers(100, O, A, Intake::correctionsToBoth);
    Sampler ahead = sampler(buffers, utd, 10);
    Sampler fresh = sampler(same, utd, 10);
    for (int i = 0; i < 60; i++) both(buffers, same, i);
    for (int update = 0; ahead.ready(); update++) {
      float[] drawn = ahead.next()[utd - 1].reward();
      assertArrayEquals(restored(fresh, same, utd).next()[utd - 1].reward(), drawn);
      fresh = restored(ahead, same, utd);
      if (update < 20 && every > 0 && update % every == 0) both(buffers, same, 60 + update);
    }
  }

  private static void both(Buffers one, Buffers other, int mark) {
    one.add(Transitions.policy(O, A, mark));
    other.add(Transitions.policy(O, A, mark));
  }

  /** A sampler that begins here and so has drawn nothing ahead. */
  private static Sampler restored(Sampler from, Buffers buffers, int utd) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      from.save(new DataOutputStream(bytes));
      Sampler sampler = sampler(buffers, utd, 10);
      sampler.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      return sampler;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** LeRobot's buffer is sampled while it is written to: rows that are half one, half another. */
  @Test
  void shouldNeverDrawATransitionThatIsOnlyHalfThere() {
    Buffers buffers = new Buffers(1000, 64, A, Intake::correctionsToBoth);
    for (int i = 0; i < 1000; i++) buffers.add(Transitions.policy(64, A, i));
    LearningConfig learning = learning(4, 1);
    Sampler sampler = new Sampler(buffers, Diet.online(learning), learning, 64, A, 1);
    for (int i = 1000; i < 4000; i++) {
      for (Batch batch : sampler.next()) // leaves a thread drawing ahead
      for (int row = 0; row < batch.rows(); row++) {
          float mark = batch.reward()[row];
          for (int j = 0; j < 64; j++) {
            assertEquals(mark, batch.obs()[row * 64 + j]);
            assertEquals(mark + 0.5f, batch.nextObs()[row * 64 + j]);
          }
        }
      buffers.add(Transitions.policy(64, A, i)); // over the oldest
    }
  }
}
