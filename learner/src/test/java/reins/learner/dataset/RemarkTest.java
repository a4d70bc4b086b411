package reins.learner.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/** Where a person's lines belong: at which step of which episode. */
class RemarkTest {
  private static final long STEP_NS = 100_000_000;
  private static final int STEPS = 4;

  @TempDir Path dir;

  /** Episode n of the actor begins at n seconds and has four steps. */
  private static List<Transition> episode(long number) {
    List<Transition> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++)
      steps.add(
          new Transition(
              new float[3],
              new float[2],
              new float[2],
              0,
              1,
              i == STEPS - 1,
              new float[3],
              Source.PERSON,
              1,
              number,
              i,
              false,
              false,
              number * 1_000_000_000 + i * STEP_NS,
              false));
    return steps;
  }

  private static String line(String event, long episode, String phase, int step, double at_s) {
    return "{\"event\": \"%s\", \"device\": \"gamepad\", \"phase\": \"%s\", \"episode\": %d, \"step\": %d, \"stamp_ns\": %d}"
        .formatted(event, phase, episode, step, Math.round(at_s * 1e9));
  }

  private List<String> placed(List<Long> episodes, String... lines) throws IOException {
    Path file = dir.resolve("person.jsonl");
    Files.write(file, List.of(lines));
    return Remark.of(file, episodes.stream().map(RemarkTest::episode).toList()).stream()
        .map(r -> r.said().path("event").asText() + " " + r.episode() + ":" + r.step())
        .toList();
  }

  @Test
  void shouldPlaceWhatWasSaidAtTheStepThatRan() throws IOException {
    assertEquals(
        List.of("onset 0:1", "release 0:2", "success 0:3"),
        placed(
            List.of(1L),
            line("onset", 1, "running", 1, 1.1),
            line("release", 1, "running", 3, 1.25),
            line("success", 1, "running", 4, 1.4)));
  }

  @Test
  void shouldLetAPersonBeginAnEpisode() throws IOException {
    assertEquals(
        List.of("onset 0:0", "release 0:1"),
        placed(
            List.of(1L),
            line("onset", 1, "settling", 0, 0.7),
            line("release", 1, "running", 2, 1.15)));
    assertEquals(
        List.of(),
        placed(
            List.of(1L),
            line("onset", 1, "settling", 0, 0.7),
            line("link lost", 1, "settling", 0, 0.8)));
  }

  @Test
  void shouldKnowWhoHeldOnOverSeveralEpisodes() throws IOException {
    assertEquals(
        List.of("onset 0:2", "onset 1:0", "release 1:3"),
        placed(
            List.of(1L, 2L),
            line("onset", 1, "running", 2, 1.2),
            line("release", 2, "running", 4, 2.35)));
  }

  @Test
  void shouldLeaveOutWhatBelongsToEpisodesThatAreNotThere() throws IOException {
    assertEquals(
        List.of(),
        placed(
            List.of(1L, 4L),
            line("words", 2, "homing", 0, 1.9),
            line("onset", 2, "running", 1, 2.1),
            line("success", 2, "running", 2, 2.2),
            line("release", 3, "running", 1, 3.1)));
  }

  @Test
  void shouldCutAnEpisodeWithoutLosingWhoDroveIt() throws IOException {
    Path file = dir.resolve("person.jsonl");
    Files.write(
        file, List.of(line("onset", 1, "running", 0, 1.0), line("release", 1, "running", 3, 1.3)));
    List<List<Transition>> episodes = List.of(episode(1));
    Dataset data =
        new Dataset(
            "t",
            "r",
            "f",
            10,
            Dataset.numbered("s", 3),
            Dataset.numbered("a", 2),
            episodes,
            Images.NONE,
            Remark.of(file, episodes));
    assertEquals(List.of("onset 0", "release 2"), said(Edits.cut(data, 0, 1, 4)));
    assertEquals(List.of("onset 0", "release 0"), said(Edits.cut(data, 0, 3, 4)));
    assertEquals(List.of("onset 0"), said(Edits.cut(data, 0, 1, 3)));
    LeRobotWriter.write(dir.resolve("cut"), Edits.cut(data, 0, 1, 4));
    Dataset back =
        Edits.join(
            List.of(
                LeRobotReader.read(dir.resolve("cut")), LeRobotReader.read(dir.resolve("cut"))));
    assertEquals(List.of("onset 0", "release 2", "onset 0", "release 2"), said(back));
    assertEquals("gamepad", back.remarks().getLast().said().path("device").asText());
  }

  private static List<String> said(Dataset data) {
    return data.remarks().stream()
        .map(r -> r.said().path("event").asText() + " " + r.step())
        .toList();
  }
}
