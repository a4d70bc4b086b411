package reins.sim.world;

import java.util.Arrays;
import reins.contract.config.RobotConfig;
import reins.sim.mujoco.Doubles;
import reins.sim.mujoco.Model;
import reins.sim.mujoco.SimState;

/**
 * A simulated torque-controlled arm with a gripper over a table with an object, behaving as a
 * Franka does at its interface: it adds the torque that holds it against gravity to what is
 * commanded, and gives no more torque than its motors have.
 *
 * <p>Quantities read after {@link #step}, {@link #reset}, {@link #setArm} or {@link #placeObject}
 * all belong to {@link #time_s}. The same calls give the same bits.
 *
 * <p>Threads: one at a time. Allocates nothing after construction. Units and frames: SI; the base
 * frame is the world frame, z up, table top at z = 0; quaternions w first.
 */
public final class ArmWorld implements AutoCloseable {
  private static final int FIXED = -1;

  private final RobotConfig robot;
  private final TableScene scene;
  private final int n;
  private final Model model;
  private final SimState state;
  private final GravityTorque gravity;
  private final Doubles place;
  private final int placeAt;
  private final int freeQvel;
  private final int toolBody;
  private final int objectBody;
  private final int finger1;
  private final int finger2;
  private final double[] tau_cmd_Nm;
  private final double[] tau_gravity_Nm;
  private final double widthLead_m;
  private final double[] underived;
  private double width_cmd_m;
  private double width_setpoint_m;

  /**
   * Builds the world and resets it.
   *
   * <p>Errors: {@link reins.sim.mujoco.MujocoMissing}; {@link IllegalArgumentException} when MuJoCo
   * refuses the robot's numbers, in its words.
   */
  public ArmWorld(RobotConfig robot, TableScene scene) {
    this.robot = robot;
    this.scene = scene;
    n = robot.n();
    model = Model.fromXml(ArmMjcf.write(robot, scene));
    state = new SimState(model);
    gravity = new GravityTorque(model, state, robot);
    boolean free = scene instanceof CubeScene;
    place = free ? state.qpos() : state.mocapPos();
    placeAt = free ? model.qposOf(model.joint("object")) : 0;
    freeQvel = free ? model.qvelOf(model.joint("object")) : FIXED;
    toolBody = model.body("tool");
    objectBody = model.body("object");
    finger1 = model.qposOf(model.joint("finger1"));
    finger2 = model.qposOf(model.joint("finger2"));
    tau_cmd_Nm = new double[n];
    tau_gravity_Nm = new double[n];
    widthLead_m = robot.gripper().force_max_N() / ArmMjcf.GRIPPER_STIFFNESS_N_m;
    underived = new double[state.savedLength()];
    reset();
  }

  /** Number of the arm's joints. */
  public int n() {
    return n;
  }

  /** Simulated time of one step. */
  public double dt_s() {
    return TableScene.TIMESTEP_S;
  }

  /** Simulated time since the last reset. */
  public double time_s() {
    return state.time_s();
  }

  /**
   * Arm at its ready pose and at rest, no torque commanded, gripper and object as the scene says,
   * time zero.
   */
  public void reset() {
    state.reset();
    Arrays.fill(tau_cmd_Nm, 0);
    setGripper(scene.opening_m(robot.gripper().width_max_m()));
    putArm(robot.q_home_rad());
    double[] p_m = scene.p_base_object_m();
    putObject(p_m[0], p_m[1], p_m[2], 0);
    settle();
  }

  /**
   * Sets the joint torques that the next steps apply, gravity excluded; until then the last ones
   * hold.
   *
   * @param tau_cmd_Nm [n]
   */
  public void applyTorque(double[] tau_cmd_Nm) {
    System.arraycopy(tau_cmd_Nm, 0, this.tau_cmd_Nm, 0, n);
  }

  /**
   * Sets the opening that the gripper moves to at its own speed, pushing with at most its own
   * force.
   */
  public void commandWidth(double width_m) {
    width_cmd_m = Math.clamp(width_m, 0, robot.gripper().width_max_m());
  }

  /** Advances by one time step. */
  public void step() {
    Doubles ctrl = state.ctrl();
    for (int i = 0; i < n; i++) {
      double tau_max_Nm = robot.joints().get(i).tau_max_Nm();
      ctrl.set(i, Math.clamp(tau_cmd_Nm[i] + tau_gravity_Nm[i], -tau_max_Nm, tau_max_Nm));
    }
    ctrl.set(n, nextWidthSetpoint());
    // Not step(): in this order all that is derived belongs to the new coordinates, the next
    // gravity torque included.
    state.step2();
    derive();
  }

