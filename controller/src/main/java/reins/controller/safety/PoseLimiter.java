package reins.controller.safety;

import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.geometry.Quaternions;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * The last hand on an equilibrium pose: finite, a unit quaternion, beginning at the measured tool,
 * and moving no faster than the tool may.
 *
 * <p>Threads: the control loop's.
 */
public final class PoseLimiter implements LastHand {
  private final double v_max_m_s;
  private final double w_max_rad_s;
  private final double period_s;
  private final WidthLimit width;
  private final double[] p_m = new double[3];
  private final double[] q = new double[4];
  private final double[] turn = new double[4];
  private final double[] turn_rad = new double[3];
  private boolean begun;

  /** Takes the limits of the robot's tool. */
  public PoseLimiter(RigConfig.Resolved config) {
    RobotConfig.CartesianLimits tool = config.robot().cartesian();
    v_max_m_s = tool.v_max_m_s();
    w_max_rad_s = tool.w_max_rad_s();
    period_s = 1 / config.rig().control().control_hz();
    width = new WidthLimit(config.robot().gripper());
  }

  @Override
  public int limit(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    width.limit(command);
    command.recover = setpoint.recover;
    if (!command.live) {
      begun = false;
      return 0;
    }
    // The first pose is the measured one, wherever the reference is.
    double step_s = begun && dt_s > 0 ? Math.min(dt_s, period_s) : 0;
    if (!begun) begin(state);
    int fault = finite(command) ? 0 : hold(command);
    if (fault != 0) setpoint.changed[Layer.FINAL.ordinal()] = state.n();
    double cut_m = move(command, v_max_m_s * step_s);
    setpoint.changed[Layer.SHAPING.ordinal()] += cut_m;
    turn(command, w_max_rad_s * step_s);
    System.arraycopy(p_m, 0, command.p_base_tool_m, 0, 3);
    System.arraycopy(q, 0, command.q_base_tool, 0, 4);
    // Before a pose was ever measured there is none to begin at.
    command.live = finite(command);
    begun = command.live;
    return fault;
  }

  private void begin(RobotState state) {
    System.arraycopy(state.p_base_tool_m, 0, p_m, 0, 3);
    System.arraycopy(state.q_base_tool, 0, q, 0, 4);
  }

  private static boolean finite(ArmCommand command) {
    double sum = 0, norm2 = 0;
    for (int k = 0; k < 3; k++) sum += 0 * command.p_base_tool_m[k];
    for (int k = 0; k < 4; k++) norm2 += command.q_base_tool[k] * command.q_base_tool[k];
    return sum == 0 && Math.abs(norm2 - 1) < 1e-6;
  }

  private int hold(ArmCommand command) {
    System.arraycopy(p_m, 0, command.p_base_tool_m, 0, 3);
    System.arraycopy(q, 0, command.q_base_tool, 0, 4);
    return Fault.COMMAND_NOT_FINITE;
  }

  /** Returns how much of the way was cut off. */
  private double move(ArmCommand command, double step_m) {
    double x = command.p_base_tool_m[0] - p_m[0];
    double y = command.p_base_tool_m[1] - p_m[1];
    double z = command.p_base_tool_m[2] - p_m[2];
    double way_m = Math.sqrt(x * x + y * y + z * z);
    // |p - p_last| <= v_max dt
    double share = way_m <= step_m ? 1 : step_m / way_m;
    for (int k = 0; k < 3; k++)
      p_m[k] =
          share == 1
              ? command.p_base_tool_m[k]
              : p_m[k] + share * (command.p_base_tool_m[k] - p_m[k]);
    return share < 1 ? way_m - step_m : 0;
  }

  private void turn(ArmCommand command, double step_rad) {
    // q = q_last exp(share log(q_last^-1 q_wanted)), the turn at most w_max dt
    Quaternions.conjugate(q, turn);
    Quaternions.multiply(turn, command.q_base_tool, turn);
    Quaternions.log(turn, turn_rad);
    double angle_rad =
        Math.sqrt(
            turn_rad[0] * turn_rad[0] + turn_rad[1] * turn_rad[1] + turn_rad[2] * turn_rad[2]);
    if (!(angle_rad > step_rad)) {
      System.arraycopy(command.q_base_tool, 0, q, 0, 4);
      return;
    }
    for (int k = 0; k < 3; k++) turn_rad[k] *= step_rad / angle_rad;
    Quaternions.exp(turn_rad, turn);
    Quaternions.multiply(q, turn, q);
    Quaternions.normalize(q);
  }

  @Override
  public boolean relaxed() {
    return !begun;
  }
}
