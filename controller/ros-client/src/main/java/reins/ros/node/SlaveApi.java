package reins.ros.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import reins.ros.tcpros.Inbox;
import reins.ros.tcpros.LinkReport;
import reins.ros.tcpros.Provision;
import reins.ros.tcpros.Publication;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcHandler;

/** What a node answers to its master, its peers and people's tools. */
final class SlaveApi implements XmlRpcHandler {
  private final DefaultNode node;

  SlaveApi(DefaultNode node) {
    this.node = node;
  }

  @Override
  public Object call(String method, List<Object> parameters) {
    return answer(method, parameters).toList();
  }

  private RosReply answer(String method, List<Object> parameters) {
    return switch (method) {
      case "requestTopic" -> requestTopic(text(parameters, 1), parameters);
      case "publisherUpdate" -> publisherUpdate(text(parameters, 1), value(parameters, 2));
      case "paramUpdate" -> paramUpdate(text(parameters, 1));
      case "getBusInfo" -> RosReply.success("bus info", busInfo());
      case "getBusStats" -> RosReply.success("bus stats", busStats());
      case "getSubscriptions" -> RosReply.success("subscriptions", subscriptions());
      case "getPublications" -> RosReply.success("publications", publications());
      case "getMasterUri" -> RosReply.success("", node.getMasterUri().toString());
      case "getUri" -> RosReply.success("", node.getUri().toString());
      case "getName" -> RosReply.success("", node.getName().toString());
      case "getPid" -> RosReply.success("", (int) ProcessHandle.current().pid());
      case "shutdown" -> shutdown(parameters.size() > 1 ? text(parameters, 1) : "");
      default -> throw new IllegalArgumentException("a node has no method " + method);
    };
  }

  private RosReply requestTopic(String topic, List<Object> parameters) {
    if (node.registrar().publication(topic) == null)
      return RosReply.error(node.getName() + " does not publish " + topic, 0);
    if (value(parameters, 2) instanceof List<?> protocols)
      for (Object protocol : protocols)
        if (protocol instanceof List<?> words
            && !words.isEmpty()
            && words.getFirst().equals("TCPROS"))
          return RosReply.success("ready", List.of("TCPROS", node.host(), node.dataPort()));
    return RosReply.failure("TCPROS is the only protocol", List.of());
  }

  private RosReply publisherUpdate(String topic, Object publishers) {
    List<URI> list = PublisherList.of(publishers);
    node.registrar().subscriptions(topic).forEach(inbox -> inbox.setPublishers(list));
    return RosReply.success("", 0);
  }

  private RosReply paramUpdate(String key) {
    node.getParameterTree().changed(key);
    return RosReply.success("", 0);
  }

  private RosReply shutdown(String reason) {
    System.getLogger(SlaveApi.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "node {0} is told to shut down: {1}",
            node.getName(),
            reason);
    // Not on this network thread, which the shutdown waits for.
    Thread.ofPlatform().name("ros-shutdown").start(node::shutdown);
    return RosReply.success("shutting down", 0);
  }

  private List<Object> subscriptions() {
    return node.registrar().subscriptions().stream()
        .<Object>map(s -> List.of(s.topic(), s.type().name()))
        .distinct()
        .toList();
  }

  private List<Object> publications() {
    return node.registrar().publications().stream()
        .<Object>map(p -> List.of(p.topic(), p.type().name()))
        .toList();
  }

  // id, peer, direction, transport, topic, connected
  private List<Object> busInfo() {
    List<Object> rows = new ArrayList<>();
    for (Publication publication : node.registrar().publications())
      for (LinkReport link : publication.links())
        rows.add(
            List.of(link.id(), link.peer(), "o", "TCPROS", publication.topic(), link.connected()));
    for (Inbox inbox : node.registrar().subscriptions())
      for (LinkReport link : inbox.links())
        rows.add(List.of(link.id(), link.peer(), "i", "TCPROS", inbox.topic(), link.connected()));
    return rows;
  }

  // Published: topic, bytes, [id, bytes, messages, connected]; subscribed: topic, [id, bytes,
  // dropped, connected]; services.
  private List<Object> busStats() {
    List<Object> published = new ArrayList<>();
    for (Publication publication : node.registrar().publications()) {
      List<LinkReport> links = publication.links();
      List<Object> rows = new ArrayList<>();
      for (LinkReport link : links)
        rows.add(List.of(link.id(), clamp(link.bytes()), clamp(link.messages()), link.connected()));
      published.add(
          List.of(
              publication.topic(), clamp(links.stream().mapToLong(LinkReport::bytes).sum()), rows));
    }
    List<Object> subscribed = new ArrayList<>();
    for (Inbox inbox : node.registrar().subscriptions()) {
      List<Object> rows = new ArrayList<>();
      for (LinkReport link : inbox.links())
        rows.add(
            List.of(
                link.id(),
                clamp(link.bytes()),
                clamp(link.dropped() + link.lost()),
                link.connected()));
      subscribed.add(List.of(inbox.topic(), rows));
    }
    long[] services = new long[3];
    for (Provision provision : node.registrar().provisions())
      for (int i = 0; i < services.length; i++) services[i] += provision.counts()[i];
    return List.of(
        published, subscribed, List.of(clamp(services[0]), clamp(services[1]), clamp(services[2])));
  }

  // XML-RPC's integers have 32 bits.
  private static int clamp(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  private static Object value(List<Object> parameters, int index) {
    if (index < parameters.size()) return parameters.get(index);
    throw new IllegalArgumentException(
        (index + 1) + " parameters expected, " + parameters.size() + " found");
  }

  private static String text(List<Object> parameters, int index) {
    if (value(parameters, index) instanceof String text) return text;
    throw new IllegalArgumentException("parameter " + (index + 1) + " is not a string");
  }
}
