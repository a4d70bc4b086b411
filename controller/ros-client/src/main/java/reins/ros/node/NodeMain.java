package reins.ros.node;

import reins.ros.name.GraphName;

/** A program that is a node. */
public interface NodeMain {
  /** The node's name where the command line gives no other. */
  GraphName getDefaultNodeName();

  /** The node is connected: the place to make publishers and subscribers. */
  void onStart(ConnectedNode connectedNode);

  /** The node is about to end. */
  default void onShutdown(Node node) {}

  /** The node has ended. */
  default void onShutdownComplete(Node node) {}

  /** The node could not start, or {@link #onStart} failed; the node is null in the first case. */
  default void onError(Node node, Throwable error) {
    System.getLogger(getClass().getName())
        .log(System.Logger.Level.ERROR, "node " + getDefaultNodeName() + " failed", error);
  }
}
