package reins.ros.node;

import java.net.URI;
import reins.ros.name.GraphName;

/**
 * A process's place in the ROS graph.
 *
 * <p>Threads: any.
 */
public interface Node extends AutoCloseable {
  GraphName getName();

  /** Where other nodes call this one. */
  URI getUri();

  URI getMasterUri();

  /** The global name that a name in this node's code means, after remapping. */
  GraphName resolveName(String name);

  default GraphName resolveName(GraphName name) {
    return resolveName(name.toString());
  }

  ParameterTree getParameterTree();

  /**
   * Tells the master about everything that ends, then closes every connection. Does nothing the
   * second time.
   */
  void shutdown();

  boolean isShutdown();

  @Override
  default void close() {
    shutdown();
  }
}
