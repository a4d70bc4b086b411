package reins.learner.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import reins.contract.exchange.Source;
import reins.learner.Transitions;

class BuffersTest {
  private static final int O = 3;
  private static final int A = 2;

  private static long[] added(Source source, boolean demonstration) {
    Buffers buffers = new Buffers(10, O, A, Intake::correctionsToBoth);
    buffers.add(Transitions.of(O, A, 1, 1, false, source, demonstration));
    return new long[] {buffers.online().added(), buffers.demonstration().added()};
  }

  @Test
  void shouldStoreEachKindOfStepWhereItBelongs() {
    assertArrayEquals(new long[] {1, 0}, added(Source.POLICY, false));
    assertArrayEquals(new long[] {1, 1}, added(Source.PERSON, false));
    assertArrayEquals(new long[] {1, 1}, added(Source.SCRIPT, false));
    assertArrayEquals(new long[] {0, 1}, added(Source.SCRIPT, true));
    assertArrayEquals(new long[] {0, 1}, added(Source.PERSON, true));
  }

  @Test
  void shouldKeepCorrectionsAmongExperienceWhereAnAlgorithmWantsIt() {
    Buffers buffers = new Buffers(10, O, A, Intake::correctionsOnline);
    buffers.add(Transitions.of(O, A, 1, 1, false, Source.PERSON, false));
    buffers.add(Transitions.of(O, A, 1, 1, false, Source.PERSON, true));
    assertEquals(1, buffers.online().added());
    assertEquals(1, buffers.demonstration().added());
  }

  @Test
  void shouldEndTheValueAtATimeOutOnlyWhereThatQuirkIsAskedFor() {
    for (boolean quirk : new boolean[] {false, true}) {
      Intake plain = Intake::correctionsToBoth;
      Buffers buffers = new Buffers(10, O, A, quirk ? Intake.terminalTimeouts(plain) : plain);
      buffers.add(Transitions.of(O, A, 1, 1, true, Source.POLICY, false)); // timed out
      buffers.add(Transitions.of(O, A, 1, 1, false, Source.POLICY, false));
      Batch batch = new Batch(2, O, A);
      for (int i = 0; i < 2; i++) buffers.online().copy(i, batch, i);
      assertArrayEquals(new float[] {quirk ? 0 : 1, 1}, batch.mask());
    }
  }

  /** SERL's buffer rebuilds observations from neighbours; ours never joins what was apart. */
  @Test
  void shouldGiveEveryStepItsOwnNextObservationAcrossEndsCutsAndJoinedCorrections() {
    Buffers buffers = new Buffers(6, O, A, Intake::correctionsToBoth);
    for (int i = 0; i < 20; i++) {
      boolean correction = i % 5 == 1 || i % 5 == 2; // segments with gaps between them
      boolean terminal = i % 7 == 6;
      boolean cut = i % 7 == 3;
      buffers.add(
          Transitions.of(
              O,
              A,
              i,
              terminal ? 0 : 1,
              terminal || cut,
              correction ? Source.PERSON : Source.POLICY,
              false));
    }
    assertEquals(8, buffers.demonstration().added());
    for (ReplayBuffer buffer : new ReplayBuffer[] {buffers.online(), buffers.demonstration()}) {
      Batch batch = new Batch(6, O, A);
      for (int i = 0; i < 6; i++) buffer.copy(i, batch, i);
      for (int row = 0; row < 6; row++) {
        float mark = batch.obs()[row * O];
        assertEquals(mark + 0.5f, batch.nextObs()[row * O]);
        assertEquals(mark % 7 == 6 ? 0 : 1, batch.mask()[row]);
        assertEquals(mark, batch.reward()[row]);
      }
    }
  }

  @Test
  void shouldKeepTheNewestWhenFull() {
    ReplayBuffer buffer = new ReplayBuffer(4, O, A);
    for (int i = 0; i < 6; i++) buffer.add(Transitions.policy(O, A, i));
    assertEquals(4, buffer.size());
    assertEquals(6, buffer.added());
    Batch batch = new Batch(4, O, A);
    for (int i = 0; i < 4; i++) buffer.copy(i, batch, i);
    assertArrayEquals(new float[] {4, 5, 2, 3}, batch.reward());
  }

  @Test
  void shouldKeepTheMaskOfATimeOutAndOfATerminalStep() {
    ReplayBuffer buffer = new ReplayBuffer(4, O, A);
    buffer.add(Transitions.of(O, A, 1, 1, true, Source.POLICY, false)); // timed out
    buffer.add(Transitions.of(O, A, 2, 0, true, Source.POLICY, false)); // terminal
    Batch batch = new Batch(2, O, A);
    buffer.copy(0, batch, 0);
    buffer.copy(1, batch, 1);
    assertArrayEquals(new float[] {1, 0}, batch.mask());
    assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f, 2.5f, 2.5f, 2.5f}, batch.nextObs());
  }

  @Test
  void shouldSayWhichNumberToChangeWhereTheCapacityDoesNotFitTheMachine() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Buffers(
                    200_000, O, A, 2 * 128 * 128 * 3, Intake::correctionsToBoth, 8_000_000_000L));
    assertEquals(
        "learning.capacity: two buffers of 200000 transitions with a picture of 98304 bytes each take 39.3 GB, this machine has 8.0 GB to give: expected at most 40668",
        e.getMessage());
  }

  @Test
  void shouldTakeMemoryOnlyAsItFills() {
    ReplayBuffer buffer = new ReplayBuffer(50_000_000, 10, 4); // 5.8 GB
    for (int i = 0; i < 1000; i++) buffer.add(Transitions.policy(10, 4, i));
    assertEquals(1000, buffer.size());
  }
}
