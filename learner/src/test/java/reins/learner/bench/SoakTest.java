package reins.learner.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
  @Test
  void shouldSayWhatTheProcessHolds(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("soak.json");
    AtomicInteger updates = new AtomicInteger();
    Soak.run("nothing", updates::incrementAndGet, 100, new Report(file));
    assertEquals(600, updates.get(), "a warm-up of 500 before");
    JsonNode line = new ObjectMapper().readTree(file.toFile());
    assertTrue(line.get("rss_start_MB").asDouble() > 50, line.toString());
    assertTrue(line.get("rss_growth_MB").asDouble() < 50, line.toString());
  }
}
