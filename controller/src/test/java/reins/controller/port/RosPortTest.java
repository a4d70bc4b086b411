package reins.controller.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.controller.Rigs;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** The port against a robot's topics, through a real master on the loopback. */
class RosPortTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final RosConfig.JointTorque topics = (RosConfig.JointTorque) config.rig().ros().arm();
  private final RosConfig.GripperWidth gripper =
      (RosConfig.GripperWidth) config.rig().ros().gripper();

  private static ConnectedNode node(URI master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  private static void await(String what, BooleanSupplier happened) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      if (happened.getAsBoolean()) return;
      Thread.sleep(10);
    }
    throw new AssertionError("never: " + what);
  }

  @Test
  void shouldReadJointsAndWriteTorques() throws Exception {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode control = node(master.uri(), "control");
        ConnectedNode arm = node(master.uri(), "arm")) {
      RosPort port = RosPort.of(control, config, () -> {});
      HotPublisher<JointState> joints =
          arm.newHotPublisher(
              topics.joint_states_topic(), new JointStateCodec("", topics.joint_names()));
      HotPublisher<JointState> fingers =
          arm.newHotPublisher(
              gripper.states_topic(), new JointStateCodec("", gripper.joint_names()));
      HotSubscriber<double[]> torque =
          arm.newHotSubscriber(topics.torque_topic(), new Float64ArrayCodec(7));
      HotSubscriber<double[]> width =
          arm.newHotSubscriber(gripper.width_topic(), new Float64ArrayCodec(1));
      readsWhatTheArmSays(port, joints, fingers);
      hearsWhatThePortSays(port, torque, width);
    }
  }

  private void readsWhatTheArmSays(
      RosPort port, HotPublisher<JointState> joints, HotPublisher<JointState> fingers)
      throws InterruptedException {
    RobotState state = new RobotState(7);
    JointState message = joints.newMessage(), finger = fingers.newMessage();
    for (int i = 0; i < 7; i++) {
      message.position[i] = 0.1 * i;
      message.velocity[i] = -0.2 * i;
    }
    await(
        "joints are heard",
        () -> {
          joints.publish(message);
          port.read(0, state);
          return Double.isFinite(state.q_rad[0]);
        });
    assertEquals(RobotState.NEVER_ns, state.stamp_ns, "not before the gripper has spoken");
    finger.position[0] = finger.position[1] = 0.015;
    await(
        "a state arrives",
        () -> {
          fingers.publish(finger);
          joints.publish(message);
          port.read(0, state);
          return state.stamp_ns != RobotState.NEVER_ns;
        });
    assertArrayEquals(message.position, state.q_rad);
    assertArrayEquals(message.velocity, state.dq_rad_s);
    assertEquals(0.03, state.width_m, 1e-12);
    assertTrue(Math.abs(System.nanoTime() - state.stamp_ns) < 60_000_000_000L, "our own clock");
  }

  private void hearsWhatThePortSays(
      RosPort port, HotSubscriber<double[]> torque, HotSubscriber<double[]> width)
      throws InterruptedException {
    ArmCommand command = new ArmCommand(7);
    for (int i = 0; i < 7; i++) command.tau_Nm[i] = i;
    await(
        "torque is heard",
        () -> {
          port.write(command);
          port.send();
          return torque.poll();
        });
    assertArrayEquals(command.tau_Nm, torque.value());
    assertEquals(0, width.received(), "an opening that was never commanded is not sent");
    command.width_m = 0.05;
    await(
        "the opening is heard",
        () -> {
          port.write(command);
          port.send();
          return width.poll();
        });
    assertEquals(0.05, width.value()[0]);
  }
}
