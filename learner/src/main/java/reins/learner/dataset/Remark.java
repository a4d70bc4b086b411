package reins.learner.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * What a person did or typed at a step: a line of the cockpit's {@code person.jsonl}, and of {@code
 * meta/person.jsonl} in a dataset.
 *
 * @param episode in the dataset
 * @param step in the episode
 * @param said the line: event, device, and where somebody typed something, text
 */
public record Remark(int episode, int step, ObjectNode said) {
  private static final Logger LOG = LogManager.getLogger();
  private static final String STAMP = "stamp_ns";
  private static final String EPISODE = "episode_index";
  private static final String FRAME = "frame_index";

  /** As they were said; the first of those at one step stays first. */
  static final Comparator<Remark> IN_ORDER =
      Comparator.comparingInt(Remark::episode).thenComparingInt(Remark::step);

  /** The same remark at another place. */
  Remark at(int newEpisode, int newStep) {
    return new Remark(newEpisode, newStep, said);
  }

  /** A person took over. */
  public boolean takesOver() {
    return event("onset");
  }

  /** A person let go, or was lost. */
  boolean letsGo() {
    return event("release") || event("link lost");
  }

  private boolean event(String name) {
    return said.path("event").asText().equals(name);
  }

  /** As a dataset keeps it. */
  String line() {
    ObjectNode line = said.deepCopy();
    line.put(EPISODE, episode).put(FRAME, step);
    return line.toString();
  }

  /**
   * Reads a dataset's; none where there is no file.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line that names file and line.
   */
  static List<Remark> read(Path file) {
    List<Remark> all = new ArrayList<>();
    for (String text : lines(file)) {
      ObjectNode line = parse(text);
      if (line == null)
        throw new IllegalArgumentException(
            "%s: line %d: expected a JSON object".formatted(file, all.size() + 1));
      int episode = line.path(EPISODE).asInt(-1);
      int frame = line.path(FRAME).asInt(-1);
      line.remove(List.of(EPISODE, FRAME));
      all.add(new Remark(episode, frame, line));
    }
    return all;
  }

  /**
   * Lays a run's lines beside its steps, each at the step of its own episode that ran when it was
   * written. A line of no such step is left out: what was said between two episodes, or in one that
   * is not here. But who had taken over before an episode of theirs began has taken over at its
   * first step.
   *
   * @param file the cockpit's, with the lines of every process of the run; one that was not written
   *     whole is left out and said
   */
  public static List<Remark> of(Path file, List<List<Transition>> episodes) {
    List<Remark> all = new ArrayList<>();
    TreeMap<Long, Remark> hands = new TreeMap<>(); // who had the robot from then on, or let it go
    int broken = 0;
    for (String text : lines(file)) {
      ObjectNode line = parse(text);
      if (line == null) {
        broken++;
        continue;
      }
      Remark hand = new Remark(-1, -1, line);
      if (hand.takesOver() || hand.letsGo())
        hands.put(line.path(STAMP).asLong(Long.MIN_VALUE), hand);
      lay(line, episodes, all);
    }
    for (int e = 0; e < episodes.size(); e++) {
      Transition first = episodes.get(e).getFirst();
      Map.Entry<Long, Remark> had = hands.lowerEntry(first.stamp_ns());
      boolean theirs = first.source() == Source.PERSON && had != null;
      if (theirs && had.getValue().takesOver()) all.addFirst(had.getValue().at(e, 0));
    }
    all.sort(IN_ORDER);
    if (broken > 0) LOG.warn("{}: {} lines were not written whole and are left out", file, broken);
    return all;
  }

  private static void lay(ObjectNode line, List<List<Transition>> episodes, List<Remark> all) {
    if (!line.path("phase").asText().equals("running")) return;
    long said_ns = line.path(STAMP).asLong(Long.MIN_VALUE);
    int next = line.path("step").asInt();
    for (int e = 0; e < episodes.size(); e++) {
      List<Transition> steps = episodes.get(e);
      if (steps.getFirst().episode() != line.path("episode").asLong(-1)) continue;
      int at = -1;
      while (at + 1 < steps.size() && steps.get(at + 1).stamp_ns() <= said_ns) at++;
      if (at < 0) continue;
      // An episode of another actor and clock may have the same number, hardly the same step.
      int ran = steps.get(at).step();
      if (ran == next || ran + 1 == next) all.add(new Remark(e, at, line));
    }
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) return List.of();
    try {
      // Not readAllLines, which throws where a line ends within a letter.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static ObjectNode parse(String line) {
    try {
      return LeRobotWriter.JSON.readTree(line) instanceof ObjectNode object ? object : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