  /**
   * Moves at the gripper's speed, and leads the fingers by no more than what makes its full force.
   */
  private double nextWidthSetpoint() {
    double reach_m = robot.gripper().speed_max_m_s() * TableScene.TIMESTEP_S;
    double next_m =
        width_setpoint_m + Math.clamp(width_cmd_m - width_setpoint_m, -reach_m, reach_m);
    double width_m = width_m();
    width_setpoint_m = Math.clamp(next_m, width_m - widthLead_m, width_m + widthLead_m);
    return width_setpoint_m;
  }

  /**
   * Puts the arm at rest at a pose, at once.
   *
   * @param q_rad [n]
   */
  public void setArm(double[] q_rad) {
    putArm(q_rad);
    settle();
  }

  /**
   * Puts the object's centre somewhere, at rest, at once; what does not move freely keeps its turn.
   */
  public void placeObject(double x_m, double y_m, double z_m, double yaw_rad) {
    putObject(x_m, y_m, z_m, yaw_rad);
    settle();
  }

  private void putArm(double[] q_rad) {
    state.qpos().write(0, q_rad, 0, n);
    for (int i = 0; i < n; i++) state.qvel().set(i, 0);
  }

  private void putObject(double x_m, double y_m, double z_m, double yaw_rad) {
    place.set(placeAt, x_m);
    place.set(placeAt + 1, y_m);
    place.set(placeAt + 2, z_m);
    if (freeQvel == FIXED) return;
    place.set(placeAt + 3, Math.cos(yaw_rad / 2));
    place.set(placeAt + 4, 0);
    place.set(placeAt + 5, 0);
    place.set(placeAt + 6, Math.sin(yaw_rad / 2));
    for (int i = 0; i < 6; i++) state.qvel().set(freeQvel + i, 0);
  }

  private void setGripper(double width_m) {
    state.qpos().set(finger1, width_m / 2);
    state.qpos().set(finger2, width_m / 2);
    width_cmd_m = width_m;
    width_setpoint_m = width_m;
  }

  private void settle() {
    state.clearWarmstart();
    derive();
  }

  /**
   * Brings what is derived up to the coordinates. MuJoCo normalizes quaternions there, and twice is
   * not once in the last bit: what repeats exactly is the state before.
   */
  private void derive() {
    state.save(underived, 0);
    state.step1();
    gravity.compute(tau_gravity_Nm);
  }

  /**
   * Joint angles.
   *
   * @param out [n] written
   */
  public void q_rad(double[] out) {
    state.qpos().read(0, out, 0, n);
  }

  /**
   * Joint speeds.
   *
   * @param out [n] written
   */
  public void dq_rad_s(double[] out) {
    state.qvel().read(0, out, 0, n);
  }

  /**
   * Torques that the motors gave in the latest step, gravity included, as the robot's sensors
   * measure them.
   *
   * @param out [n] written
   */
  public void tau_measured_Nm(double[] out) {
    state.ctrl().read(0, out, 0, n);
  }

  /** Opening between the finger tips. */
  public double width_m() {
    return state.qpos().get(finger1) + state.qpos().get(finger2);
  }

  /**
   * Position of the tool in the base frame.
   *
   * @param out [3] written
   */
  public void p_base_tool_m(double[] out) {
    state.xpos().read(3 * toolBody, out, 0, 3);
  }

  /**
   * Orientation of the tool in the base frame.
   *
   * @param out [4] written
   */
  public void q_base_tool(double[] out) {
    state.xquat().read(4 * toolBody, out, 0, 4);
  }

  /**
   * Position of the object's centre in the base frame.
   *
   * @param out [3] written
   */
  public void p_base_object_m(double[] out) {
    state.xpos().read(3 * objectBody, out, 0, 3);
  }

  /**
   * Orientation of the object in the base frame.
   *
   * @param out [4] written
   */
  public void q_base_object(double[] out) {
    state.xquat().read(4 * objectBody, out, 0, 4);
  }

  /** Length of a {@link #save saved} world. */
  public int savedLength() {
    return underived.length + n + 2;
  }

  /**
   * Copies out all that the next steps depend on, the standing commands included.
   *
   * @param out [savedLength] written
   */
  public void save(double[] out) {
    int at = underived.length;
    System.arraycopy(underived, 0, out, 0, at);
    System.arraycopy(tau_cmd_Nm, 0, out, at, n);
    out[at + n] = width_cmd_m;
    out[at + n + 1] = width_setpoint_m;
  }

  /** Goes back to a saved world; the same calls then give the same bits. */
  public void restore(double[] in) {
    state.restore(in, 0);
    int at = underived.length;
    System.arraycopy(in, at, tau_cmd_Nm, 0, n);
    width_cmd_m = in[at + n];
    width_setpoint_m = in[at + n + 1];
    derive();
  }

  /** MuJoCo's own view of this world, for what has no accessor here. */
  public SimState state() {
    return state;
  }

  /** The compiled model: cameras {@code front} and {@code wrist}, bodies, joints. */
  public Model model() {
    return model;
  }

  /** Frees the world. */
  @Override
  public void close() {
    state.close();
    model.close();
  }
}
