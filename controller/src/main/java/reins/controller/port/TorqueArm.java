package reins.controller.port;

import reins.contract.config.RosConfig;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.node.ConnectedNode;

/** An arm that takes joint torques. Threads: the control loop's. */
final class TorqueArm implements Arm {
  private final HotSubscriber<JointState> joints;
  private final HotPublisher<double[]> torque;
  private final double[] tau_Nm;

  TorqueArm(ConnectedNode node, RosConfig.JointTorque config, Runnable arrived, Outbox outbox) {
    joints =
        node.newHotSubscriber(
            config.joint_states_topic(),
            new JointStateCodec("", config.joint_names()),
            new Arrival<>(arrived));
    torque =
        outbox.add(
            node.newHotPublisher(
                config.torque_topic(), new Float64ArrayCodec(config.joint_names().size())));
    tau_Nm = torque.newMessage();
  }

  @Override
  public void prepare() {}

  @Override
  public void read(long now_ns, RobotState state) {
    if (!joints.poll()) return;
    JointState message = joints.value();
    System.arraycopy(message.position, 0, state.q_rad, 0, state.n());
    System.arraycopy(message.velocity, 0, state.dq_rad_s, 0, state.n());
    System.arraycopy(message.effort, 0, state.tau_measured_Nm, 0, state.n());
    state.stamp_ns = joints.arrival_ns();
  }

  @Override
  public void write(ArmCommand command) {
    System.arraycopy(command.tau_Nm, 0, tau_Nm, 0, tau_Nm.length);
    torque.leave(tau_Nm);
  }
}
