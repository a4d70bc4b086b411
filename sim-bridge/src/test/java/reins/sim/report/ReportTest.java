package reins.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path dir;

  @Test
  void shouldWriteFlatJsonLines() throws IOException {
    Path file = dir.resolve("out.jsonl");
    JsonLines lines = new JsonLines(file);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "learn");
    values.put("seed", 3);
    values.put("success_ratio", 0.97);
    values.put("cycle_s", Double.NaN);
    values.put("said", "a \"b\"\n");
    lines.add(values);
    assertEquals(
        "{\"bench\": \"learn\", \"seed\": 3, \"success_ratio\": 0.970000, \"cycle_s\": null, \"said\": \"a \\\"b\\\"\\n\"}\n",
        Files.readString(file));
  }

  @Test
  void shouldPrintLinesRarelyWithoutTerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Progress progress = new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    for (long t = 1; t < 25_000; t += 100)
      progress.show(t * 1_000_000, t / 25_000.0, () -> "working");
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("[##########..............] working"), lines.get(1));
  }

  @Test
  void shouldDrawACurve() throws IOException {
    Path png = dir.resolve("curve.png");
    CurvePicture.write(
        png,
        "test",
        "share",
        List.of(
            new CurvePicture.Curve("success", new double[] {0, 100, 200}, new double[] {0, 0.5, 1}),
            new CurvePicture.Curve(
                "with an interval",
                new double[] {0, 100},
                new double[] {0.2, 0.4},
                new double[] {0.1, 0.3},
                new double[] {0.3, 0.6}),
            new CurvePicture.Curve("empty", new double[0], new double[0])));
    assertEquals(900, ImageIO.read(png.toFile()).getWidth());
  }
}
