package reins.contract.exchange;

import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;

/**
 * What the controller knows at the end of a tick, as the policy process sees it.
 *
 * <p>Units and frames: SI; the base frame unless the name says otherwise; quaternions w first.
 * Fields are mutable and allocated once: one thread owns a frame.
 */
public final class StateFrame {
  /** Counts the controller's ticks, from 1. */
  public long seq;

  /** Controller's monotonic clock at the tick. */
  public long stamp_ns;

  /** Controller's monotonic clock when the robot's newest state arrived. */
  public long robot_stamp_ns;

  /** Seq of the last action that the gate admitted; 0 before the first. */
  public long action_seq;

  /** Ordinal of {@link Mode}. */
  public int mode;

  /** Bits of {@link Fault} that were set in this tick. */
  public int faults;

  /** 1 where the controller runs without real-time rights. */
  public int realtime_degraded;

  /** 1 while the tool rests at the task's reset pose after a HOME command. */
  public int homed;

  /** [n] measured. */
  public final double[] q_rad = new double[RobotConfig.MAX_JOINTS];

  /** [n] measured. */
  public final double[] dq_rad_s = new double[RobotConfig.MAX_JOINTS];

  /** [n] commanded, without gravity. */
  public final double[] tau_cmd_Nm = new double[RobotConfig.MAX_JOINTS];

  /** [3] measured tool position. */
  public final double[] p_base_tool_m = new double[3];

  /** [4] measured tool orientation. */
  public final double[] q_base_tool = new double[4];

  /** [6] measured tool twist, linear first. */
  public final double[] v_base_tool = new double[6];

  /** [3] position the law steers to. */
  public final double[] p_setpoint_m = new double[3];

  /** Measured opening. */
  public double width_m;

  /** Commanded opening. */
  public double width_cmd_m;

  /** [Layer] by how much each safety layer changed something in this tick; 0: it did not. */
  public final double[] changed = new double[Layer.COUNT];

  /** [A] the admitted action, as executed: clipped to [-1, 1], zeros while held. */
  public final double[] executed = new double[TaskConfig.MAX_ACTION];
}
