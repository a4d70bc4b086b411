package reins.sim.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import reins.contract.config.RobotConfig;

/**
 * Writes a robot's numbers and a scene as a MuJoCo model: bodies by its kinematics, our own shapes,
 * torque motors, and a two-finger gripper driven by one width.
 *
 * <p>Units and frames: the robot's base frame is the world frame. Body {@code tool} carries the
 * tool frame.
 */
final class ArmMjcf {
  /**
   * The least rotor inertia of a simulated joint, which identification papers leave out and a
   * torque loop needs at the light wrist joints. Source: mujoco_menagerie,
   * franka_emika_panda/panda.xml.
   */
  private static final double LEAST_ARMATURE_KGM2 = 0.1;

  /**
   * The finger drive's stiffness on the width; with the force limit it says how far a command may
   * lead the fingers.
   */
  static final double GRIPPER_STIFFNESS_N_m = 10_000;

  private static final double FINGER_ARMATURE_KG = 0.1;

  private final RobotConfig robot;
  private final String held;
  private final ArmShapes shapes;
  private final StringBuilder arm = new StringBuilder();

  private ArmMjcf(RobotConfig robot, String held) {
    this.robot = robot;
    this.held = held;
    shapes = new ArmShapes(robot);
  }

  /** The whole model as MJCF text. */
  static String write(RobotConfig robot, TableScene scene) {
    ArmMjcf writer = new ArmMjcf(robot, scene.held());
    writer.arm();
    return template()
        .replace("{timestep}", "" + TableScene.TIMESTEP_S)
        .replace("{arm}", writer.arm)
        .replace("{drives}", writer.drives())
        .replace("{front_camera}", lookAt(1.55, -0.95, 0.85, 0.24, 0.03, 0.28))
        .replace("{front_fovy}", "34")
        .replace("{tip_friction}", "" + scene.tip_friction())
        .replace("{object}", scene.object());
  }

