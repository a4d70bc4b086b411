package reins.controller.quad.port;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.FlightRigConfig;
import reins.controller.port.Divider;
import reins.controller.port.RosStamp;
import reins.controller.quad.FlightState;
import reins.controller.quad.Neighbours;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.node.ConnectedNode;

/**
 * What vehicles tell one another: each says where it is, and hears the others. One that fell silent
 * stays where it was last seen, and its age tells.
 *
 * <p>Threads: the control loop's.
 */
final class NeighbourTopics {
  /** How often a vehicle says where it is. */
  private static final double TELL_hz = 50;

  private final List<HotSubscriber<Numbers>> subscribers = new ArrayList<>();
  private final HotSubscriber<?>[] others;
  private final HotPublisher<Numbers> own;
  private final Numbers message;
  private final OdometryFields fields = new OdometryFields();
  private final RosStamp stamp = new RosStamp();
  private final Divider divider;

  NeighbourTopics(ConnectedNode node, FlightRigConfig.Resolved rig) {
    for (String topic : rig.rig().ros().neighbour_topics())
      subscribers.add(node.newHotSubscriber(topic, OdometryFields.CODEC));
    others = subscribers.toArray(HotSubscriber<?>[]::new);
    own = node.newHotPublisher(rig.rig().ros().own_topic(), OdometryFields.CODEC);
    message = own.newMessage();
    divider = new Divider(rig.flight().flight().control_hz(), TELL_hz);
  }

  /** Copies what is known of the others. {@code out} written. */
  void read(Neighbours out) {
    int k = 0;
    for (int i = 0; i < others.length; i++) {
      others[i].poll();
      if (others[i].arrival_ns() == 0) continue;
      fields.read((Numbers) others[i].value(), out.p_m, out.v_m_s, 3 * k);
      out.stamp_ns[k++] = others[i].arrival_ns();
    }
    out.count = k;
  }

  /** Says where this vehicle is, where that is known. */
  void tell(long now_ns, FlightState state) {
    stamp.at(now_ns);
    if (state.stamp_ns == 0 || !divider.due()) return;
    fields.write(state, message);
    message.seq++;
    message.stamp_ns = stamp.ns();
    own.publish(message);
  }
}
