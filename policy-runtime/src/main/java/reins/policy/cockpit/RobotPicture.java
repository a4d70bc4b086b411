package reins.policy.cockpit;

import java.util.List;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;

/**
 * What a page needs to draw the robot and its task; sent once, as JSON.
 *
 * <p>Units and frames: as {@link RobotConfig}.
 *
 * @param joints Craig's parameters, base to tip
 * @param reach_m from the last joint's frame to the tool centre point, along z
 * @param action length of an action
 * @param gripper index of the gripper's number, or -1
 * @param steerable whether a person can take over from the page
 */
record RobotPicture(
    String rig,
    String task,
    String robot,
    List<Link> joints,
    double reach_m,
    double yaw_rad,
    double width_max_m,
    double[] low_m,
    double[] high_m,
    double object_half_m,
    int action,
    int gripper,
    boolean turns,
    boolean steerable,
    int episode_steps,
    double policy_hz) {

  /** One joint, as Craig's parameters. */
  record Link(double a_m, double d_m, double alpha_rad) {}

  /** Half the edge of what is drawn where the object is. */
  private static double half_m(Goal.Handling goal, TaskConfig.Reset reset) {
    return switch (goal) {
      case Goal.Lift _ -> reset.object_low_m()[2];
      case Goal.Reach reach -> reach.tolerance_m();
      case Goal.Insert peg -> (peg.edge_m() + peg.clearance_m()) / 2;
    };
  }

  static RobotPicture of(RigConfig.Resolved config, boolean steerable) {
    RobotConfig robot = config.robot();
    TaskConfig task = config.task();
    int arm = task.action().gripper() < 0 ? task.action().dim() : task.action().gripper();
    return new RobotPicture(
        config.rig().name(),
        task.name(),
        robot.name(),
        robot.joints().stream().map(j -> new Link(j.a_m(), j.d_m(), j.alpha_rad())).toList(),
        robot.flange().d_m() + robot.tool().z_m(),
        robot.tool().yaw_rad(),
        robot.gripper().width_max_m(),
        task.workspace().low_m(),
        task.workspace().high_m(),
        half_m(task.reward(), task.reset()),
        task.action().dim(),
        task.action().gripper(),
        arm == 6,
        steerable,
        task.episode_steps(),
        task.policy_hz());
  }
}
