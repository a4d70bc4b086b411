package reins.controller;

import java.util.List;
import reins.controller.rt.Check;
import reins.ros.node.ConnectedNode;

/**
 * What one process drives: the arms of a rig, or a vehicle.
 *
 * <p>Threads: the process's main thread.
 */
interface Robots {
  /** Address of the ROS master. */
  String master_uri();

  /** The name of their node. */
  String node();

  /** The rig's name of each. */
  List<String> names();

  /** What has to be true before each is armed. */
  List<Preflight> preflights();

  /**
   * Connects them and opens the desk at which people reach them.
   *
   * <p>Errors: {@link Refusal} where one may not be armed.
   *
   * @param runs written, one for each, none begun
   */
  void open(ConnectedNode node, List<LoopRun> runs);

  /**
   * Whether a robot is heard as it has to be.
   *
   * <p>Errors: {@link IllegalStateException} where nobody answers.
   */
  Check link(int robot, ConnectedNode node);
}
