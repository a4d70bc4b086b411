package reins.ros.tool;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageText;
import reins.ros.node.ConnectedNode;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceConnection;

/** {@code ./reins ros service}. */
@Command(name = "service", description = "Services.", mixinStandardHelpOptions = true)
final class ServiceCommand {
  private static final int TIMEOUT_MS = 5000;

  @ParentCommand private RosMain ros;

  @Command(description = "All services and who provides them.")
  void list() {
    try (ConnectedNode node = ros.node()) {
      Graph.of(node)
          .providers()
          .forEach((name, nodes) -> ros.out().println(name + " " + String.join(" ", nodes)));
    }
  }

  @Command(description = "Calls a service with {field: value, ...} and prints its answer.")
  void call(
      @Parameters(paramLabel = "SERVICE") String service,
      @Parameters(paramLabel = "VALUES", defaultValue = "{}") String values)
      throws IOException {
    if (!(FlowText.parse(values) instanceof Map<?, ?> map))
      throw new IllegalArgumentException(values + ": expected {field: value, ...}");
    try (ConnectedNode node = ros.node()) {
      URI provider = node.lookupServiceUri(service);
      if (provider == null) throw new IllegalStateException("nobody provides " + service);
      String name = node.resolveName(service).toString();
      String type =
          ServiceConnection.probe(provider, name, node.getName().toString(), TIMEOUT_MS)
              .get("type");
      try (ServiceClient<DynamicMessage, DynamicMessage> client =
          node.newServiceClient(service, type)) {
        DynamicMessage request = MessageText.fill(client.newMessage(), map);
        ros.out().print(MessageText.format(client.call(request)));
        ros.out().flush();
      }
    }
  }
}
