package reins.controller.quad.port;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.FlightRigConfig;
import reins.controller.port.Divider;
import reins.controller.port.Outbox;
import reins.controller.port.RosStamp;
import reins.controller.quad.FlightState;
import reins.controller.quad.Neighbours;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.node.ConnectedNode;

/**
 * What vehicles tell one another: each says where it is as long as it knows, and hears the others.
 * One that fell silent stays where it was last seen, and its age tells.
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
  private final long lost_ns;
  private final double[] p_m;
  private final double[] v_m_s;
  private final long[] seen_ns;

  NeighbourTopics(ConnectedNode node, FlightRigConfig.Resolved rig, Outbox outbox) {
    for (String topic : rig.rig().ros().neighbour_topics())
      subscribers.add(node.newHotSubscriber(topic, OdometryFields.CODEC));
    others = subscribers.toArray(HotSubscriber<?>[]::new);
    own = outbox.add(node.newHotPublisher(rig.rig().ros().own_topic(), OdometryFields.CODEC));
    message = own.newMessage();
    divider = new Divider(rig.flight().flight().control_hz(), TELL_hz);
    lost_ns = Math.round(1e9 * rig.flight().flight().ladder().state_lost_s());
    p_m = new double[3 * others.length];
    v_m_s = new double[3 * others.length];
    seen_ns = new long[others.length];
  }

  /** Copies what is known of the others. {@code out} written. */
  void read(Neighbours out) {
    int k = 0;
    for (int i = 0; i < others.length; i++) {
      if (others[i].poll()) take(i);
      if (seen_ns[i] == 0) continue;
      System.arraycopy(p_m, 3 * i, out.p_m, 3 * k, 3);
      System.arraycopy(v_m_s, 3 * i, out.v_m_s, 3 * k, 3);
      out.stamp_ns[k++] = seen_ns[i];
    }
    out.count = k;
  }

  /** What is no place leaves the last one, which grows old. */
  private void take(int i) {
    Numbers message = (Numbers) others[i].value();
    if (!OdometryFields.finite(message)) return;
    fields.read(message, p_m, v_m_s, 3 * i);
    seen_ns[i] = others[i].arrival_ns();
  }

  /** Says where this vehicle is, as long as that is known. */
  void tell(long now_ns, FlightState state) {
    stamp.at(now_ns);
    double sum = 0;
    for (int i = 0; i < 3; i++) sum += 0 * (state.p_m[i] + state.v_m_s[i]);
    boolean known = state.stamp_ns != 0 && now_ns - state.stamp_ns <= lost_ns && sum == 0;
    if (!known || !divider.due()) return;
    fields.write(state, message);
    message.seq++;
    message.stamp_ns = stamp.ns();
    own.leave(message);
  }
}
