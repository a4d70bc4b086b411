package reins.learner.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.Source;
import reins.learner.Transitions;

/** Images against the defects of published buffers (reference: SERL's, LeRobot's memory saving). */
class FrameStoreTest {
  private static final int O = 3;
  private static final int A = 2;
  private static final int BYTES = 48;

  private static byte[] frame(int mark) {
    byte[] frame = new byte[BYTES];
    Arrays.fill(frame, (byte) mark);
    frame[BYTES - 1] = (byte) (mark >> 8);
    return frame;
  }

  private static int mark(byte[] images, int row) {
    return images[row * BYTES] & 0xff | images[(row + 1) * BYTES - 1] << 8;
  }

  private static Buffers buffers(int capacity) {
    return new Buffers(capacity, O, A, BYTES, Intake::correctionsToBoth);
  }

  /** Step {@code i} of an episode begins with frame {@code i} and ends with {@code i + 1}. */
  private static void step(Buffers buffers, int i, boolean done, boolean correction) {
    Source source = correction ? Source.PERSON : Source.POLICY;
    buffers.add(Transitions.of(O, A, i, 1, done, source, false).showing(frame(i), frame(i + 1)));
  }

  private static void expectItsOwnImages(ReplayBuffer buffer) {
    Batch batch = new Batch(buffer.size(), O, A, BYTES);
    for (int row = 0; row < buffer.size(); row++) {
      buffer.copy(row, batch, row);
      assertEquals((int) batch.reward()[row], mark(batch.images(), row));
      assertEquals((int) batch.reward()[row] + 1, mark(batch.nextImages(), row));
    }
  }

  @Test
  void shouldKeepEachImageOnce() {
    Buffers buffers = buffers(100);
    for (int i = 0; i < 50; i++) step(buffers, i, false, i % 2 == 0); // half are in both buffers
    assertEquals(51, buffers.frames().frames());
    expectItsOwnImages(buffers.online());
    expectItsOwnImages(buffers.demonstration());
  }

  /** SERL: a segment's first image was the last of the segment before. */
  @Test
  void shouldBeginJoinedSegmentsOfCorrectionsWithTheirOwnImage() {
    Buffers buffers = buffers(100);
    for (int i = 0; i < 60; i++) step(buffers, i, false, i % 10 < 3);
    assertEquals(18, buffers.demonstration().size());
    expectItsOwnImages(buffers.demonstration());
  }

  /** LeRobot: the next image is that of the next row, after a cut too. */
  @Test
  void shouldEndEpisodesAndCutsWithTheirOwnImage() {
    Buffers buffers = buffers(100);
    for (int i = 0; i < 60; i += i % 7 == 6 ? 5 : 1) step(buffers, i, i % 7 == 6, false);
    expectItsOwnImages(buffers.online());
  }

  @Test
  void shouldLetGoOfImagesThatNoTransitionShowsAnyMore() {
    Buffers buffers = buffers(20);
    for (int i = 0; i < 500; i++) step(buffers, i, i % 9 == 8, i % 5 == 0);
    expectItsOwnImages(buffers.online());
    expectItsOwnImages(buffers.demonstration());
    assertTrue(buffers.frames().frames() <= 21 + 40 + 8, "frames " + buffers.frames().frames());
  }

  @Test
  void shouldKeepImagesOnceWhereTwoActorsTakeTurns() {
    Buffers buffers = buffers(100);
    for (int i = 0; i < 20; i++) {
      step(buffers, i, false, false);
      step(buffers, 1000 + i, false, false);
    }
    assertEquals(42, buffers.frames().frames());
    expectItsOwnImages(buffers.online());
  }

  @Test
  void shouldRefuseImagesOfAnotherSize() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                buffers(10)
                    .add(
                        Transitions.policy(O, A, 1).showing(new byte[BYTES], new byte[BYTES - 1])));
    assertEquals("images: expected 48 bytes, got 47", e.getMessage());
  }
}
