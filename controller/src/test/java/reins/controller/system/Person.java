package reins.controller.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** A person at the controller's desk, over ROS. */
final class Person implements AutoCloseable {
  private final ConnectedNode node;

  Person(URI master) {
    node = ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName("person"));
  }

  /** Calls a service of the controller's, such as {@code recover}. */
  void asks(String service) throws Exception {
    try (var client = node.newServiceClient("/reins_controller/" + service, "std_srvs/Trigger")) {
      DynamicMessage answer = client.call(client.newMessage());
      assertTrue(answer.getBool("success"), answer.getString("message"));
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
