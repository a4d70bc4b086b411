package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;

/**
 * What the numbers of an action mean, each in [-1, 1]. The key {@code kind} says which of the
 * records it is: one of {@link Arm} or one of {@link Flight}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface ActionSpace {
  /**
   * An arm's: first its own numbers, then, where there is one more, the gripper's.
   *
   * <pre>
   *   cartesian_delta   displacement of the tool's set-point in the base frame, Cartesian impedance
   *   joint_delta       displacement of the joints' set-points, joint impedance
   *   wrench            force and torque at the tool in the base frame
   * </pre>
   */
  @JsonSubTypes({
    @JsonSubTypes.Type(value = CartesianDelta.class, name = "cartesian_delta"),
    @JsonSubTypes.Type(value = JointDelta.class, name = "joint_delta"),
    @JsonSubTypes.Type(value = Wrench.class, name = "wrench")
  })
  sealed interface Arm extends ActionSpace {}

  /**
   * A quadrotor's four numbers, in shares of its limits.
   *
   * <pre>
   *   velocity     x, y, z in the world frame, yaw rate
   *   body_rates   thrust, then rates about the body's x, y, z
   * </pre>
   */
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Velocity.class, name = "velocity"),
    @JsonSubTypes.Type(value = BodyRates.class, name = "body_rates")
  })
  sealed interface Flight extends ActionSpace {
    /** Numbers of a flight's action. */
    int DIM = 4;

    @Override
    default int dim() {
      return DIM;
    }

    @Override
    default int gripper() {
      return -1;
    }

    @Override
    default double gripper_threshold() {
      return 0;
    }

    @Override
    default boolean displacement() {
      return false;
    }
  }

  /** A velocity in the world frame and a yaw rate. */
  record Velocity(@JsonProperty(required = true) double hold_after_s) implements Flight {
    /** Checks the range. */
    public Velocity {
      checkCommon(0, hold_after_s);
    }

    @Override
    public String meaning() {
      return "velocity";
    }
  }

  /** Thrust, from a fifth of gravity over gravity to all there is, and three body rates. */
  record BodyRates(@JsonProperty(required = true) double hold_after_s) implements Flight {
    /** Checks the range. */
    public BodyRates {
      checkCommon(0, hold_after_s);
    }

    @Override
    public String meaning() {
      return "body_rates";
    }
  }

  /** Length of the action. */
  int dim();

  /** Index of the gripper's number, or -1 where the action has none. */
  int gripper();

  /** Above it the gripper closes, below its negative it opens, between it stays. */
  double gripper_threshold();

  /**
   * Whether an action is a way to go within its step, so that what half a step did and what the
   * other half did add up.
   */
  default boolean displacement() {
    return !(this instanceof Wrench);
  }

  /** An action older than this stops moving the robot. */
  double hold_after_s();

  /** Everything whose change would make an old policy wrong, as one line. */
  String meaning();

  private static void checkCommon(double gripper_threshold, double hold_after_s) {
    Expect.within(gripper_threshold, 0, 1, "gripper_threshold");
    Expect.within(hold_after_s, 0.01, 1, "hold_after_s");
  }

  /**
   * A displacement of the tool's set-point: dx, dy, dz, then, in six dimensions, a rotation vector.
   *
   * @param dim 3 for translation, 6 with rotation, each one more with a gripper
   * @param step_m displacement for an action of 1
   * @param leash_m the set-point stays this near to the measured tool position on each axis, so
   *     that a blocked arm does not wind up
   * @param step_rad rotation for an action of 1; 0 without rotation
   * @param leash_rad the same leash for the rotation; 0 without
   * @param turn_max_rad the set-point's turn away from the reset pose, on each axis of its rotation
   *     vector; 0 without
   */
  record CartesianDelta(
      @JsonProperty(required = true) int dim,
      @JsonProperty(required = true) double step_m,
      @JsonProperty(required = true) double leash_m,
      @JsonProperty(required = true) double step_rad,
      @JsonProperty(required = true) double leash_rad,
      @JsonProperty(required = true) double turn_max_rad,
      @JsonProperty(required = true) double gripper_threshold,
      @JsonProperty(required = true) double hold_after_s)
      implements Arm {
    /** Checks ranges. */
    public CartesianDelta {
      Expect.that(
          dim == 3 || dim == 4 || dim == 6 || dim == 7, "dim", "expected 3, 4, 6 or 7, got " + dim);
      Expect.within(step_m, 1e-4, 0.1, "step_m");
      Expect.within(leash_m, step_m, 0.2, "leash_m");
      boolean turns = dim > 4;
      Expect.within(step_rad, turns ? 1e-4 : 0, turns ? 0.5 : 0, "step_rad");
      Expect.within(leash_rad, turns ? step_rad : 0, turns ? 1 : 0, "leash_rad");
      Expect.within(turn_max_rad, turns ? step_rad : 0, turns ? 1.5 : 0, "turn_max_rad");
      checkCommon(gripper_threshold, hold_after_s);
    }

    /** Whether the action turns the tool. */
    public boolean turns() {
      return dim > 4;
    }

    @Override
    public int gripper() {
      return dim == 4 || dim == 7 ? dim - 1 : -1;
    }

    @Override
    public String meaning() {
      String turn = turns() ? " " + step_rad : "";
      return dim + " " + step_m + turn + " " + gripper_threshold;
    }
  }

  /**
   * A displacement of the joints' set-points, followed by a joint impedance whose error is clipped,
   * so that the static torque is at most stiffness times clip.
   *
   * @param dim number of joints, one more with a gripper
   * @param step_rad displacement for an action of 1
   * @param leash_rad each set-point stays this near to its measured joint
   * @param q_reset_rad [n] where an episode starts
   * @param k_Nm_rad [n] stiffness
   * @param d_Nms_rad [n] damping
   * @param clip_rad [n] largest error that the stiffness sees
   */
  record JointDelta(
      @JsonProperty(required = true) int dim,
      @JsonProperty(required = true) double step_rad,
      @JsonProperty(required = true) double leash_rad,
      @JsonProperty(required = true) double[] q_reset_rad,
      @JsonProperty(required = true) double[] k_Nm_rad,
      @JsonProperty(required = true) double[] d_Nms_rad,
      @JsonProperty(required = true) double[] clip_rad,
      @JsonProperty(required = true) double gripper_threshold,
      @JsonProperty(required = true) double hold_after_s)
      implements Arm {
    /** Checks lengths and ranges. */
    public JointDelta {
      int n = q_reset_rad.length;
      Expect.that(
          dim == n || dim == n + 1, "dim", "expected " + n + " or " + (n + 1) + ", got " + dim);
      Expect.length(k_Nm_rad, n, "k_Nm_rad");
      Expect.length(d_Nms_rad, n, "d_Nms_rad");
      Expect.length(clip_rad, n, "clip_rad");
      for (int i = 0; i < n; i++) {
        // The range that the maker of the Franka arms allows.
        Expect.within(k_Nm_rad[i], 0, 14_250, "k_Nm_rad[" + i + "]");
        Expect.nonNegative(d_Nms_rad[i], "d_Nms_rad[" + i + "]");
        Expect.within(clip_rad[i], 1e-4, 1, "clip_rad[" + i + "]");
      }
      Expect.within(step_rad, 1e-4, 0.5, "step_rad");
      Expect.within(leash_rad, step_rad, 1, "leash_rad");
      checkCommon(gripper_threshold, hold_after_s);
    }

    @Override
    public int gripper() {
      return dim > q_reset_rad.length ? dim - 1 : -1;
    }

    @Override
    public String meaning() {
      return "joint_delta " + dim + " " + step_rad + " " + gripper_threshold;
    }
  }

  /**
   * A wrench at the tool. Axes whose scale is 0 are held by the task's impedance where the action
   * began; on the others the tool moves freely against a damper, and is drawn back by the impedance
   * where it leaves the workspace.
   *
   * @param dim 6, or 7 with a gripper
   * @param force_N [3] force for an action of 1
   * @param torque_Nm [3] torque for an action of 1
   * @param turn_max_rad where the tool is drawn back from its turn away from the reset pose, on
   *     each axis of the rotation vector
   * @param d_trans_Ns_m damper
   * @param d_rot_Nms_rad damper
   * @param rise_s time in which the wrench changes from one action's to the next
   * @param max_gap_s an action's wrench lasts this long, then decays
   * @param decay_s time constant of the decay
   * @param tau_max_Nm the most that the wrench and its dampers may ask of a joint
   */
  record Wrench(
      @JsonProperty(required = true) int dim,
      @JsonProperty(required = true) double[] force_N,
      @JsonProperty(required = true) double[] torque_Nm,
      @JsonProperty(required = true) double turn_max_rad,
      @JsonProperty(required = true) double d_trans_Ns_m,
      @JsonProperty(required = true) double d_rot_Nms_rad,
      @JsonProperty(required = true) double rise_s,
      @JsonProperty(required = true) double max_gap_s,
      @JsonProperty(required = true) double decay_s,
      @JsonProperty(required = true) double tau_max_Nm,
      @JsonProperty(required = true) double gripper_threshold,
      @JsonProperty(required = true) double hold_after_s)
      implements Arm {
    /** Checks lengths and ranges. */
    public Wrench {
      Expect.that(dim == 6 || dim == 7, "dim", "expected 6 or 7, got " + dim);
      Expect.length(force_N, 3, "force_N");
      Expect.length(torque_Nm, 3, "torque_Nm");
      for (int k = 0; k < 3; k++) {
        Expect.within(force_N[k], 0, 100, "force_N[" + k + "]");
        Expect.within(torque_Nm[k], 0, 20, "torque_Nm[" + k + "]");
      }
      Expect.within(turn_max_rad, 0.01, 1.5, "turn_max_rad");
      Expect.within(d_trans_Ns_m, 1, 400, "d_trans_Ns_m");
      Expect.within(d_rot_Nms_rad, 0.1, 30, "d_rot_Nms_rad");
      Expect.within(rise_s, 1e-3, 1, "rise_s");
      Expect.within(max_gap_s, 1e-3, hold_after_s, "max_gap_s");
      Expect.within(decay_s, 1e-3, 1, "decay_s");
      Expect.positive(tau_max_Nm, "tau_max_Nm");
      checkCommon(gripper_threshold, hold_after_s);
    }

    @Override
    public int gripper() {
      return dim == 7 ? 6 : -1;
    }

    /** Wrench for an action of 1 on axis 0..5, linear first. */
    public double scale(int axis) {
      return axis < 3 ? force_N[axis] : torque_Nm[axis - 3];
    }

    @Override
    public String meaning() {
      return "wrench %d %s %s %s"
          .formatted(dim, Arrays.toString(force_N), Arrays.toString(torque_Nm), gripper_threshold);
    }
  }
}
