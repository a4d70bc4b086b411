package reins.policy;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.FlightTask;
import reins.contract.config.Workplace;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;

/**
 * Says, once each time, that a vehicle stands on the ground and what a person does about it: the
 * policy process flies what is in the air and sends nothing up.
 *
 * <p>Threads: the actor's loop.
 */
final class Grounded {
  private static final Logger LOG = LogManager.getLogger(Grounded.class);
  private static final long STANDS_NS = 2_000_000_000L;

  private final Workplace place;
  private final boolean flies;
  private long since_ns;
  private boolean said;

  Grounded(Workplace place) {
    this.place = place;
    flies = place.deployment() instanceof FlightTask.Resolved;
  }

  /** Looks at the newest state. Returns whether it spoke. */
  boolean look(long now_ns, StateFrame state) {
    boolean stands = flies && state.seq > 0 && state.mode == Mode.IDLE.ordinal();
    if (!stands || since_ns == 0) since_ns = now_ns;
    said &= stands;
    if (said || now_ns - since_ns < STANDS_NS) return false;
    said = true;
    LOG.info(words(place));
    return true;
  }

  /** What to do about it. */
  static String words(Workplace place) {
    String node = FlightRigConfig.node(place.name());
    return ("the vehicle stands on the ground, motors off; to send it up: export ROS_MASTER_URI=%s;"
            + " ./reins ros service call /%s/arm '{data: true}'; ./reins ros service call /%s/take_off")
        .formatted(place.master_uri(), node, node);
  }
}
