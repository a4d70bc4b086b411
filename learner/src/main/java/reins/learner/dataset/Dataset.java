package reins.learner.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import reins.contract.data.Transition;

/**
 * Episodes to learn from, recorded here or imported.
 *
 * @param task in words or by name
 * @param fingerprint of the policy contract that observations and actions follow; empty: unknown
 * @param fps steps a second
 * @param stateNames [O] one for each number of an observation
 * @param actionNames [A]
 * @param episodes each with its steps in order
 * @param images what cameras saw; {@link Images#NONE}: there were none
 * @param remarks what the person said or did, and when
 */
public record Dataset(
    String task,
    String robot,
    String fingerprint,
    double fps,
    List<String> stateNames,
    List<String> actionNames,
    List<List<Transition>> episodes,
    Images images,
    List<Remark> remarks) {

  /** Episodes without images and words. */
  public Dataset(
      String task,
      String robot,
      String fingerprint,
      double fps,
      List<String> stateNames,
      List<String> actionNames,
      List<List<Transition>> episodes) {
    this(task, robot, fingerprint, fps, stateNames, actionNames, episodes, Images.NONE, List.of());
  }

  /**
   * The episodes in a LeRobot folder, or in the folder of a run.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line where it is neither.
   */
  public static Dataset read(Path folder) {
    return Files.exists(folder.resolve("journal.bin"))
        ? RunDataset.read(folder)
        : LeRobotReader.read(folder);
  }

  /** Length of an observation. */
  public int obsDim() {
    return stateNames.size();
  }

  /** Length of an action. */
  public int actionDim() {
    return actionNames.size();
  }

  /** Every step, episode after episode. */
  public Stream<Transition> steps() {
    return episodes.stream().flatMap(List::stream);
  }

  /** Names for numbers that have none: {@code state_0}, {@code state_1}, ... */
  public static List<String> numbered(String name, int n) {
    return Stream.iterate(0, i -> i + 1).limit(n).map(i -> name + "_" + i).toList();
  }
}
