package reins.controller.loop;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.misc.UnrolledCholesky_DDRM;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.Fault;
import reins.contract.geometry.Kinematics;
import reins.controller.model.Dynamics;
import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;

/**
 * An arm that is only played: it obeys the model, {@code (M + armature) ddq = tau - c - damping dq
 * + J^T F}, gravity carried by itself, and has every kind of bad day that its script asks for. The
 * loop is rehearsed and tested on it.
 *
 * <p>Threads: one. Allocates nothing after construction.
 */
public final class PlayedArm implements Port {
  private static final double BRAKE_Nms_rad = 1.0;

  /** [n] true angles. */
  public final double[] q_rad;

  /** [n] true speeds. */
  public final double[] dq_rad_s;

  /** [n] torque of the last command. */
  public final double[] tau_Nm;

  /** [3] force of the world on the tool, base frame. */
  public final double[] force_N = new double[3];

  /** True opening. */
  public double width_m = 0.04;

  /** Opening of the last command. */
  public double width_cmd_m = 0.04;

  /** Whether measurements arrive. */
  public boolean reporting = true;

  /** Added to every stamp. */
  public long late_ns;

  /** Added to the first measured angle. */
  public double error_rad;

  /** Whether the robot has stopped itself. */
  public boolean reflex;

  /** How often it refuses to be cleared of its stop. */
  public int refusals;

  /** [n] added to what the arm measures of its torque: a payload that nobody told of. */
  public final double[] load_Nm;

  /** What every read throws, if anything. */
  public RuntimeException trouble;

  /** What every write throws, if anything. */
  public RuntimeException deaf;

  /** What every sending throws, if anything. */
  public RuntimeException mute;

  /** How fast a robot that closes the loop itself follows. */
  private static final double SERVO_1_s = 50;

  private static final double PULL_1_s = 4;

  private final RobotConfig robot;
  private final Kinematics kinematics;
  private final Dynamics dynamics;
  private final int n;
  private final double[] dq_cmd_rad_s;
  private final double[] coriolis_Nm;
  private final double[] gravity_Nm;
  private boolean torque = true;
  private boolean asked;
  private final DMatrixRMaj mass;
  private final DMatrixRMaj root;
  private final double[] ddq_rad_s2;

  /** An arm at rest in its ready pose. */
  public PlayedArm(RobotConfig robot) {
    this.robot = robot;
    n = robot.n();
    q_rad = robot.q_home_rad().clone();
    dq_rad_s = new double[n];
    tau_Nm = new double[n];
    dq_cmd_rad_s = new double[n];
    load_Nm = new double[n];
    gravity_Nm = new double[n];
    kinematics = new Kinematics(robot);
    dynamics = new Dynamics(robot, kinematics);
    coriolis_Nm = new double[n];
    mass = new DMatrixRMaj(n, n);
    root = new DMatrixRMaj(n, n);
    ddq_rad_s2 = new double[n];
    kinematics.update(q_rad);
    dynamics.update();
    dynamics.gravity(gravity_Nm);
  }

  @Override
  public int read(long now_ns, RobotState state) {
    if (trouble != null) throw trouble;
    int fault = reflex ? Fault.ROBOT_REFLEX : 0;
    if (!reporting) return fault;
    System.arraycopy(q_rad, 0, state.q_rad, 0, n);
    System.arraycopy(dq_rad_s, 0, state.dq_rad_s, 0, n);
    state.q_rad[0] += error_rad;
    for (int i = 0; i < n; i++)
      state.tau_measured_Nm[i] = gravity_Nm[i] + load_Nm[i] + (reflex ? 0 : tau_Nm[i]);
    state.width_m = width_m;
    state.stamp_ns = now_ns + late_ns;
    return fault;
  }

  @Override
  public void write(ArmCommand command) {
    if (deaf != null) throw deaf;
    torque = !Double.isNaN(command.tau_Nm[0]);
    for (int i = 0; i < n; i++) {
      tau_Nm[i] = torque ? command.tau_Nm[i] : 0;
      dq_cmd_rad_s[i] = torque || !command.live ? 0 : speed(command, i);
    }
    if (command.recover && !asked && refusals-- <= 0) reflex = false;
    asked = command.recover;
    width_cmd_m = command.width_m;
  }

  @Override
  public void send() {
    if (mute != null) throw mute;
  }

  /**
   * How a robot that closes the loop itself moves joint i: towards a pose, or as fast as it is
   * told.
   */
  private double speed(ArmCommand command, int i) {
    if (!Double.isNaN(command.dq_rad_s[i])) return command.dq_rad_s[i];
    double sum = 0;
    for (int k = 0; k < 3; k++)
      sum += kinematics.jacobian()[k * n + i] * (command.p_base_tool_m[k] - p_base_tool_m()[k]);
    return PULL_1_s * sum;
  }

  /** Lets the arm move under the last command. */
  public void integrate(double dt_s) {
    kinematics.update(q_rad);
    dynamics.update();
    dynamics.massMatrix(mass.data);
    dynamics.coriolis(dq_rad_s, coriolis_Nm);
    dynamics.gravity(gravity_Nm);
    double[] jacobian = kinematics.jacobian();
    for (int i = 0; i < n; i++) {
      double damping = robot.joints().get(i).damping_Nms_rad() * dq_rad_s[i];
      mass.data[i * n + i] += robot.joints().get(i).armature_kgm2();
      // A robot that stopped itself brakes and hears no torque.
      double motor_Nm = reflex ? -BRAKE_Nms_rad * dq_rad_s[i] : tau_Nm[i];
      ddq_rad_s2[i] = motor_Nm - coriolis_Nm[i] - damping;
      for (int k = 0; k < 3; k++) ddq_rad_s2[i] += jacobian[k * n + i] * force_N[k];
    }
    UnrolledCholesky_DDRM.lower(mass, root);
    TriangularSolver_DDRM.solveL(root.data, ddq_rad_s2, n);
    TriangularSolver_DDRM.solveTranL(root.data, ddq_rad_s2, n);
    for (int i = 0; i < n; i++) {
      if (!torque) ddq_rad_s2[i] += SERVO_1_s * (dq_cmd_rad_s[i] - dq_rad_s[i]);
      dq_rad_s[i] += ddq_rad_s2[i] * dt_s;
      q_rad[i] += dq_rad_s[i] * dt_s;
    }
    double way_m = robot.gripper().speed_max_m_s() * dt_s;
    if (Double.isFinite(width_cmd_m)) width_m += Math.clamp(width_cmd_m - width_m, -way_m, way_m);
    kinematics.update(q_rad);
  }

  /** [3] true tool position. */
  public double[] p_base_tool_m() {
    return kinematics.p_base_tool_m();
  }

  /** [4] true tool orientation. */
  public double[] q_base_tool() {
    return kinematics.q_base_tool();
  }
}