  private static String template() {
    try (InputStream in = ArmMjcf.class.getResourceAsStream("table.xml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("table.xml", e);
    }
  }

  private void arm() {
    arm.append("<body name=\"base\">").append(shapes.base());
    for (int i = 0; i < robot.n(); i++) link(i);
    hand();
    arm.append("</body>".repeat(robot.n() + 1));
  }

  private void link(int i) {
    RobotConfig.Joint joint = robot.joints().get(i);
    arm.append(openLink(joint))
        .append("\n<joint name=\"")
        .append(joint.name())
        .append("\" axis=\"0 0 1\" limited=\"true\" range=\"")
        .append(text(joint.q_min_rad(), joint.q_max_rad()))
        .append("\" damping=\"")
        .append(joint.damping_Nms_rad())
        .append("\" armature=\"")
        .append(armature_kgm2(joint))
        .append("\"/>")
        .append(shapes.link(i));
  }

  /** Rotor inertia of a simulated joint. */
  static double armature_kgm2(RobotConfig.Joint joint) {
    return Math.max(joint.armature_kgm2(), LEAST_ARMATURE_KGM2);
  }

  /** Opens a link's body: T_{i-1}_i = RotX(alpha) TransX(a) TransZ(d) at q = 0. */
  static String openLink(RobotConfig.Joint joint) {
    double alpha = joint.alpha_rad(), sin = Math.sin(alpha), cos = Math.cos(alpha);
    return "\n<body name=\""
        + joint.name()
        + "_link\" pos=\""
        + text(joint.a_m(), -sin * joint.d_m(), cos * joint.d_m())
        + "\" quat=\""
        + text(Math.cos(alpha / 2), Math.sin(alpha / 2), 0, 0)
        + "\">"
        + inertial(joint.mass_kg(), joint.com_m(), joint.inertia_kgm2());
  }

  private void hand() {
    HandInertia hand = HandInertia.of(robot);
    double yaw_rad = robot.tool().yaw_rad();
    arm.append("\n<body name=\"hand\" pos=\"")
        .append(text(0, 0, robot.flange().d_m()))
        .append("\" quat=\"")
        .append(text(Math.cos(yaw_rad / 2), 0, 0, Math.sin(yaw_rad / 2)))
        .append("\">")
        .append(inertial(hand.mass_kg(), hand.com_m(), hand.inertia_kgm2()))
        .append(shapes.hand())
        .append("\n<camera name=\"wrist\" ")
        .append(lookAt(-0.085, 0, 0.045, 0.0, 0, 0.16))
        .append(" fovy=\"70\"/>");
    finger("finger1", "1 0 0 0");
    finger("finger2", "0 0 0 1");
    arm.append("\n<body name=\"tool\" pos=\"")
        .append(text(0, 0, robot.tool().z_m()))
        .append("\">")
        .append(held)
        .append("</body></body>");
  }

  private void finger(String name, String quat) {
    RobotConfig.Gripper gripper = robot.gripper();
    // Critically damped with the drive's stiffness on both fingers: m y'' = F - c y', F = 2 k (y* -
    // y).
    double mass_kg = gripper.finger_mass_kg() + FINGER_ARMATURE_KG;
    double damping_Ns_m = 2 * Math.sqrt(mass_kg * 2 * GRIPPER_STIFFNESS_N_m);
    double[] inertia_kgm2 = HandInertia.finger_kgm2(robot);
    arm.append("\n<body name=\"")
        .append(name)
        .append("\" pos=\"")
        .append(text(0, 0, HandInertia.fingerZ_m(robot)))
        .append("\" quat=\"")
        .append(quat)
        .append("\">")
        .append(inertial(gripper.finger_mass_kg(), new double[3], inertia_kgm2))
        .append("\n<joint name=\"")
        .append(name)
        .append("\" type=\"slide\" axis=\"0 1 0\" limited=\"true\" range=\"")
        .append(text(0, gripper.width_max_m() / 2))
        .append("\" armature=\"")
        .append(FINGER_ARMATURE_KG)
        .append("\" damping=\"")
        .append(damping_Ns_m)
        .append("\"/>")
        .append(shapes.finger())
        .append("</body>");
  }

  private String drives() {
    RobotConfig.Gripper gripper = robot.gripper();
    StringBuilder xml = new StringBuilder("<actuator>");
    for (RobotConfig.Joint joint : robot.joints())
      xml.append("\n<motor name=\"")
          .append(joint.name())
          .append("\" joint=\"")
          .append(joint.name())
          .append("\" ctrllimited=\"true\" ctrlrange=\"")
          .append(text(-joint.tau_max_Nm(), joint.tau_max_Nm()))
          .append("\"/>");
    xml.append("\n<position name=\"width\" tendon=\"width\" kp=\"")
        .append(GRIPPER_STIFFNESS_N_m)
        .append("\" forcelimited=\"true\" forcerange=\"")
        .append(text(-gripper.force_max_N(), gripper.force_max_N()))
        .append(
            "\"/>\n</actuator>\n<tendon><fixed name=\"width\"><joint joint=\"finger1\" coef=\"1\"/>")
        .append("<joint joint=\"finger2\" coef=\"1\"/></fixed></tendon>")
        // The hand's gear moves both fingers alike.
        .append(
            "\n<equality><joint joint1=\"finger1\" joint2=\"finger2\" solref=\"0.004 1\"/></equality>");
    return xml.toString();
  }

  /** About principal axes that are ours: MuJoCo's own search for them stops at eight digits. */
  static String inertial(double mass_kg, double[] com_m, double[] inertia_kgm2) {
    PrincipalInertia principal = PrincipalInertia.of(inertia_kgm2);
    return "\n<inertial mass=\""
        + mass_kg
        + "\" pos=\""
        + text(com_m)
        + "\" quat=\""
        + text(principal.q_link_principal())
        + "\" diaginertia=\""
        + text(principal.moments_kgm2())
        + "\"/>";
  }

  /** MuJoCo's cameras look along their -z with y up. */
  private static String lookAt(double x, double y, double z, double atX, double atY, double atZ) {
    double[] back = unit(x - atX, y - atY, z - atZ);
    // Looking straight along the world's z axis leaves "up" open; no camera here does.
    double[] right = unit(-back[1], back[0], 0);
    double[] up = {
      -back[2] * right[1], back[2] * right[0], back[0] * right[1] - back[1] * right[0]
    };
    return "pos=\"" + text(x, y, z) + "\" xyaxes=\"" + text(right) + " " + text(up) + "\"";
  }

  private static double[] unit(double x, double y, double z) {
    double norm = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / norm, y / norm, z / norm};
  }

  static String text(double... values) {
    StringBuilder out = new StringBuilder();
    for (double value : values) out.append(out.isEmpty() ? "" : " ").append(value);
    return out.toString();
  }
}
