package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.policy.FakeArm;
import reins.policy.Rigs;
import reins.policy.episode.Episode;

class JournalTest {
  @TempDir Path dir;

  private static Episode episode() {
    RigConfig.Resolved config = Rigs.simFranka();
    return new Episode(config.task(), new FakeArm(config, 1), 1, 0, _ -> {});
  }

  @Test
  void shouldHoldEveryLineInItsOrderOnceClosed() throws IOException {
    Path file = dir.resolve("spool/person.jsonl");
    Episode episode = episode();
    try (Journal journal = new Journal(file)) {
      for (int i = 0; i < 500; i++) journal.write(i, "onset", "keyboard", episode);
      journal.settle();
      assertEquals(500, Files.readAllLines(file).size());
      journal.write(500, "words", "viewer", episode, "a \"b\"");
    }
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < 500; i++) assertTrue(lines.get(i).endsWith("\"stamp_ns\": " + i + "}"));
    assertTrue(lines.get(500).endsWith("\"text\": \"a \\\"b\\\"\"}"), lines.get(500));
  }

  /** A full disk is said once; nobody who notes something is told. */
  @Test
  void shouldGoOnWhereTheFileCannotBeWritten() {
    Episode episode = episode();
    try (Journal full = new Journal(Path.of("/dev/full"))) {
      for (int i = 0; i < 3; i++) full.write(i, "onset", "keyboard", episode);
      full.settle();
    }
  }
}
