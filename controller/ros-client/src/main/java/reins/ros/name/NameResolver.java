package reins.ros.name;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns the names in a node's code into the global names it was started with.
 *
 * <p>Threads: immutable.
 */
public final class NameResolver {
  private final GraphName namespace;
  private final GraphName node;
  private final Map<GraphName, GraphName> remappings = new HashMap<>();

  /**
   * @param node the node's own global name, below which private names stand
   * @param remappings from names as the code has them to names as the user wants them
   */
  public NameResolver(GraphName node, Map<GraphName, GraphName> remappings) {
    this.namespace = node.getParent();
    this.node = node;
    remappings.forEach((from, to) -> this.remappings.put(expand(from), expand(to)));
  }

  /** The global name that {@code name} means here, after remapping. */
  public GraphName resolve(GraphName name) {
    GraphName expanded = expand(name);
    return remappings.getOrDefault(expanded, expanded);
  }

  public GraphName resolve(String name) {
    return resolve(GraphName.of(name));
  }

  private GraphName expand(GraphName name) {
    if (name.isGlobal()) return name;
    return name.isPrivate() ? node.join(name.withoutTilde()) : namespace.join(name);
  }
}
