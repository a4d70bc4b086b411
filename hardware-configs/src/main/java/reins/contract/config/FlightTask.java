package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What we want of a quadrotor: where it may fly and begins, what the policy sees and does, what
 * counts as success, how it learns.
 *
 * @param quadrotor name of the file in quadrotors/ whose limits the task was made for
 * @param box leaving it fails an episode
 */
public record FlightTask(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String quadrotor,
    @JsonProperty(required = true) double policy_hz,
    @JsonProperty(required = true) int episode_steps,
    @JsonProperty(required = true) TaskConfig.Workspace box,
    @JsonProperty(required = true) ActionSpace.Flight action,
    @JsonProperty(required = true) List<Task.ObservationTerm> observation,
    @JsonProperty(required = true) List<CameraTerm> cameras,
    @JsonProperty(required = true) Start start,
    @JsonProperty(required = true) Goal.Gate reward,
    @JsonProperty(required = true) LearningConfig learning,
    @JsonProperty(required = true) OperatorConfig operator)
    implements Task {

  /** The key by which a task's file is a quadrotor's. */
  static final String KEY = "quadrotor";

  /** Checks ranges, and that start and gate are in the box. */
  public FlightTask {
    Expect.notBlank(name, "name");
    Expect.notBlank(quadrotor, "quadrotor");
    Task.check(policy_hz, episode_steps, observation);
    Expect.that(cameras.size() <= 1, "cameras", "expected one at most");
    for (CameraTerm camera : cameras) learning.encoder().fits(camera);
    for (int i = 0; i < 3; i++) {
      double low = box.low_m()[i], high = box.high_m()[i];
      Expect.within(start.low_m()[i], low, high, "start.low_m[" + i + "]");
      Expect.within(start.high_m()[i], low, high, "start.high_m[" + i + "]");
      Expect.within(reward.p_world_gate_m()[i], low, high, "reward.p_world_gate_m[" + i + "]");
    }
    Expect.within(start.over_m(), box.low_m()[2], box.high_m()[2], "start.over_m");
  }

  @Override
  public String robot() {
    return quadrotor;
  }

  @Override
  public FlightTask with(Map<String, Object> changes) {
    return ConfigReader.override(this, changes, "task " + name);
  }

  /**
   * How an episode starts: the vehicle flies back, over everything, to a hover somewhere in a box,
   * drawn from seed and episode.
   *
   * @param low_m [3] corner of the box
   * @param high_m [3]
   * @param heading_rad of the hover
   * @param over_m height of the way back
   */
  public record Start(
      @JsonProperty(required = true) double[] low_m,
      @JsonProperty(required = true) double[] high_m,
      @JsonProperty(required = true) double heading_rad,
      @JsonProperty(required = true) double over_m) {
    /** Checks lengths and order. */
    public Start {
      Expect.length(low_m, 3, "low_m");
      Expect.length(high_m, 3, "high_m");
      for (int i = 0; i < 3; i++)
        Expect.that(low_m[i] <= high_m[i], "high_m[" + i + "]", "expected at least low_m's");
      Expect.within(heading_rad, -Math.PI, Math.PI, "heading_rad");
      Expect.positive(over_m, "over_m");
    }
  }

  /** A task with the flight that it is done in. */
  public record Resolved(FlightConfig.Resolved flight, FlightTask task) implements Deployment {
    @Override
    public int joints() {
      return 0;
    }

    @Override
    public double width_max_m() {
      return 0;
    }

    @Override
    public Resolved with(Map<String, Object> changes) {
      return new Resolved(flight, task.with(changes));
    }
  }

  /**
   * Reads a flight, what it names, and a task for it, each checked against the other.
   *
   * <p>Errors: {@link ConfigException}.
   */
  static Resolved load(Path flightFile, Path taskFile) {
    return of(FlightConfig.load(flightFile), taskFile);
  }

  /** The same for a flight that was read already. */
  static Resolved of(FlightConfig.Resolved flight, Path taskFile) {
    FlightTask task = ConfigReader.read(taskFile, FlightTask.class);
    if (!flight.flight().quadrotor().equals(task.quadrotor))
      throw new ConfigException(
          "%s: quadrotor: expected %s, which flight %s flies, got %s"
              .formatted(
                  taskFile, flight.flight().quadrotor(), flight.flight().name(), task.quadrotor));
    if (!flight.flight().action().equals(task.action.meaning()))
      throw new ConfigException(
          taskFile + ": action.kind: expected the flight's " + flight.flight().action());
    if (task.action.hold_after_s() != flight.flight().ladder().action_hover_s())
      throw new ConfigException(
          taskFile
              + ": action.hold_after_s: expected the flight's ladder.action_hover_s, "
              + flight.flight().ladder().action_hover_s());
    for (int i = 0; i < 3; i++)
      if (task.box.low_m()[i] < flight.flight().fence().low_m()[i]
          || task.box.high_m()[i] > flight.flight().fence().high_m()[i])
        throw new ConfigException(taskFile + ": box: expected to lie within the flight's fence");
    return new Resolved(flight, task);
  }
}
