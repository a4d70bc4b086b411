package reins.controller.port;

import reins.contract.config.RobotConfig;
import reins.contract.config.RosConfig;
import reins.ros.hot.ActionResult;
import reins.ros.hot.ActionResultCodec;
import reins.ros.hot.GripperGoal;
import reins.ros.hot.GripperGoalCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointMapCodec;
import reins.ros.hot.JointState;
import reins.ros.node.ConnectedNode;

/**
 * franka_gripper: opens by its move action, closes by its grasp action, whose force stays on
 * whatever lies between the fingers.
 *
 * <p>One goal at a time: a new one interrupts a driver that waits for its hand, so the newest wish
 * waits until the last goal has its result, or {@link #PATIENCE_TICKS} have passed; a goal that
 * nobody answered is sent again.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's.
 */
final class FrankaHand implements Hand {
  /** A wish this near to the measured opening asks for nothing. */
  private static final double SAME_m = 1e-3;

  private static final int PATIENCE_TICKS = 5000;

  private final HotSubscriber<JointState> fingers;
  private final HotPublisher<GripperGoal> move;
  private final HotPublisher<GripperGoal> grasp;
  private final HotSubscriber<ActionResult> moved;
  private final HotSubscriber<ActionResult> grasped;
  private final GripperGoal goal;
  private double width_m = Double.NaN;
  private double asked_m = Double.NaN;
  private boolean spoke;
  private boolean pending;
  private int since;

  FrankaHand(ConnectedNode node, RosConfig.FrankaGripper config, RobotConfig robot, Outbox outbox) {
    String sender = node.getName() + "-" + System.nanoTime() + "-";
    fingers =
        node.newHotSubscriber(config.states_topic(), new JointMapCodec("", config.joint_names()));
    moved =
        node.newHotSubscriber(
            config.move_action() + "/result",
            new ActionResultCodec("franka_gripper/MoveActionResult", sender));
    grasped =
        node.newHotSubscriber(
            config.grasp_action() + "/result",
            new ActionResultCodec("franka_gripper/GraspActionResult", sender));
    move =
        outbox.add(
            node.newHotPublisher(config.move_action() + "/goal", GripperGoalCodec.move(sender)));
    grasp =
        outbox.add(
            node.newHotPublisher(config.grasp_action() + "/goal", GripperGoalCodec.grasp(sender)));
    goal = move.newMessage();
    goal.speed_m_s = config.speed_m_s();
    goal.force_N = config.force_N();
    // Whatever it holds, wide or thin, is held.
    goal.epsilon_m = robot.gripper().width_max_m();
  }

  @Override
  public boolean read(RobotState state) {
    if (fingers.poll()) {
      double[] position_m = fingers.value().position;
      width_m = position_m[0] + position_m[1];
      state.width_m = width_m;
      spoke = true;
    }
    if (moved.poll()) answered(moved.value());
    if (grasped.poll()) answered(grasped.value());
    return spoke;
  }

  private void answered(ActionResult result) {
    if (result.number == goal.number) pending = false;
  }

  @Override
  public void write(double wanted_m) {
    since++;
    if (pending && since >= PATIENCE_TICKS) {
      pending = false;
      asked_m = Double.NaN;
    }
    if (pending || Double.isNaN(wanted_m) || wanted_m == asked_m) return;
    // Nothing was asked yet, and the hand is where it shall be.
    boolean there = goal.number == 0 && Math.abs(wanted_m - width_m) < SAME_m;
    asked_m = wanted_m;
    if (!there) ask(wanted_m);
  }

  private void ask(double wanted_m) {
    goal.number++;
    goal.seq++;
    goal.width_m = wanted_m;
    if (wanted_m < width_m) grasp.leave(goal);
    else move.leave(goal);
    pending = true;
    since = 0;
  }
}
