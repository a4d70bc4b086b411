package reins.controller.law;

import java.util.Arrays;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Layer;
import reins.contract.exchange.Mode;

/**
 * What the law steers to, and which action led there: the gate's output.
 *
 * <p>Units and frames: SI, base frame, quaternions w first. One thread owns a set-point.
 */
public final class Setpoint {
  /** What the controller is doing. */
  public Mode mode = Mode.BOOT;

  /** Whether a person has asked to clear the robot's own stop. */
  public boolean recover;

  /** What turns the references into torques. */
  public LawName law = LawName.RELAXED;

  /** [3] reference position of the tool. */
  public final double[] p_base_ref_m = {Double.NaN, Double.NaN, Double.NaN};

  /** [4] reference orientation of the tool. */
  public final double[] q_base_ref = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

  /** [6] reference wrench at the tool, linear first. */
  public final double[] wrench_base_ref = new double[6];

  /** [n] reference angles of the joints. */
  public final double[] q_ref_rad = new double[RobotConfig.MAX_JOINTS];

  /** [n] their speeds. */
  public final double[] dq_ref_rad_s = new double[RobotConfig.MAX_JOINTS];

  /** Commanded opening of the gripper. */
  public double width_m = Double.NaN;

  /** Seq of the last frame that the gate admitted; 0 before the first. */
  public long action_seq;

  /** Whether an action was admitted in this tick. */
  public boolean admitted;

  /** [A] the admitted action, clipped to [-1, 1]; zeros while the arm does not follow one. */
  public final double[] executed = new double[TaskConfig.MAX_ACTION];

  /** Whether the tool rests at the reset pose after a HOME command. */
  public boolean homed;

  /** How long the running action had been stale when the gate held it in this tick, else 0. */
  public long stale_ns;

  /** [Layer] by how much each safety layer changed something in this tick. */
  public final double[] changed = new double[Layer.COUNT];

  /** Forgets what the layers changed in the last tick. */
  public void nothingChanged() {
    Arrays.fill(changed, 0.0);
  }

  /** Sets the executed action to zeros. */
  public void executeNothing() {
    Arrays.fill(executed, 0.0);
  }
}
