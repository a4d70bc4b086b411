package reins.ros.node;

import java.net.URI;
import java.util.Map;
import reins.ros.message.MessageCatalog;
import reins.ros.name.GraphName;
import reins.ros.name.RosArguments;

/**
 * How a node is to be started: its name, its master, the address that others reach it by.
 *
 * <p>A node listens only on the interface that its host name stands for; unless told otherwise that
 * is {@code localhost}.
 *
 * <p>Threads: one, before the node is started.
 */
public final class NodeConfiguration {
  private static final String DEFAULT_MASTER = "http://localhost:11311/";
  private static final String DEFAULT_HOST = "localhost";
  private static final GraphName DEFAULT_NAME = GraphName.of("reins");

  private GraphName nodeName;
  private GraphName namespace = GraphName.root();
  private URI masterUri;
  private String host;
  private RosArguments arguments = RosArguments.parse();
  private MessageCatalog catalog = MessageCatalog.standard();
  private boolean rosout = true;

  private NodeConfiguration(String host, URI masterUri) {
    this.host = host;
    this.masterUri = masterUri;
  }

  /** A node that others reach by {@code host}. */
  public static NodeConfiguration newPublic(String host, URI masterUri) {
    return new NodeConfiguration(host, masterUri);
  }

  /** A node that only this machine's nodes reach, under this machine's master. */
  public static NodeConfiguration newPrivate() {
    return newPrivate(URI.create(DEFAULT_MASTER));
  }

  /** A node that only this machine's nodes reach. */
  public static NodeConfiguration newPrivate(URI masterUri) {
    return new NodeConfiguration(DEFAULT_HOST, masterUri);
  }

  /**
   * A node as ROS starts one: the command line over ROS_HOSTNAME, ROS_IP, ROS_MASTER_URI and
   * ROS_NAMESPACE.
   *
   * @param environment usually {@link System#getenv()}
   */
  public static NodeConfiguration of(Map<String, String> environment, String... commandLine) {
    RosArguments arguments = RosArguments.parse(commandLine);
    Map<String, String> special = arguments.special();
    String host =
        first(
            special.get("hostname"),
            special.get("ip"),
            environment.get("ROS_HOSTNAME"),
            environment.get("ROS_IP"),
            DEFAULT_HOST);
    String master = first(special.get("master"), environment.get("ROS_MASTER_URI"), DEFAULT_MASTER);
    NodeConfiguration configuration = new NodeConfiguration(host, URI.create(master));
    configuration.arguments = arguments;
    configuration.namespace =
        GraphName.of(first(special.get("ns"), environment.get("ROS_NAMESPACE"), "/")).toGlobal();
    return configuration;
  }

  private static String first(String... candidates) {
    for (String candidate : candidates)
      if (candidate != null && !candidate.isEmpty()) return candidate;
    throw new IllegalArgumentException("no candidate");
  }

  /**
   * The name that the node's code gives it; {@code __name:=} on the command line goes before it.
   */
  public NodeConfiguration setNodeName(String name) {
    return setNodeName(GraphName.of(name));
  }

  public NodeConfiguration setNodeName(GraphName name) {
    nodeName = name;
    return this;
  }

  // Of its own, so that several programs may be started from one.
  NodeConfiguration withDefaultNodeName(GraphName name) {
    NodeConfiguration copy = new NodeConfiguration(host, masterUri);
    copy.nodeName = nodeName == null ? name : nodeName;
    copy.namespace = namespace;
    copy.arguments = arguments;
    copy.catalog = catalog;
    copy.rosout = rosout;
    return copy;
  }

  /** Where the node's message types are defined. */
  public NodeConfiguration setMessageCatalog(MessageCatalog messages) {
    catalog = messages;
    return this;
  }

  /**
   * Whether the node publishes its log on {@code /rosout} and lets tools set its level; it does
   * unless told otherwise.
   */
  public NodeConfiguration setRosout(boolean wanted) {
    rosout = wanted;
    return this;
  }

  public boolean isRosout() {
    return rosout;
  }

  /** The node's global name. */
  public GraphName getNodeName() {
    String renamed = arguments.special().get("name");
    GraphName own = nodeName == null ? DEFAULT_NAME : nodeName;
    return namespace.join(renamed == null ? own : GraphName.of(renamed)).toGlobal();
  }

  public URI getMasterUri() {
    return masterUri;
  }

  public String getHost() {
    return host;
  }

  public RosArguments getArguments() {
    return arguments;
  }

  public MessageCatalog getMessageCatalog() {
    return catalog;
  }
}
