package reins.contract.exchange;

/**
 * The safety layers, in the order in which an action passes them; each counts the ticks in which it
 * changed something and says by how much. Stored by ordinal.
 */
public enum Layer {
  /** Finite, normed, in order: numbers of the robot's state or of the action that were refused. */
  SANITY("refused"),
  /** Target brought back into workspace and leash. */
  WORKSPACE("m"),
  /** Reference kept within speed, acceleration and jerk. */
  SHAPING("m"),
  /** Stretch of the law's spring beyond its clip. */
  LAW_CLIP("m"),
  /** Torque changed by the barrier filter, Euclidean norm. */
  BARRIER("Nm"),
  /** Torque beyond the joints' limits, the largest joint's. */
  TORQUE_BOX("Nm"),
  /** Torque step beyond the joints' rates, the largest joint's. */
  TORQUE_RATE("Nm"),
  /** Command that was not finite and became damping: joints. */
  FINAL("joints");

  /** How many layers there are. */
  public static final int COUNT = 8;

  private final String unit;

  Layer(String unit) {
    this.unit = unit;
  }

  /** Unit of the amount. */
  public String unit() {
    return unit;
  }
}
