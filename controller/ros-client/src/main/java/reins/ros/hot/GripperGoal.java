package reins.ros.hot;

/**
 * A goal of franka_gripper's move or grasp action.
 *
 * <p>Units and frames: m, m/s, N; width is the opening between the fingers.
 */
public final class GripperGoal {
  public int seq;
  public long stamp_ns;

  /** Tells this sender's goals apart; 0 or more. */
  public long number;

  public double width_m;

  /** How far the fingers may end from {@link #width_m} and still have grasped; grasp only. */
  public double epsilon_m;

  public double speed_m_s;

  /** Grasp only. */
  public double force_N;

  GripperGoal() {}
}
