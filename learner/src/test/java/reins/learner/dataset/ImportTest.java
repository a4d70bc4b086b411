package reins.learner.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.data.Transition;

class ImportTest {
  private static final Path FILES =
      Path.of(System.getProperty("reins.root"), "learner/src/test/resources/dataset");

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"serl-dict.pkl, 5, 2, 3", "serl-flat-p2.pkl, 3, 2, 3", "serl-p5.pkl, 5, 1, 2"})
  void shouldReadSerlsPickles(String file, int obsDim, int episodes, int steps) {
    Dataset data = SerlPickles.read(FILES.resolve(file), 10);
    assertEquals(obsDim, data.obsDim());
    assertEquals(2, data.actionDim());
    assertEquals(episodes, data.episodes().size());
    for (List<Transition> episode : data.episodes()) {
      assertEquals(steps, episode.size());
      assertEquals(0, episode.getFirst().reward());
      assertEquals(1, episode.getFirst().mask());
      assertEquals(1, episode.getLast().reward());
      assertEquals(0, episode.getLast().mask());
      assertTrue(episode.getLast().success());
      for (float a : episode.getFirst().action()) assertTrue(Math.abs(a) <= 1);
    }
  }

  /** Drawn by numpy's default_rng(0) when the file was made. */
  @Test
  void shouldReadTheNumbersThatNumpyWrote() {
    float[] obs =
        SerlPickles.read(FILES.resolve("serl-dict.pkl"), 10).episodes().getFirst().getFirst().obs();
    // Lined up by name: aux, state; the image is left aside.
    assertArrayEquals(
        new float[] {0.12573022f, -0.13210486f, 0.64042264f},
        java.util.Arrays.copyOfRange(obs, 2, 5),
        1e-7f);
  }

  @Test
  void shouldRunNothingThatAPickleAsksFor() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> SerlPickles.read(FILES.resolve("evil.pkl"), 10))
            .getMessage();
    assertTrue(message.contains("asks to run posix.system"), message);
  }

  @Test
  void shouldRefuseDamagedPicklesInOneLine() throws IOException {
    byte[] good = Files.readAllBytes(FILES.resolve("serl-dict.pkl"));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
      for (int k = 0; k < 3; k++) bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      Path file = Files.write(dir.resolve("bad.pkl"), bad);
      try {
        SerlPickles.read(file, 10);
      } catch (IllegalArgumentException e) {
        refused++;
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
    assertTrue(refused > 250, "refused " + refused);
  }

  @Test
  void shouldCutD4rlIntoEpisodes() {
    Dataset data = D4rlFile.read(FILES.resolve("d4rl.hdf5"), 50);
    // Of four steps to the time-out and one at the end of the file nobody wrote what came after.
    assertEquals(List.of(3, 2), data.episodes().stream().map(List::size).toList());
    Transition terminal = data.episodes().get(0).getLast();
    assertEquals(0, terminal.mask());
    assertTrue(terminal.done() && terminal.success());
    Transition timeout = data.episodes().get(1).getLast();
    assertEquals(1, timeout.mask());
    assertTrue(timeout.done() && !timeout.success());
    Transition inside = data.episodes().get(1).getFirst();
    assertArrayEquals(new float[] {9, 10, 11}, inside.obs());
    assertArrayEquals(new float[] {12, 13, 14}, inside.nextObs());
    assertArrayEquals(new float[] {15, 16, 17}, timeout.nextObs());
  }

  @Test
  void shouldTurnAGripperRound() {
    Dataset theirs = SerlPickles.read(FILES.resolve("serl-p5.pkl"), 10);
    Dataset ours = Edits.turnLast(theirs);
    float[] before = theirs.episodes().getFirst().getFirst().action();
    float[] after = ours.episodes().getFirst().getFirst().action();
    assertArrayEquals(new float[] {before[0], -before[1]}, after);
    assertArrayEquals(after, ours.episodes().getFirst().getFirst().proposed());
  }

  @Test
  void shouldNameWhatAFileLacks() throws IOException {
    Path text = Files.writeString(dir.resolve("a.hdf5"), "no HDF5 at all");
    String message =
        assertThrows(IllegalArgumentException.class, () -> D4rlFile.read(text, 10)).getMessage();
    assertTrue(message.startsWith(text.toString()), message);
    Path empty = Files.createDirectory(dir.resolve("none"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> SerlPickles.read(empty, 10))
            .getMessage()
            .contains("no transitions"));
  }
}
