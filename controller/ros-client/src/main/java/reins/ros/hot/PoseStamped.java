package reins.ros.hot;

/**
 * geometry_msgs/PoseStamped, the frame known beforehand.
 *
 * <p>Units and frames: metres; the quaternion as ROS has it, x, y, z, w. A port converts it to w
 * first.
 */
public final class PoseStamped {
  public int seq;
  public long stamp_ns;
  public final double[] position_m = new double[3];
  public final double[] orientation_xyzw = {0, 0, 0, 1};
}
