package reins.ros.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs {@link NodeMain}s and ends them cleanly when the process is told to stop.
 *
 * <p>Threads: any.
 */
public final class NodeMainExecutor implements AutoCloseable {
  private final Map<NodeMain, ConnectedNode> running = new LinkedHashMap<>();

  private NodeMainExecutor() {}

  public static NodeMainExecutor newDefault() {
    NodeMainExecutor executor = new NodeMainExecutor();
    Runtime.getRuntime().addShutdownHook(new Thread(executor::shutdown, "ros-shutdown"));
    return executor;
  }

  /**
   * Connects a node, named by its program where the configuration does not name it, and starts the
   * program on it; what fails goes to {@link NodeMain#onError}.
   */
  public void execute(NodeMain program, NodeConfiguration configuration) {
    ConnectedNode node = null;
    try {
      node = ConnectedNode.start(configuration.withDefaultNodeName(program.getDefaultNodeName()));
      synchronized (running) {
        running.put(program, node);
      }
      program.onStart(node);
    } catch (RuntimeException e) {
      program.onError(node, e);
      if (node != null) shutdownNodeMain(program);
    }
  }

  public void shutdownNodeMain(NodeMain program) {
    ConnectedNode node;
    synchronized (running) {
      node = running.remove(program);
    }
    if (node == null) return;
    program.onShutdown(node);
    node.shutdown();
    program.onShutdownComplete(node);
  }

  public void shutdown() {
    ArrayList<NodeMain> programs;
    synchronized (running) {
      programs = new ArrayList<>(running.keySet());
    }
    programs.forEach(this::shutdownNodeMain);
  }

  @Override
  public void close() {
    shutdown();
  }
}
