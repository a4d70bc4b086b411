package reins.learner.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reins.contract.config.ActionSpace;
import reins.contract.config.CameraTerm;
import reins.contract.config.Task;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.learner.serve.Journal;

/** What a learner's run folder holds, as a dataset: journal and manifest. */
public final class RunDataset {
  private static final String[] CARTESIAN = {"dx", "dy", "dz", "rx", "ry", "rz"};

  private RunDataset() {}

  /** Errors: {@link IllegalArgumentException} with one line where it is not a run's folder. */
  public static Dataset read(Path run) {
    JsonNode manifest;
    try {
      manifest = LeRobotWriter.JSON.readTree(run.resolve("manifest.json").toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(run + ": no manifest.json: expected the folder of a run");
    }
    Dataset described = describe(manifest.path("task"), manifest.path("fingerprint").asText());
    CameraTerm camera = camera(manifest.path("task").path("cameras"));
    PolicySpec sizes =
        new PolicySpec(described.obsDim(), described.actionDim(), camera, described.fingerprint());
    List<List<Transition>> episodes = Journal.episodes(run.resolve("journal.bin"), sizes);
    return new Dataset(
        described.task(),
        described.robot(),
        described.fingerprint(),
        described.fps(),
        described.stateNames(),
        described.actionNames(),
        episodes,
        camera == null ? Images.NONE : images(camera, episodes),
        Remark.of(run.resolve("spool/person.jsonl"), episodes));
  }

  private static CameraTerm camera(JsonNode cameras) {
    return cameras.isEmpty()
        ? null
        : LeRobotWriter.JSON.convertValue(cameras.get(0), CameraTerm.class);
  }

  /** What the camera saw at the beginning of each step. */
  private static Images images(CameraTerm camera, List<List<Transition>> episodes) {
    int h = camera.height();
    int w = camera.width();
    List<List<byte[][]>> pngs = new ArrayList<>();
    for (List<Transition> episode : episodes)
      pngs.add(episode.stream().map(t -> new byte[][] {Images.png(t.image(), h, w)}).toList());
    return new Images(List.of(camera.name()), h, w, pngs);
  }

  /** What steps of a task are called, without any. */
  public static Dataset describe(Task task) {
    return describe(LeRobotWriter.JSON.valueToTree(task), PolicySpec.of(task).fingerprint());
  }

  private static Dataset describe(JsonNode task, String fingerprint) {
    return new Dataset(
        task.path("name").asText(),
        task.path(task.has("robot") ? "robot" : "quadrotor").asText(),
        fingerprint,
        task.path("policy_hz").asDouble(),
        stateNames(task),
        actionNames(task),
        List.of());
  }

  private static List<String> stateNames(JsonNode task) {
    List<String> names = new ArrayList<>();
    for (JsonNode term : task.path("observation")) {
      int n = term.path("center").size();
      String name = term.path("name").asText();
      for (int i = 0; i < n; i++) names.add(n == 1 ? name : name + "." + i);
    }
    return names;
  }

  private static List<String> actionNames(JsonNode task) {
    int dim = task.path("action").path("dim").asInt(ActionSpace.Flight.DIM);
    if (!task.path("action").path("kind").asText().equals("cartesian_delta"))
      return Dataset.numbered("action", dim);
    boolean gripper = dim == 4 || dim == 7;
    List<String> names = new ArrayList<>(List.of(CARTESIAN).subList(0, gripper ? dim - 1 : dim));
    if (gripper) names.add("gripper");
    return names;
  }
}
