package reins.controller;

import reins.contract.config.RigConfig;
import reins.controller.safety.EstopLatch;
import reins.controller.safety.Panel;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;

/**
 * Where people reach a running controller over ROS.
 *
 * <pre>
 *   safety.estop_topic   std_msgs/Bool      the first true trips the emergency stop; false does nothing
 *   ~arm                 std_srvs/SetBool   lets the arm move, or takes its torque away
 *   ~recover             std_srvs/Trigger   leave a safe stop
 *   ~reset_estop         std_srvs/Trigger   open the emergency stop's latch, while disarmed
 * </pre>
 *
 * <p>Threads: ROS's own; the loop sees what they asked for in its next tick.
 */
final class Desk {
  private Desk() {}

  /** Listens from now on, until the node closes. */
  static void open(ConnectedNode node, RigConfig rig, Panel panel) {
    node.newSubscriber(rig.safety().estop_topic(), "std_msgs/Bool")
        .addMessageListener(
            pressed -> {
              if (pressed.getBool("data")) panel.estop().trip(EstopLatch.Cause.TOPIC);
            });
    node.newServiceServer(
        "~arm",
        "std_srvs/SetBool",
        (request, response) -> {
          panel.arm(request.getBool("data"));
          say(response, "asked: see the mode");
        });
    node.newServiceServer(
        "~recover",
        "std_srvs/Trigger",
        (request, response) -> {
          panel.recover();
          say(response, "asked: granted out of a safe stop, where the robot's state is fresh");
        });
    node.newServiceServer(
        "~reset_estop",
        "std_srvs/Trigger",
        (request, response) -> {
          panel.estop().reset();
          say(response, "asked: granted where the arm is not armed");
        });
  }

  private static void say(DynamicMessage response, String words) {
    response.set("success", true).set("message", words);
  }
}
