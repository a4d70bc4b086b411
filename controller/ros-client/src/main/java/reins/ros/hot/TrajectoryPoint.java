package reins.ros.hot;

/**
 * trajectory_msgs/JointTrajectory with one point of positions.
 *
 * <p>Units and frames: rad; the time is counted from the stamp, a stamp of 0 is the receiver's now.
 */
public final class TrajectoryPoint {
  public int seq;
  public long stamp_ns;
  public final double[] position_rad;
  public long time_from_start_ns;

  TrajectoryPoint(int joints) {
    position_rad = new double[joints];
  }
}
