package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What an arm is: kinematics, inertias and limits, as its maker or an identification paper states
 * them.
 *
 * <p>Units and frames: SI. Links follow Craig's convention: the frame of link i sits on joint i,
 * and {@code T_{i-1}_i = RotX(alpha_{i-1}) TransX(a_{i-1}) RotZ(q_i) TransZ(d_i)}. Inertias are
 * about the link's centre of mass, in the axes of the link's frame.
 *
 * @param name short name, as rigs refer to it
 * @param source where the numbers come from
 * @param joints base to tip, at most seven
 * @param velocity_curve how each joint's speed ceiling falls towards its limits; empty where the
 *     ceilings are constant
 * @param flange the fixed frame after the last joint
 * @param tool the tool on the flange; its frame is what tasks move
 * @param gripper the parallel gripper in the tool
 * @param cartesian limits of the tool frame
 * @param q_home_rad [n] ready pose
 */
public record RobotConfig(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) List<Joint> joints,
    @JsonProperty(required = true) List<VelocityCurve> velocity_curve,
    @JsonProperty(required = true) Flange flange,
    @JsonProperty(required = true) Tool tool,
    @JsonProperty(required = true) Gripper gripper,
    @JsonProperty(required = true) CartesianLimits cartesian,
    @JsonProperty(required = true) double[] q_home_rad) {

  /** The most joints that an exchange frame carries. */
  public static final int MAX_JOINTS = 7;

  /** Checks lengths, and that the ready pose is inside the limits. */
  public RobotConfig {
    Expect.notBlank(name, "name");
    Expect.that(
        !joints.isEmpty() && joints.size() <= MAX_JOINTS,
        "joints",
        "expected 1 to " + MAX_JOINTS + " joints");
    Expect.that(
        velocity_curve.isEmpty() || velocity_curve.size() == joints.size(),
        "velocity_curve",
        "expected one entry per joint, or [] for constant ceilings");
    for (int i = 0; i < velocity_curve.size(); i++)
      velocity_curve.get(i).checkAgainst(joints.get(i), "velocity_curve[" + i + "]");
    Expect.length(q_home_rad, joints.size(), "q_home_rad");
    for (int i = 0; i < q_home_rad.length; i++)
      Expect.within(
          q_home_rad[i],
          joints.get(i).q_min_rad(),
          joints.get(i).q_max_rad(),
          "q_home_rad[" + i + "]");
  }

  /** Number of joints. */
  public int n() {
    return joints.size();
  }

  /**
   * One revolute joint and the link that it moves.
   *
   * @param a_m Craig's a_{i-1}
   * @param d_m Craig's d_i
   * @param alpha_rad Craig's alpha_{i-1}
   * @param armature_kgm2 the rotor's inertia seen through the gears: what a simulated arm needs,
   *     and what a torque-controlled one hides behind its own torque loop
   * @param com_m [3] centre of mass in the link's frame
   * @param inertia_kgm2 [6] about the centre of mass: xx, yy, zz, xy, xz, yz
   */
  public record Joint(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) double a_m,
      @JsonProperty(required = true) double d_m,
      @JsonProperty(required = true) double alpha_rad,
      @JsonProperty(required = true) double q_min_rad,
      @JsonProperty(required = true) double q_max_rad,
      @JsonProperty(required = true) double dq_max_rad_s,
      @JsonProperty(required = true) double ddq_max_rad_s2,
      @JsonProperty(required = true) double dddq_max_rad_s3,
      @JsonProperty(required = true) double tau_max_Nm,
      @JsonProperty(required = true) double dtau_max_Nm_s,
      @JsonProperty(required = true) double damping_Nms_rad,
      @JsonProperty(required = true) double armature_kgm2,
      @JsonProperty(required = true) double mass_kg,
      @JsonProperty(required = true) double[] com_m,
      @JsonProperty(required = true) double[] inertia_kgm2) {
    /** Checks signs and lengths. */
    public Joint {
      Expect.that(q_min_rad < q_max_rad, "q_max_rad", "expected a number above q_min_rad");
      Expect.positive(dq_max_rad_s, "dq_max_rad_s");
      Expect.positive(ddq_max_rad_s2, "ddq_max_rad_s2");
      Expect.positive(dddq_max_rad_s3, "dddq_max_rad_s3");
      Expect.positive(tau_max_Nm, "tau_max_Nm");
      Expect.positive(dtau_max_Nm_s, "dtau_max_Nm_s");
      Expect.nonNegative(damping_Nms_rad, "damping_Nms_rad");
      Expect.nonNegative(armature_kgm2, "armature_kgm2");
      Expect.positive(mass_kg, "mass_kg");
      Expect.length(com_m, 3, "com_m");
      Expect.rigidInertia(inertia_kgm2, "inertia_kgm2");
      for (int i = 0; i < 3; i++) Expect.positive(inertia_kgm2[i], "inertia_kgm2[" + i + "]");
    }
  }

  /**
   * A speed ceiling that falls towards the joint's limits, under the joint's own {@code
   * dq_max_rad_s}: {@code v+(q) = -a + sqrt(b (c+ - q))} upwards, {@code v-(q) = a - sqrt(b (c- +
   * q))} downwards, each zero where it would change its sign.
   *
   * <p>Source: the maker's manual of the Franka Research 3, position-dependent velocity limits.
   *
   * @param c_plus_rad at or above the joint's q_max
   * @param c_minus_rad at or above the joint's -q_min
   */
  public record VelocityCurve(
      @JsonProperty(required = true) double a_rad_s,
      @JsonProperty(required = true) double b_rad_s2,
      @JsonProperty(required = true) double c_plus_rad,
      @JsonProperty(required = true) double c_minus_rad) {
    /** Checks signs. */
    public VelocityCurve {
      Expect.nonNegative(a_rad_s, "a_rad_s");
      Expect.positive(b_rad_s2, "b_rad_s2");
    }

    private void checkAgainst(Joint joint, String key) {
      Expect.that(
          c_plus_rad >= joint.q_max_rad(),
          key + ".c_plus_rad",
          "expected at least q_max_rad = " + joint.q_max_rad() + ", got " + c_plus_rad);
      Expect.that(
          c_minus_rad >= -joint.q_min_rad(),
          key + ".c_minus_rad",
          "expected at least -q_min_rad = " + -joint.q_min_rad() + ", got " + c_minus_rad);
    }
  }

  /**
   * The flange after the last joint, along its z axis.
   *
   * @param d_m distance from the last joint's frame
   */
  public record Flange(@JsonProperty(required = true) double d_m) {}

  /**
   * A rigid tool on the flange.
   *
   * @param yaw_rad turn about the flange's z axis
   * @param z_m from the flange to the tool centre point, along z
   * @param mass_kg whole tool, gripper and fingers included
   * @param com_m [3] centre of mass in the flange's frame turned by yaw_rad
   * @param inertia_kgm2 [6] about the centre of mass: xx, yy, zz, xy, xz, yz
   */
  public record Tool(
      @JsonProperty(required = true) double yaw_rad,
      @JsonProperty(required = true) double z_m,
      @JsonProperty(required = true) double mass_kg,
      @JsonProperty(required = true) double[] com_m,
      @JsonProperty(required = true) double[] inertia_kgm2) {
    /** Checks signs and lengths. */
    public Tool {
      Expect.nonNegative(mass_kg, "mass_kg");
      Expect.length(com_m, 3, "com_m");
      Expect.rigidInertia(inertia_kgm2, "inertia_kgm2");
    }
  }

  /** A parallel gripper commanded by its opening. */
  public record Gripper(
      @JsonProperty(required = true) double width_max_m,
      @JsonProperty(required = true) double speed_max_m_s,
      @JsonProperty(required = true) double force_max_N,
      @JsonProperty(required = true) double finger_mass_kg) {
    /** Checks signs. */
    public Gripper {
      Expect.positive(width_max_m, "width_max_m");
      Expect.positive(speed_max_m_s, "speed_max_m_s");
      Expect.positive(force_max_N, "force_max_N");
      Expect.positive(finger_mass_kg, "finger_mass_kg");
    }
  }

  /** Limits of the tool frame. */
  public record CartesianLimits(
      @JsonProperty(required = true) double v_max_m_s,
      @JsonProperty(required = true) double a_max_m_s2,
      @JsonProperty(required = true) double j_max_m_s3,
      @JsonProperty(required = true) double w_max_rad_s,
      @JsonProperty(required = true) double dw_max_rad_s2,
      @JsonProperty(required = true) double ddw_max_rad_s3) {
    /** Checks signs. */
    public CartesianLimits {
      Expect.positive(v_max_m_s, "v_max_m_s");
      Expect.positive(a_max_m_s2, "a_max_m_s2");
      Expect.positive(j_max_m_s3, "j_max_m_s3");
      Expect.positive(w_max_rad_s, "w_max_rad_s");
      Expect.positive(dw_max_rad_s2, "dw_max_rad_s2");
      Expect.positive(ddw_max_rad_s3, "ddw_max_rad_s3");
    }
  }
}
