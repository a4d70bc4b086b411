package reins.controller.port;

import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.ros.hot.FrankaState;
import reins.ros.hot.FrankaStateCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.topic.Publisher;

/**
 * A Franka arm behind franka_control and serl_franka_controllers: takes the pose that the spring in
 * its own 1 kHz loop pulls to.
 *
 * <p>The tool's pose is the robot's own, so that the first equilibrium is where the robot says that
 * it is, whatever our model thinks. Poses go out {@code command_hz} times a second: the spring's
 * filter takes 200 ms to follow, and its subscriber writes the target without a lock, so that more
 * poses would add nothing but torn ones.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's.
 */
final class EquilibriumArm implements Arm {
  private final HotSubscriber<FrankaState> states;
  private final HotPublisher<PoseStamped> equilibrium;
  private final PoseStamped pose;
  private final EndEffector endEffector;
  private final ModelCheck model;
  private final SpringGains gains;
  private final Recovery recovery;
  private final RosStamp stamp = new RosStamp();
  private final Divider divider;

  EquilibriumArm(
      ConnectedNode node,
      RosConfig.SerlEquilibrium config,
      RigConfig.Resolved rig,
      Runnable arrived,
      Outbox outbox) {
    states =
        node.newHotSubscriber(
            config.state_topic(), new FrankaStateCodec(""), new Arrival<>(arrived));
    equilibrium =
        outbox.add(
            node.newHotPublisher(
                config.equilibrium_topic(), new PoseStampedCodec(config.frame_id())));
    pose = equilibrium.newMessage();
    endEffector = new EndEffector(rig.robot().tool());
    model = new ModelCheck(rig.robot());
    gains = new SpringGains(node, config.reconfigure_service(), rig.task().impedance());
    Publisher<DynamicMessage> goals =
        node.newPublisher(
            config.recovery_action() + "/goal", "franka_msgs/ErrorRecoveryActionGoal");
    recovery =
        new Recovery(node, config.recovery_action(), () -> goals.publish(goals.newMessage()));
    divider = new Divider(rig.rig().control().control_hz(), config.command_hz());
  }

  @Override
  public void prepare() {
    gains.set();
  }

  @Override
  public void read(long now_ns, RobotState state) {
    stamp.at(now_ns);
    if (!states.poll()) return;
    FrankaState s = states.value();
    System.arraycopy(s.q_rad, 0, state.q_rad, 0, state.n());
    System.arraycopy(s.dq_rad_s, 0, state.dq_rad_s, 0, state.n());
    System.arraycopy(s.tau_J_Nm, 0, state.tau_measured_Nm, 0, state.n());
    endEffector.measured(s.O_T_EE, s.F_T_EE, state);
    state.tool_measured = true;
    state.link_success_ratio = s.control_command_success_rate;
    state.robot_fault = fault(s) | model.check(state);
    state.stamp_ns = states.arrival_ns();
  }

  private static int fault(FrankaState s) {
    int fault = s.current_errors != 0 ? RobotFault.REFLEX : 0;
    return switch (s.robot_mode) {
      case FrankaState.MODE_MOVE -> fault;
      case FrankaState.MODE_REFLEX -> fault | RobotFault.REFLEX;
      case FrankaState.MODE_USER_STOPPED, FrankaState.MODE_GUIDING -> fault | RobotFault.USER_STOP;
      default -> fault | RobotFault.NOT_READY;
    };
  }

  @Override
  public void write(ArmCommand command) {
    recovery.ask(command.recover);
    if (!command.live) divider.restart();
    if (!command.live || !divider.due()) return;
    endEffector.commanded(command, pose);
    pose.stamp_ns = stamp.ns();
    pose.seq++;
    equilibrium.leave(pose);
  }
}
