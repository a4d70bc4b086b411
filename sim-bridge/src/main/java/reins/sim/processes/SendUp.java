package reins.sim.processes;

import java.net.URI;
import reins.contract.config.FlightRigConfig;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.ServiceClient;

/**
 * Asks a vehicle's controller, by its services as a person would, to take off.
 *
 * <p>Threads: one owner.
 */
public final class SendUp implements AutoCloseable {
  private final ConnectedNode node;

  /** A node of its own at the master. Errors: {@link IllegalStateException} where none answers. */
  public SendUp(String master_uri, String name) {
    node =
        ConnectedNode.start(NodeConfiguration.newPrivate(URI.create(master_uri)).setNodeName(name));
  }

  /**
   * Arms a vehicle, which a landing has disarmed, and has it take off.
   *
   * @param rig name of its rig
   * @return why not, in the controller's words; null: it does
   */
  public String ask(String rig) {
    String controller = "/" + FlightRigConfig.node(rig);
    try (ServiceClient<DynamicMessage, DynamicMessage> arm =
            node.newServiceClient(controller + "/arm", "std_srvs/SetBool");
        ServiceClient<DynamicMessage, DynamicMessage> takeOff =
            node.newServiceClient(controller + "/take_off", "std_srvs/Trigger")) {
      arm.call(arm.newMessage().set("data", true));
      DynamicMessage answer = takeOff.call(takeOff.newMessage());
      return answer.getBool("success") ? null : answer.getString("message");
    } catch (RuntimeException e) {
      return controller + ": " + e.getMessage();
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
