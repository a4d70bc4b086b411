package reins.controller.quad.port;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.PilotConfig;
import reins.ros.message.DynamicMessage;
import reins.ros.message.RosDuration;
import reins.ros.node.ConnectedNode;
import reins.ros.service.ServiceClient;

/**
 * What a Crazyflie behind crazyswarm's server is asked: it has no mode and no arming, so that
 * set-points are what arms it; its own landing begins where the stream ends.
 *
 * <p>Threads: {@link #engaged} and {@link #streaming} any; the rest not the control loop's.
 */
final class CrazyswarmPilot implements Pilot {
  private static final Logger LOG = LogManager.getLogger(CrazyswarmPilot.class);
  private static final int EVERY_GROUP = 0;
  private static final long REMAIN_ms = 100;
  private static final double LAND_AT_m = 0.02;
  private static final int LAND_WITHIN_s = 3;

  private final ConnectedNode node;
  private final String prefix;
  private volatile boolean engaged;
  private volatile boolean streaming = true;

  CrazyswarmPilot(ConnectedNode node, PilotConfig.Crazyswarm config) {
    this.node = node;
    prefix = config.prefix();
  }

  /** Whether a person had it follow set-points. */
  boolean engaged() {
    return engaged;
  }

  /** Whether set-points may be sent: not while it lands by itself. */
  boolean streaming() {
    return streaming;
  }

  @Override
  public void prepare() {
    for (String service : new String[] {"/land", "/notify_setpoints_stop"})
      if (node.lookupServiceUri(prefix + service) == null)
        throw new IllegalStateException(
            prefix + service + ": nobody provides it: start crazyswarm's server");
  }

  @Override
  public void engage() {
    prepare();
    streaming = true;
    engaged = true;
  }

  @Override
  public void disengage() {
    engaged = false;
  }

  /** The stream ends before it lands; where it does not land the stream goes on, else it drops. */
  @Override
  public void land() {
    boolean was = engaged;
    streaming = false;
    engaged = false;
    try {
      notifyStop();
      goDown();
    } catch (IllegalStateException e) {
      engaged = was;
      streaming = true;
      throw e;
    }
  }

  /** Without it the firmware waits until the last set-point is old: it may land all the same. */
  private void notifyStop() {
    try {
      call(
          "/notify_setpoints_stop",
          "crazyswarm/NotifySetpointsStop",
          r -> r.set("groupMask", EVERY_GROUP).set("remainValidMillisecs", REMAIN_ms));
    } catch (IllegalStateException e) {
      LOG.warn("{}; it is asked to land all the same", e.getMessage());
    }
  }

  private void goDown() {
    call(
        "/land",
        "crazyswarm/Land",
        r ->
            r.set("groupMask", EVERY_GROUP)
                .set("height", LAND_AT_m)
                .set("duration", new RosDuration(LAND_WITHIN_s, 0)));
  }

  private interface Fill {
    void fill(DynamicMessage request);
  }

  private void call(String service, String type, Fill fill) {
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        node.newServiceClient(prefix + service, type)) {
      DynamicMessage request = client.newMessage();
      fill.fill(request);
      client.call(request);
    } catch (RuntimeException e) {
      throw new IllegalStateException(prefix + service + ": " + e.getMessage(), e);
    }
  }
}
