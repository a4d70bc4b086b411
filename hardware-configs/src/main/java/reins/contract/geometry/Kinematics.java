package reins.contract.geometry;

import java.util.List;
import reins.contract.config.RobotConfig;

/**
 * Where the links and the tool of a serial arm are, and how the tool moves with the joints.
 *
 * <p>Units and frames: the base frame; rotations are kept as their columns, the axes x, y, z of the
 * turned frame in base coordinates. Arrays handed out are the object's own: read them, and only
 * until the next {@link #update}.
 *
 * <p>Threads: one.
 *
 * <p>Source: Craig, Introduction to Robotics, sections 3.4 and 5.
 */
public final class Kinematics {
  private final int n;
  private final double[] origin_m;
  private final double[] sinAlpha;
  private final double[] cosAlpha;
  private final double sinYaw;
  private final double cosYaw;
  private final double reach_m;

  private final double[] axes;
  private final double[] p_base_link_m;
  private final double[] toolMatrix = new double[9];
  private final double[] p_base_tool_m = new double[3];
  private final double[] q_base_tool = new double[4];
  private final double[] jacobian;
  private final double[] arm_m = new double[3];

  /** Takes the arm's Craig parameters, its flange and its tool. */
  public Kinematics(RobotConfig robot) {
    n = robot.n();
    origin_m = new double[3 * n];
    sinAlpha = new double[n];
    cosAlpha = new double[n];
    List<RobotConfig.Joint> joints = robot.joints();
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = joints.get(i);
      sinAlpha[i] = Math.sin(joint.alpha_rad());
      cosAlpha[i] = Math.cos(joint.alpha_rad());
      // RotX(alpha) TransX(a) TransZ(d) moves the origin by (a, -sin(alpha) d, cos(alpha) d).
      origin_m[3 * i] = joint.a_m();
      origin_m[3 * i + 1] = -sinAlpha[i] * joint.d_m();
      origin_m[3 * i + 2] = cosAlpha[i] * joint.d_m();
    }
    sinYaw = Math.sin(robot.tool().yaw_rad());
    cosYaw = Math.cos(robot.tool().yaw_rad());
    reach_m = robot.flange().d_m() + robot.tool().z_m();
    axes = new double[9 * n];
    p_base_link_m = new double[3 * n];
    jacobian = new double[6 * n];
  }

  /** Moves every frame to the joint angles [n]. */
  public void update(double[] q_rad) {
    for (int i = 0; i < n; i++) place(i, Math.sin(q_rad[i]), Math.cos(q_rad[i]));
    placeTool();
    fillJacobian();
  }

  private void place(int i, double s, double c) {
    double sa = sinAlpha[i], ca = cosAlpha[i];
    int at = 9 * i, from = at - 9;
    for (int k = 0; k < 3; k++) {
      double x = i == 0 ? (k == 0 ? 1 : 0) : axes[from + k];
      double y = i == 0 ? (k == 1 ? 1 : 0) : axes[from + 3 + k];
      double z = i == 0 ? (k == 2 ? 1 : 0) : axes[from + 6 + k];
      // R_0_i = R_0_{i-1} RotX(alpha) RotZ(q), column by column.
      double u = ca * y + sa * z;
      axes[at + k] = c * x + s * u;
      axes[at + 3 + k] = c * u - s * x;
      axes[at + 6 + k] = ca * z - sa * y;
      // p_i = p_{i-1} + R_0_{i-1} (a, -sin(alpha) d, cos(alpha) d)
      double p = i == 0 ? 0 : p_base_link_m[3 * i - 3 + k];
      p_base_link_m[3 * i + k] =
          p + x * origin_m[3 * i] + y * origin_m[3 * i + 1] + z * origin_m[3 * i + 2];
    }
  }

  private void placeTool() {
    int at = 9 * (n - 1);
    for (int k = 0; k < 3; k++) {
      double x = axes[at + k], y = axes[at + 3 + k], z = axes[at + 6 + k];
      // R_0_t = R_0_n RotZ(yaw), row-major
      toolMatrix[3 * k] = cosYaw * x + sinYaw * y;
      toolMatrix[3 * k + 1] = cosYaw * y - sinYaw * x;
      toolMatrix[3 * k + 2] = z;
      p_base_tool_m[k] = p_base_link_m[3 * (n - 1) + k] + reach_m * z;
    }
    Quaternions.fromMatrix(toolMatrix, q_base_tool);
  }

  private void fillJacobian() {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) arm_m[k] = p_base_tool_m[k] - p_base_link_m[3 * i + k];
      double zx = axes[9 * i + 6], zy = axes[9 * i + 7], zz = axes[9 * i + 8];
      // J_i = [z_i x (p_t - p_i); z_i]
      jacobian[i] = zy * arm_m[2] - zz * arm_m[1];
      jacobian[n + i] = zz * arm_m[0] - zx * arm_m[2];
      jacobian[2 * n + i] = zx * arm_m[1] - zy * arm_m[0];
      jacobian[3 * n + i] = zx;
      jacobian[4 * n + i] = zy;
      jacobian[5 * n + i] = zz;
    }
  }

  /** Number of joints. */
  public int n() {
    return n;
  }

  /** [n, 3, 3] axes x, y, z of each link's frame in base coordinates. */
  public double[] axes() {
    return axes;
  }

  /** [n, 3] origin of each link's frame. */
  public double[] p_base_link_m() {
    return p_base_link_m;
  }

  /** [3] tool centre point. */
  public double[] p_base_tool_m() {
    return p_base_tool_m;
  }

  /** [4] tool orientation, w first and not negative. */
  public double[] q_base_tool() {
    return q_base_tool;
  }

  /** [6, n] row-major: {@code v_base_tool = J dq}, linear rows first. */
  public double[] jacobian() {
    return jacobian;
  }
}
