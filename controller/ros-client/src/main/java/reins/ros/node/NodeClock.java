package reins.ros.node;

import reins.ros.message.DynamicMessage;
import reins.ros.message.RosTime;

/**
 * A node's time: the wall clock's, or with {@code /use_sim_time} the one that {@code /clock} tells.
 *
 * <p>Threads: any.
 */
final class NodeClock {
  private final boolean simulated;
  private volatile RosTime told = RosTime.ZERO;

  NodeClock(DefaultNode node) {
    simulated = Boolean.TRUE.equals(node.getParameterTree().get("/use_sim_time", false));
    if (simulated)
      node.newSubscriber("/clock", "rosgraph_msgs/Clock").addMessageListener(this::tell, 1);
  }

  private void tell(DynamicMessage clock) {
    told = clock.getTime("clock");
  }

  RosTime now() {
    return simulated ? told : RosTime.now();
  }
}
