package reins.learner.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.data.Transition;

class EditsTest {
  @TempDir Path dir;

  /** Two episodes of 3 and 4 steps, two cameras, a remark at step 2 of the second. */
  private final Dataset seen = LeRobotTest.seen();

  @Test
  void shouldKeepEpisodesInTheOrderThatIsAskedFor() {
    Dataset second = Edits.keep(seen, List.of(1, 0));
    assertEquals(4, second.episodes().get(0).size());
    assertEquals(0, second.remarks().getFirst().episode());
    assertArrayEquals(seen.images().rgb(1, 3, 0), second.images().rgb(0, 3, 0));
    assertEquals(0, Edits.keep(seen, List.of(0)).remarks().size());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Edits.keep(seen, List.of(2)))
            .getMessage();
    assertEquals("episode 2: expected 0 to 1", message);
  }

  @Test
  void shouldCutBothEndsAndKeepTheFutureOfWhatIsBrokenOff() {
    Dataset cut = Edits.cut(seen, 1, 1, 3);
    List<Transition> steps = cut.episodes().get(1);
    assertEquals(2, steps.size());
    assertArrayEquals(seen.episodes().get(1).get(1).obs(), steps.get(0).obs());
    assertTrue(steps.get(1).done() && steps.get(1).mask() == 1);
    assertArrayEquals(seen.images().rgb(1, 2, 1), cut.images().rgb(1, 1, 1));
    assertEquals(1, cut.remarks().getFirst().step());
    assertEquals(0, Edits.cut(seen, 1, 3, 4).remarks().size());
    // What ends where it ended before is what it was: solved.
    assertEquals(0, Edits.cut(seen, 0, 1, 3).episodes().get(0).getLast().mask());
    assertThrows(IllegalArgumentException.class, () -> Edits.cut(seen, 0, 2, 2));
    LeRobotWriter.write(dir.resolve("cut"), cut);
    assertEquals(List.of(), Validation.of(dir.resolve("cut")));
  }

  @Test
  void shouldJoinWhatBelongsTogetherAndNothingElse() {
    Dataset both = Edits.join(List.of(seen, Edits.keep(seen, List.of(1))));
    assertEquals(3, both.episodes().size());
    assertEquals(List.of(1, 2), both.remarks().stream().map(Remark::episode).toList());
    assertArrayEquals(seen.images().rgb(1, 0, 0), both.images().rgb(2, 0, 0));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Edits.join(List.of(seen, LeRobotTest.small())))
            .getMessage();
    assertTrue(message.startsWith("cameras: expected [front, wrist] 5 x 4"), message);
  }

  @Test
  void shouldFindNothingWrongWithWhatWeWrite() {
    LeRobotWriter.write(dir.resolve("set"), seen);
    assertEquals(List.of(), Validation.of(dir.resolve("set")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* REPLACE (CASE WHEN index = 4 THEN 'nan'::FLOAT ELSE \"next.reward\" END AS \"next.reward\") | data/chunk-000/file-000.parquet: row 4: next.reward: expected a finite number",
        "* REPLACE (CASE WHEN index = 5 THEN ['1', 'inf', '2']::FLOAT[] ELSE \"observation.state\"::FLOAT[] END AS \"observation.state\") | data/chunk-000/file-000.parquet: row 5: observation.state[1]: expected a finite number",
        "* REPLACE (CASE WHEN index = 6 THEN [1, 2]::FLOAT[] ELSE \"observation.state\"::FLOAT[] END AS \"observation.state\") | data/chunk-000/file-000.parquet: row 6: observation.state: expected 3 numbers",
        "* REPLACE ((CASE WHEN index = 2 THEN 0.25 ELSE timestamp END)::FLOAT AS timestamp) | data/chunk-000/file-000.parquet: row 2: timestamp: expected 0.2 s, got 0.25",
        "* REPLACE (CASE WHEN index = 6 THEN 9 ELSE index END AS index) | data/chunk-000/file-000.parquet: row 6: index: expected 6, got 9",
        "* REPLACE (CASE WHEN index = 1 THEN true ELSE \"next.done\" END AS \"next.done\") | data/chunk-000/file-000.parquet: row 1: next.done: true in the middle of episode 0",
        "* EXCLUDE (action) | meta/info.json: features.action: no such column in data",
        "* REPLACE (struct_pack(bytes := 'xyz'::BLOB, path := NULL::VARCHAR) AS \"observation.images.front\") | data/chunk-000/file-000.parquet: row 0: observation.images.front: expected an image of 5 x 4 pixels, got none",
      })
  void shouldNameFileAndRowOfWhatIsWrong(String select, String expected) throws Exception {
    LeRobotWriter.write(dir.resolve("set"), seen);
    Path file = dir.resolve("set/data/chunk-000/file-000.parquet");
    Path broken = dir.resolve("broken.parquet");
    try (Table table = new Table()) {
      String from = " FROM read_parquet(" + Table.quoted(file.toString()) + ")";
      table.write("SELECT " + select + from, broken, "");
    }
    Files.move(broken, file, StandardCopyOption.REPLACE_EXISTING);
    List<String> findings = Validation.of(dir.resolve("set"));
    assertTrue(findings.contains(expected), findings.toString());
  }

  @Test
  void shouldMissAnEpisodeThatIsNotThere() throws Exception {
    LeRobotWriter.write(dir.resolve("set"), seen);
    LeRobotWriter.write(dir.resolve("one"), Edits.keep(seen, List.of(0)));
    String name = "data/chunk-000/file-000.parquet";
    Files.copy(
        dir.resolve("one").resolve(name),
        dir.resolve("set").resolve(name),
        StandardCopyOption.REPLACE_EXISTING);
    List<String> findings = Validation.of(dir.resolve("set"));
    assertTrue(
        findings.contains("meta/info.json: total_frames: expected 7, got 3"), findings.toString());
    assertTrue(
        findings.contains(
            "meta/episodes/chunk-000/file-000.parquet: row 1: episode 1: length 4, rows 3 to 7, but data has 0 from -1"),
        findings.toString());
  }
}
