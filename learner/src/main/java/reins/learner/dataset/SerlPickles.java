package reins.learner.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * Reads demonstrations of SERL and HIL-SERL: pickled lists of transitions.
 *
 * <p>An observation is an array, or a dictionary whose arrays are lined up by name; images are left
 * aside. An episode ends where {@code dones} says so.
 *
 * <p>Source: SERL, examples/async_sac_state_sim and record_demo.py; HIL-SERL,
 * examples/record_demos.py: keys observations, actions, next_observations, rewards, masks, dones.
 */
public final class SerlPickles {
  private SerlPickles() {}

  /**
   * Reads a file, or all {@code *.pkl} of a folder by name.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line that names file and transition.
   */
  public static Dataset read(Path path, double fps) {
    List<List<Transition>> episodes = new ArrayList<>();
    for (Path file : files(path)) read(file, episodes);
    if (episodes.isEmpty()) throw new IllegalArgumentException(path + ": no transitions");
    Transition first = episodes.getFirst().getFirst();
    return new Dataset(
        "imported from " + path.getFileName(),
        "unknown",
        "",
        fps,
        Dataset.numbered("state", first.obs().length),
        Dataset.numbered("action", first.action().length),
        episodes);
  }

  private static List<Path> files(Path path) {
    if (Files.isRegularFile(path)) return List.of(path);
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(f -> f.toString().endsWith(".pkl")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(path + ": expected a pickle or a folder of them (*.pkl)");
    }
  }

  private static void read(Path file, List<List<Transition>> episodes) {
    List<Transition> episode = new ArrayList<>();
    int number = 0;
    try {
      if (!(Pickle.read(Files.readAllBytes(file)) instanceof List<?> list))
        throw new IllegalArgumentException("expected a list of transitions");
      for (Object item : list) {
        if (!(item instanceof Map<?, ?> map))
          throw new IllegalArgumentException("expected a dictionary");
        Transition t = transition(map, episodes.size(), episode.size());
        requireSizes(t, episodes.isEmpty() ? episode : episodes.getFirst());
        episode.add(t);
        number++;
        if (!t.done()) continue;
        episodes.add(episode);
        episode = new ArrayList<>();
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + ": transition " + number + ": " + e.getMessage(), e);
    }
    if (!episode.isEmpty()) episodes.add(episode);
  }

  private static void requireSizes(Transition t, List<Transition> before) {
    if (before.isEmpty()) return;
    Transition first = before.getFirst();
    if (t.obs().length != first.obs().length
        || t.nextObs().length != first.obs().length
        || t.action().length != first.action().length)
      throw new IllegalArgumentException("expected the sizes of the first transition");
  }

  private static Transition transition(Map<?, ?> map, int episode, int step) {
    float[] action = array(map, "actions").floats();
    float reward = number(map, "rewards");
    boolean done = number(map, "dones") != 0;
    return new Transition(
        observation(map.get("observations")),
        action,
        action,
        reward,
        map.containsKey("masks") && number(map, "masks") != 0 || !done ? 1 : 0,
        done,
        observation(map.get("next_observations")),
        Source.PERSON,
        0,
        episode,
        step,
        true,
        done && reward > 0,
        0,
        false);
  }

  private static float[] observation(Object value) {
    Object plain = Pickle.finished(value);
    if (plain instanceof NumpyArray array) return array.floats();
    if (!(plain instanceof Map<?, ?> map))
      throw new IllegalArgumentException("observations: expected an array or a dictionary of them");
    TreeMap<String, NumpyArray> byName = new TreeMap<>();
    map.forEach(
        (name, part) -> {
          if (Pickle.finished(part) instanceof NumpyArray array && !array.image())
            byName.put(String.valueOf(name), array);
        });
    List<float[]> parts = byName.values().stream().map(NumpyArray::floats).toList();
    float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    if (all.length == 0) throw new IllegalArgumentException("observations: images only");
    return all;
  }

  private static NumpyArray array(Map<?, ?> map, String key) {
    if (Pickle.finished(map.get(key)) instanceof NumpyArray array) return array;
    throw new IllegalArgumentException(key + ": expected an array");
  }

  private static float number(Map<?, ?> map, String key) {
    return switch (Pickle.finished(map.get(key))) {
      case Number n -> n.floatValue();
      case Boolean b -> b ? 1 : 0;
      case NumpyArray a when a.floats().length == 1 -> a.floats()[0];
      case null, default -> throw new IllegalArgumentException(key + ": expected a number");
    };
  }
}
