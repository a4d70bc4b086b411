package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What keeps a rig safe: how old states and actions may become, what the arm is checked for before
 * it moves, and where it may not go. No value has a default.
 *
 * @param estop_topic std_msgs/Bool; the first true latches the emergency stop
 */
public record SafetyConfig(
    @JsonProperty(required = true) String estop_topic,
    @JsonProperty(required = true) Ladder ladder,
    @JsonProperty(required = true) Payload payload,
    @JsonProperty(required = true) Barrier barrier) {

  /** Checks the topic. */
  public SafetyConfig {
    Expect.notBlank(estop_topic, "estop_topic");
  }

  /**
   * What happens as the newest robot state or action grows old. The rungs between are {@code
   * control.state_stale_s} (the arm brakes) and the task's {@code action.hold_after_s} (it holds).
   *
   * @param state_extrapolate_s a missing robot state is extrapolated for so long
   * @param state_lost_s an older robot state stops the arm until a person recovers it
   * @param missed_ticks_s ticks that stayed away for so long make the arm hold
   * @param action_idle_s after so long without any frame from the policy process an arm that holds
   *     is given up
   * @param action_then what it is given up to: idle or safe_stop
   */
  public record Ladder(
      @JsonProperty(required = true) double state_extrapolate_s,
      @JsonProperty(required = true) double state_lost_s,
      @JsonProperty(required = true) double missed_ticks_s,
      @JsonProperty(required = true) double action_idle_s,
      @JsonProperty(required = true) String action_then) {
    /** Checks ranges. */
    public Ladder {
      Expect.within(state_extrapolate_s, 0, 0.1, "state_extrapolate_s");
      Expect.within(state_lost_s, 0.01, 60, "state_lost_s");
      Expect.within(missed_ticks_s, 0.001, 1, "missed_ticks_s");
      Expect.within(action_idle_s, 0.1, 3600, "action_idle_s");
      Expect.oneOf(action_then, List.of("idle", "safe_stop"), "action_then");
    }
  }

  /**
   * What hangs on the arm besides the robot file's own tool (a wrist camera, say), and the check of
   * it before motion: at rest, the torque measured is compared with what the model says the arm
   * weighs.
   *
   * @param mass_kg 0 for nothing
   * @param p_tool_m [3] its centre of mass in the tool's frame
   * @param check_s how long it is averaged
   * @param tolerance_Nm the largest difference on any joint
   */
  public record Payload(
      @JsonProperty(required = true) double mass_kg,
      @JsonProperty(required = true) double[] p_tool_m,
      @JsonProperty(required = true) double check_s,
      @JsonProperty(required = true) double tolerance_Nm) {
    /** Checks ranges. */
    public Payload {
      Expect.within(mass_kg, 0, 20, "mass_kg");
      Expect.length(p_tool_m, 3, "p_tool_m");
      Expect.within(check_s, 0.001, 5, "check_s");
      Expect.within(tolerance_Nm, 0.01, 50, "tolerance_Nm");
    }
  }

  /**
   * Control barriers: what the torque filter keeps the arm from reaching. Near it, the speed of an
   * approach is at most k times the distance; further out, what the robot's acceleration can brake.
   *
   * @param joint_margin_rad the arm stays so far within its joints' limits
   * @param joint_k_1_s k of the joints' limits
   * @param speed_share share of the joints' speed limits that may be used
   * @param speed_k_1_s how fast an approach to a limit of speed fades at most: a fifth of the
   *     loop's rate, or less
   * @param tool_speed_max_m_s of the tool
   * @param energy_max_J kinetic energy of the whole arm: every joint at its speed at once is more
   *     than its torque rates can turn in time
   * @param workspace the box that the tool does not leave; wider than the task's by at least the
   *     law's clip, so that it never acts while a task is done as meant
   * @param space_k_1_s k of workspace and obstacles
   * @param obstacles spheres that the arm stays out of
   */
  public record Barrier(
      @JsonProperty(required = true) double joint_margin_rad,
      @JsonProperty(required = true) double joint_k_1_s,
      @JsonProperty(required = true) double speed_share,
      @JsonProperty(required = true) double speed_k_1_s,
      @JsonProperty(required = true) double tool_speed_max_m_s,
      @JsonProperty(required = true) double energy_max_J,
      @JsonProperty(required = true) TaskConfig.Workspace workspace,
      @JsonProperty(required = true) double space_k_1_s,
      @JsonProperty(required = true) List<Obstacle> obstacles) {
    /** The most obstacles. */
    public static final int MAX_OBSTACLES = 8;

    /** Checks ranges. */
    public Barrier {
      Expect.within(joint_margin_rad, 0, 0.3, "joint_margin_rad");
      Expect.within(joint_k_1_s, 1, 100, "joint_k_1_s");
      Expect.within(speed_share, 0.05, 1, "speed_share");
      Expect.within(speed_k_1_s, 1, 500, "speed_k_1_s");
      Expect.positive(tool_speed_max_m_s, "tool_speed_max_m_s");
      Expect.within(energy_max_J, 0.01, 1000, "energy_max_J");
      Expect.within(space_k_1_s, 1, 100, "space_k_1_s");
      Expect.that(
          obstacles.size() <= MAX_OBSTACLES,
          "obstacles",
          "expected at most " + MAX_OBSTACLES + ", got " + obstacles.size());
    }
  }

  /**
   * A sphere in the base frame.
   *
   * @param points of the arm that stay outside: tool, wrist, elbow
   */
  public record Obstacle(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) double[] center_m,
      @JsonProperty(required = true) double radius_m,
      @JsonProperty(required = true) List<String> points) {
    /** Points of an arm that an obstacle may name. */
    public static final List<String> POINTS = List.of("tool", "wrist", "elbow");

    /** Checks lengths and names. */
    public Obstacle {
      Expect.notBlank(name, "name");
      Expect.length(center_m, 3, "center_m");
      Expect.positive(radius_m, "radius_m");
      Expect.that(!points.isEmpty(), "points", "expected some of " + POINTS);
      for (String point : points) Expect.oneOf(point, POINTS, "points");
    }
  }
}
