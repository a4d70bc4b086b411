package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What we want of a robot, whichever: how often the policy steps, what it sees and does, what
 * counts as success, how it learns.
 */
public sealed interface Task permits TaskConfig, FlightTask {
  /** Short name, as rigs refer to it. */
  String name();

  /** Its file, as messages name it. */
  default String file() {
    return "hardware-configs/tasks/" + name() + ".yaml";
  }

  /** What robot the task was checked against: a file in robots/ or in quadrotors/. */
  String robot();

  /** Rate of the policy's steps. */
  double policy_hz();

  /** Steps after which an episode is cut (truncated, not terminal). */
  int episode_steps();

  /** What an action's numbers mean. */
  ActionSpace action();

  /** What the policy sees. */
  List<ObservationTerm> observation();

  /** What the policy sees through cameras: one at most. */
  default List<CameraTerm> cameras() {
    return List.of();
  }

  /** What counts as success. */
  Goal reward();

  /** How it is learned. */
  LearningConfig learning();

  /** The scripted operator. */
  OperatorConfig operator();

  /**
   * The same task with some of its keys replaced, as a person would write them in its file.
   *
   * <p>Errors: {@link ConfigException} with one line for a key that a task does not have or a value
   * that does not fit.
   */
  Task with(Map<String, Object> changes);

  /** Nanoseconds between two steps of the policy. */
  default long periodNs() {
    return Math.round(1e9 / policy_hz());
  }

  /** Sum of the lengths of the observation's terms. */
  default int obsDim() {
    return observation().stream().mapToInt(t -> t.center().length).sum();
  }

  /** Checks what all tasks have. */
  static void check(double policy_hz, int episode_steps, List<ObservationTerm> observation) {
    Expect.within(policy_hz, 1, 100, "policy_hz");
    Expect.within(episode_steps, 1, 100_000, "episode_steps");
    Expect.that(!observation.isEmpty(), "observation", "expected at least one term");
  }

  /**
   * One term of the observation, scaled to about [-1, 1]: {@code (value - center) / half_range}.
   *
   * @param name one of the quantities that the policy process knows
   */
  public record ObservationTerm(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) double[] center,
      @JsonProperty(required = true) double[] half_range) {
    /** Checks lengths and signs. */
    public ObservationTerm {
      Expect.length(half_range, center.length, "half_range");
      for (double r : half_range) Expect.positive(r, "half_range");
    }
  }
}
