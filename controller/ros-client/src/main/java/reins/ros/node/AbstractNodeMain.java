package reins.ros.node;

/** A program that is a node and wants to hear only of what it overrides. */
public abstract class AbstractNodeMain implements NodeMain {
  @Override
  public void onStart(ConnectedNode connectedNode) {}
}
