package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What we want of an arm: how it may move, what the policy sees and does, what counts as success,
 * how it learns.
 *
 * @param name short name, as rigs refer to it
 * @param robot name of the file in robots/ whose limits the task was checked against
 * @param policy_hz rate of the policy's steps
 * @param episode_steps steps after which an episode is cut (truncated, not terminal)
 * @param reward what counts as success
 */
public record TaskConfig(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String robot,
    @JsonProperty(required = true) double policy_hz,
    @JsonProperty(required = true) int episode_steps,
    @JsonProperty(required = true) Workspace workspace,
    @JsonProperty(required = true) ActionSpace.Arm action,
    @JsonProperty(required = true) Impedance impedance,
    @JsonProperty(required = true) List<Task.ObservationTerm> observation,
    @JsonProperty(required = true) Reset reset,
    @JsonProperty(required = true) Goal.Handling reward,
    @JsonProperty(required = true) LearningConfig learning,
    @JsonProperty(required = true) OperatorConfig operator)
    implements Task {

  /** The most dimensions that an exchange frame's action carries. */
  public static final int MAX_ACTION = 8;

  /** Checks ranges, and that the reset pose is inside the workspace. */
  public TaskConfig {
    Expect.notBlank(name, "name");
    Task.check(policy_hz, episode_steps, observation);
    for (int i = 0; i < 3; i++)
      Expect.within(
          reset.p_base_tool_m()[i],
          workspace.low_m()[i],
          workspace.high_m()[i],
          "reset.p_base_tool_m[" + i + "]");
  }

  @Override
  public TaskConfig with(Map<String, Object> changes) {
    return ConfigReader.override(this, changes, "task " + name);
  }

  /**
   * The box that the tool's set-point never leaves, in the base frame.
   *
   * @param low_m [3]
   * @param high_m [3]
   */
  public record Workspace(
      @JsonProperty(required = true) double[] low_m,
      @JsonProperty(required = true) double[] high_m) {
    /** Checks that the box has a volume. */
    public Workspace {
      Expect.box(low_m, high_m, "low_m", "high_m");
    }
  }

  /**
   * The action, where it moves the tool.
   *
   * <p>Errors: {@link ConfigException} where the action is of another kind.
   */
  public ActionSpace.CartesianDelta cartesianDelta() {
    if (action instanceof ActionSpace.CartesianDelta delta) return delta;
    throw new ConfigException(name + ": action.kind: expected cartesian_delta");
  }

  /**
   * Gains of the Cartesian impedance law; the error is clipped inside the loop, so the static force
   * is bounded by stiffness times clip, plus what the integral may hold.
   *
   * @param ki_trans_N_ms the integral's growth, N/s per metre of error
   * @param ki_rot_Nm_rads the integral's growth, Nm/s per rad of error
   * @param i_max_N the most that the integral holds on each axis
   * @param i_max_Nm the most that the integral holds about each axis
   * @param ramp_s time in which stiffness grows from zero after a start, and in which gains and
   *     clips change into others
   */
  public record Impedance(
      @JsonProperty(required = true) double k_trans_N_m,
      @JsonProperty(required = true) double d_trans_Ns_m,
      @JsonProperty(required = true) double k_rot_Nm_rad,
      @JsonProperty(required = true) double d_rot_Nms_rad,
      @JsonProperty(required = true) double clip_trans_m,
      @JsonProperty(required = true) double clip_rot_rad,
      @JsonProperty(required = true) double ki_trans_N_ms,
      @JsonProperty(required = true) double ki_rot_Nm_rads,
      @JsonProperty(required = true) double i_max_N,
      @JsonProperty(required = true) double i_max_Nm,
      @JsonProperty(required = true) double k_null_Nm_rad,
      @JsonProperty(required = true) double ramp_s) {
    /** The smallest share of its stiffness that a person may leave an arm. */
    public static final double SOFTEST = 0.1;

    /** Checks against the ranges of the published controller. */
    public Impedance {
      Expect.within(k_trans_N_m, 0, 6000, "k_trans_N_m");
      Expect.within(d_trans_Ns_m, 0, 400, "d_trans_Ns_m");
      Expect.within(k_rot_Nm_rad, 0, 300, "k_rot_Nm_rad");
      Expect.within(d_rot_Nms_rad, 0, 30, "d_rot_Nms_rad");
      Expect.within(clip_trans_m, 1e-4, 0.1, "clip_trans_m");
      Expect.within(clip_rot_rad, 1e-4, 0.5, "clip_rot_rad");
      Expect.within(ki_trans_N_ms, 0, 20_000, "ki_trans_N_ms");
      Expect.within(ki_rot_Nm_rads, 0, 1000, "ki_rot_Nm_rads");
      Expect.within(i_max_N, 0, 60, "i_max_N");
      Expect.within(i_max_Nm, 0, 15, "i_max_Nm");
      Expect.within(k_null_Nm_rad, 0, 100, "k_null_Nm_rad");
      Expect.within(ramp_s, 0, 10, "ramp_s");
    }

    /**
     * The same spring made softer, its damping ratio and clips kept, so that it pushes with that
     * share of its force.
     *
     * @param share {@link #SOFTEST} to 1
     */
    public Impedance softened(double share) {
      double root = Math.sqrt(share);
      // k' = s k, d' = sqrt(s) d: d / (2 sqrt(k m)) stays
      return new Impedance(
          share * k_trans_N_m,
          root * d_trans_Ns_m,
          share * k_rot_Nm_rad,
          root * d_rot_Nms_rad,
          clip_trans_m,
          clip_rot_rad,
          share * ki_trans_N_ms,
          share * ki_rot_Nm_rads,
          share * i_max_N,
          share * i_max_Nm,
          share * k_null_Nm_rad,
          ramp_s);
    }
  }

  /**
   * How an episode starts: tool at a pose above the table, gripper open, the object put down anew.
   *
   * @param p_base_tool_m [3] tool position; the tool points down
   * @param yaw_rad tool's turn about the vertical
   * @param speed_m_s of the way back
   * @param object_low_m [3] corner of the box in which the object starts, its centre anywhere in it
   * @param object_high_m [3]
   */
  public record Reset(
      @JsonProperty(required = true) double[] p_base_tool_m,
      @JsonProperty(required = true) double yaw_rad,
      @JsonProperty(required = true) double speed_m_s,
      @JsonProperty(required = true) double tolerance_m,
      @JsonProperty(required = true) double[] object_low_m,
      @JsonProperty(required = true) double[] object_high_m) {
    /** Checks lengths and signs. */
    public Reset {
      Expect.length(p_base_tool_m, 3, "p_base_tool_m");
      Expect.positive(speed_m_s, "speed_m_s");
      Expect.positive(tolerance_m, "tolerance_m");
      Expect.length(object_low_m, 3, "object_low_m");
      Expect.length(object_high_m, 3, "object_high_m");
      for (int i = 0; i < 3; i++)
        Expect.that(
            object_low_m[i] <= object_high_m[i],
            "object_high_m[" + i + "]",
            "expected at least object_low_m's " + object_low_m[i]);
    }
  }
}
