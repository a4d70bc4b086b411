package reins.sim.world;

import static reins.sim.world.ArmMjcf.text;

import reins.contract.config.RobotConfig;

/**
 * Capsules, cylinders and boxes around a robot's kinematic skeleton, to be seen and to be felt.
 *
 * <p>Each joint's tube of length d is cut in the middle: the lower half turns with the link before
 * the joint, the upper half with the link after it. Only what can reach the table is felt.
 */
final class ArmShapes {
  private static final double SHORT_m = 0.02;
  private static final double TIP_HALF_X_m = 0.010;
  private static final double TIP_HALF_Y_m = 0.007;
  private static final double TIP_HALF_Z_m = 0.011;

  private final RobotConfig robot;
  private final int firstFelt;

  ArmShapes(RobotConfig robot) {
    this.robot = robot;
    firstFelt = Math.min(3, robot.n() - 1); // from the elbow on
  }

  String base() {
    RobotConfig.Joint first = robot.joints().get(0);
    double top = Math.max(first.d_m() / 2, SHORT_m);
    double r = radius(0);
    return cylinder(0, 0, 0, 0, 0, 0.03, r + 0.045, "joint")
        + cylinder(0, 0, 0.03, 0, 0, 0.05, r + 0.03, "shell")
        + cylinder(0, 0, 0.03, 0, 0, top, r + 0.006, "shell");
  }

  String link(int i) {
    RobotConfig.Joint joint = robot.joints().get(i);
    double r = radius(i);
    boolean felt = i >= firstFelt;
    StringBuilder xml = new StringBuilder();
    if (Math.abs(joint.d_m()) > SHORT_m) {
      double middle = -joint.d_m() / 2;
      xml.append(capsule(0, 0, middle, 0, 0, 0, r, felt))
          .append(cylinder(0, 0, middle - 0.006, 0, 0, middle + 0.006, r + 0.003, "joint"));
    } else {
      xml.append(cylinder(0, 0, -r - 0.012, 0, 0, r + 0.012, r * 0.92, "joint"))
          .append(cylinder(0, 0, -r - 0.004, 0, 0, r + 0.004, r + 0.004, "shell"));
    }
    return xml.append(i + 1 < robot.n() ? towards(robot.joints().get(i + 1), r, felt) : flange(r))
        .toString();
  }

  /**
   * From this link's origin out along x to the next joint's axis, then up the lower half of that
   * joint's tube.
   */
  private static String towards(RobotConfig.Joint next, double r, boolean felt) {
    double y = -Math.sin(next.alpha_rad()) * next.d_m() / 2;
    double z = Math.cos(next.alpha_rad()) * next.d_m() / 2;
    StringBuilder xml = new StringBuilder();
    if (Math.abs(next.a_m()) > SHORT_m) xml.append(capsule(0, 0, 0, next.a_m(), 0, 0, r, felt));
    if (Math.abs(next.d_m()) > SHORT_m)
      xml.append(capsule(next.a_m(), 0, 0, next.a_m(), y, z, r, felt));
    return xml.toString();
  }

  private String flange(double r) {
    double d = robot.flange().d_m();
    return capsule(0, 0, 0, 0, 0, Math.max(d - r, SHORT_m), r - 0.004, true)
        + cylinder(0, 0, d - 0.012, 0, 0, d, r - 0.008, "joint");
  }

  /** Hand's frame: fingers slide along y, the tool centre point lies on z. */
  String hand() {
    double height = HandInertia.fingerZ_m(robot);
    double half_y = robot.gripper().width_max_m() / 2 + 0.055;
    return box("felt", 0, 0, height / 2, 0.026, half_y, height / 2 - 0.004, "shell")
        + box("seen", 0, 0, height - 0.004, 0.018, half_y - 0.012, 0.006, "joint")
        + box("seen", 0.027, 0, height / 2, 0.001, half_y - 0.03, 0.008, "joint");
  }

  /**
   * Finger's frame: the inner face of the tip is at y = 0, so that the opening is the sum of both
   * slides.
   */
  String finger() {
    double reach = robot.tool().z_m() - HandInertia.fingerZ_m(robot);
    return box("tip", 0, TIP_HALF_Y_m, reach, TIP_HALF_X_m, TIP_HALF_Y_m, TIP_HALF_Z_m, "pad")
        + box("seen", 0, 0.012, reach / 2, 0.0095, 0.006, reach / 2 + 0.003, "shell")
        + box("seen", 0, 0.014, 0.006, 0.012, 0.011, 0.008, "joint");
  }

  /** Strong joints are thick ones. */
  private double radius(int joint) {
    return 0.043 + 0.016 * Math.min(1, robot.joints().get(joint).tau_max_Nm() / 87);
  }

  private static String capsule(
      double x, double y, double z, double toX, double toY, double toZ, double r, boolean felt) {
    return geom(
        felt ? "felt" : "seen",
        "capsule",
        "fromto=\"" + text(x, y, z, toX, toY, toZ) + "\" size=\"" + r,
        "shell");
  }

  private static String cylinder(
      double x, double y, double z, double toX, double toY, double toZ, double r, String material) {
    return geom(
        "seen",
        "cylinder",
        "fromto=\"" + text(x, y, z, toX, toY, toZ) + "\" size=\"" + r,
        material);
  }

  private static String box(
      String kind,
      double x,
      double y,
      double z,
      double halfX,
      double halfY,
      double halfZ,
      String material) {
    return geom(
        kind, "box", "pos=\"" + text(x, y, z) + "\" size=\"" + text(halfX, halfY, halfZ), material);
  }

  private static String geom(String kind, String type, String where, String material) {
    return "\n<geom class=\""
        + kind
        + "\" type=\""
        + type
        + "\" "
        + where
        + "\" material=\""
        + material
        + "\"/>";
  }
}
