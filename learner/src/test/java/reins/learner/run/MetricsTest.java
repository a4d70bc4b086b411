package reins.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.learner.algo.UpdateStats;

class MetricsTest {
  @TempDir Path folder;

  private List<String> linesAfter(String left) throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, left);
    try (Metrics metrics = new Metrics(RunFolder.open(folder))) {
      metrics.log(new UpdateStats(1, Map.of("loss", 1.0)));
      assertTrue(metrics.log(new UpdateStats(101, Map.of("loss", 0.5))));
    }
    return Files.readAllLines(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"upda", "{\"updates\":1}\n", "{\"updates\":1}\n{\"wall_s\":17"})
  void shouldGoOnBehindTheLastWholeLine(String left) throws IOException {
    List<String> lines = linesAfter(left);
    assertEquals(left.contains("\n") ? 2 : 1, lines.size());
    assertTrue(lines.getLast().contains("\"updates\":101,\"loss\":0.5"), lines.getLast());
    for (String line : lines) assertTrue(line.startsWith("{") && line.endsWith("}"), line);
  }
}
