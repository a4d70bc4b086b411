package reins.policy.cockpit;

import java.util.List;
import java.util.stream.IntStream;
import reins.contract.config.ActionSpace;
import reins.contract.config.CockpitConfig;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.QuadrotorConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.Task;
import reins.contract.config.TaskConfig;
import reins.contract.config.Workplace;

/**
 * What a page needs to draw the robot and its task; sent once, as JSON.
 *
 * <p>Units and frames: as {@link RobotConfig} and {@link QuadrotorConfig}.
 *
 * @param body what is drawn
 * @param low_m [3] corner of where it may be
 * @param high_m [3]
 * @param labels of the action's numbers
 * @param gripper index of the gripper's number, or -1
 * @param pointing whether the action's first three numbers point somewhere in the base frame
 * @param cameras their names, in the order of their numbers
 * @param recorded what is played back; null where the robot is there
 */
record RobotPicture(
    String rig,
    String task,
    String robot,
    Body body,
    double[] low_m,
    double[] high_m,
    List<String> labels,
    int gripper,
    boolean pointing,
    int episode_steps,
    double policy_hz,
    List<String> cameras,
    Recorded recorded) {
  private static final List<String> AXES =
      List.of("away", "left", "up", "turn x", "turn y", "turn z");

  /** An arm or a vehicle, as its place says which. */
  sealed interface Body {}

  /**
   * An arm.
   *
   * @param joints Craig's parameters, base to tip
   * @param reach_m from the last joint's frame to the tool centre point, along z
   * @param object_half_m half the edge of what is drawn where the object is
   */
  record Arm(List<Link> joints, double reach_m, double yaw_rad, double object_half_m)
      implements Body {}

  /** A vehicle of four rotors in an X, and the gate that it is to fly through. */
  record Vehicle(double arm_m, double radius_m, Goal.Gate gate) implements Body {}

  /** One joint, as Craig's parameters. */
  record Link(double a_m, double d_m, double alpha_rad) {}

  static RobotPicture of(Workplace place) {
    return switch (place.deployment()) {
      case RigConfig.Resolved arm -> {
        TaskConfig.Workspace space = arm.task().workspace();
        yield of(place, arm.robot().name(), arm(arm), space);
      }
      case FlightTask.Resolved flight -> {
        QuadrotorConfig craft = flight.flight().quadrotor();
        QuadrotorConfig.Rotor rotor = craft.rotor();
        Vehicle body = new Vehicle(rotor.arm_m(), rotor.radius_m(), flight.task().reward());
        yield of(place, craft.name(), body, flight.task().box());
      }
    };
  }

  private static RobotPicture of(
      Workplace place, String robot, Body body, TaskConfig.Workspace space) {
    Task task = place.deployment().task();
    CockpitConfig page = place.cockpit();
    return new RobotPicture(
        place.name(),
        task.name(),
        robot,
        body,
        space.low_m(),
        space.high_m(),
        IntStream.range(0, task.action().dim()).mapToObj(i -> label(task.action(), i)).toList(),
        task.action().gripper(),
        !(task.action() instanceof ActionSpace.JointDelta
            || task.action() instanceof ActionSpace.BodyRates),
        task.episode_steps(),
        task.policy_hz(),
        page.cameras().stream().map(c -> c.name()).toList(),
        null);
  }

  /**
   * Episodes in the robot's place.
   *
   * @param first that is shown
   * @param fps steps a second
   */
  record Recorded(String name, int episodes, int first, double fps) {}

  /** The same robot, played back, with the cameras of then. */
  RobotPicture recorded(Recorded what, List<String> then) {
    return new RobotPicture(
        rig,
        task,
        robot,
        body,
        low_m,
        high_m,
        labels,
        gripper,
        pointing,
        episode_steps,
        policy_hz,
        then,
        what);
  }

  private static Arm arm(RigConfig.Resolved config) {
    RobotConfig robot = config.robot();
    return new Arm(
        robot.joints().stream().map(j -> new Link(j.a_m(), j.d_m(), j.alpha_rad())).toList(),
        robot.flange().d_m() + robot.tool().z_m(),
        robot.tool().yaw_rad(),
        half_m(config.task().reward(), config.task().reset()));
  }

  /** Half the edge of what is drawn where the object is. */
  private static double half_m(Goal.Handling goal, TaskConfig.Reset reset) {
    return switch (goal) {
      case Goal.Lift _ -> reset.object_low_m()[2];
      case Goal.Reach reach -> reach.tolerance_m();
      case Goal.Insert peg -> (peg.edge_m() + peg.clearance_m()) / 2;
    };
  }

  private static String label(ActionSpace space, int i) {
    if (i == space.gripper()) return "gripper";
    return switch (space) {
      case ActionSpace.JointDelta _ -> "joint " + (i + 1);
      case ActionSpace.Velocity _ -> i == 3 ? "turn" : AXES.get(i);
      case ActionSpace.BodyRates _ -> i == 0 ? "thrust" : AXES.get(2 + i);
      case ActionSpace.Arm _ -> AXES.get(i);
    };
  }
}
