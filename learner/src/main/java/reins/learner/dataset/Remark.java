package reins.learner.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reins.contract.data.Transition;

/**
 * What a person did or typed at a step: a line of the cockpit's {@code person.jsonl}, and of {@code
 * meta/person.jsonl} in a dataset.
 *
 * @param episode in the dataset
 * @param step in the episode
 * @param said the line: event, device, and where somebody typed something, text
 */
public record Remark(int episode, int step, ObjectNode said) {
  private static final String STAMP = "stamp_ns";
  private static final String EPISODE = "episode_index";
  private static final String FRAME = "frame_index";

  /** The same remark at another place. */
  Remark at(int newEpisode, int newStep) {
    return new Remark(newEpisode, newStep, said);
  }

  /** As a dataset keeps it. */
  String line() {
    ObjectNode line = said.deepCopy();
    line.put(EPISODE, episode).put(FRAME, step);
    return line.toString();
  }

  /** Reads a dataset's; none where there is no file. */
  static List<Remark> read(Path file) {
    List<Remark> all = new ArrayList<>();
    for (ObjectNode line : lines(file)) {
      int episode = line.path(EPISODE).asInt(-1);
      int frame = line.path(FRAME).asInt(-1);
      line.remove(List.of(EPISODE, FRAME));
      all.add(new Remark(episode, frame, line));
    }
    return all;
  }

  /**
   * Lays a run's lines beside its steps, each at the step that ran when it was written.
   *
   * @param file the cockpit's; what was said before the first step is left out
   */
  public static List<Remark> of(Path file, List<List<Transition>> episodes) {
    TreeMap<Long, int[]> byStamp = new TreeMap<>();
    for (int e = 0; e < episodes.size(); e++)
      for (int i = 0; i < episodes.get(e).size(); i++)
        byStamp.put(episodes.get(e).get(i).stamp_ns(), new int[] {e, i});
    List<Remark> all = new ArrayList<>();
    for (ObjectNode line : lines(file)) {
      Map.Entry<Long, int[]> at = byStamp.floorEntry(line.path(STAMP).asLong(Long.MIN_VALUE));
      if (at != null) all.add(new Remark(at.getValue()[0], at.getValue()[1], line));
    }
    return all;
  }

  private static List<ObjectNode> lines(Path file) {
    if (!Files.isRegularFile(file)) return List.of();
    List<ObjectNode> all = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.isBlank()) continue;
        JsonNode node = parse(file, all.size() + 1, line);
        if (node instanceof ObjectNode object) all.add(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return all;
  }

  private static JsonNode parse(Path file, int number, String line) {
    try {
      return LeRobotWriter.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s: line %d: expected a JSON object".formatted(file, number), e);
    }
  }
}
