package reins.ros.hot;

/**
 * sensor_msgs/JointState of a fixed set of joints.
 *
 * <p>Units and frames: position rad or m, velocity rad/s or m/s, effort Nm or N; NaN where the
 * sender leaves one out.
 */
public final class JointState {
  public int seq;
  public long stamp_ns;
  public final double[] position;
  public final double[] velocity;
  public final double[] effort;

  JointState(int joints) {
    position = new double[joints];
    velocity = new double[joints];
    effort = new double[joints];
  }
}
