package reins.controller;

import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.controller.loop.ControlLoop;
import reins.controller.safety.EstopLatch;
import reins.controller.safety.Panel;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;

/**
 * Where people reach a running controller over ROS.
 *
 * <pre>
 *   safety.estop_topic   std_msgs/Bool      the first true trips the emergency stop; false does nothing
 *   ~stiffness           std_msgs/Float64   share of the task's stiffness, 0.1 to 1, from here on
 *   ~arm                 std_srvs/SetBool   lets the arm move, or takes its torque away
 *   ~recover             std_srvs/Trigger   leave a safe stop
 *   ~reset_estop         std_srvs/Trigger   open the emergency stop's latch, while disarmed
 * </pre>
 *
 * <p>Each speaks to all arms of the rig.
 *
 * <p>Threads: ROS's own; the loop sees what they asked for in its next tick.
 */
final class Desk {
  private static final Logger LOG = LogManager.getLogger(Desk.class);

  private Desk() {}

  /** Listens from now on, until the node closes. */
  static void open(ConnectedNode node, RigConfig rig, List<ControlLoop> arms) {
    List<Panel> panels = arms.stream().map(ControlLoop::panel).toList();
    EstopLatch estop = panels.getFirst().estop(); // bound to the others'
    node.newSubscriber(rig.safety().estop_topic(), "std_msgs/Bool")
        .addMessageListener(
            pressed -> {
              if (pressed.getBool("data")) estop.trip(EstopLatch.Cause.TOPIC);
            });
    node.newSubscriber("~stiffness", "std_msgs/Float64")
        .addMessageListener(share -> soften(arms, share.getDouble("data")));
    node.newServiceServer(
        "~arm",
        "std_srvs/SetBool",
        (request, response) -> {
          for (Panel panel : panels) panel.arm(request.getBool("data"));
          say(response, "asked: see the mode");
        });
    node.newServiceServer(
        "~recover",
        "std_srvs/Trigger",
        (request, response) -> {
          panels.forEach(Panel::recover);
          say(response, "asked: granted out of a safe stop, where the robot's state is fresh");
        });
    node.newServiceServer(
        "~reset_estop",
        "std_srvs/Trigger",
        (request, response) -> {
          panels.forEach(panel -> panel.estop().reset());
          say(response, "asked: granted where the arm is not armed");
        });
  }

  private static void soften(List<ControlLoop> arms, double share) {
    boolean all = true;
    for (ControlLoop arm : arms) all &= arm.soften(share);
    if (all) LOG.warn("a person asks: {} of the task's stiffness", share);
    else LOG.error("~stiffness {}: expected 0.1 to 1, and arms that take torques", share);
  }

  private static void say(DynamicMessage response, String words) {
    response.set("success", true).set("message", words);
  }
}
