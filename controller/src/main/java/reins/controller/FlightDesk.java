package reins.controller;

import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.FlightRigConfig;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.FlightDrive;
import reins.controller.quad.FlightPanel;
import reins.controller.quad.port.Pilot;
import reins.controller.safety.EstopLatch;
import reins.ros.message.DynamicMessage;
import reins.ros.node.CancellableLoop;
import reins.ros.node.ConnectedNode;

/**
 * Where people reach a running flight controller over ROS, and who speaks to the autopilot for its
 * loop: engages it before a take-off, disarms it after a landing, has it land by itself where the
 * loop stands still, and where the loop sees nothing but the autopilot's own loops fly it.
 *
 * <pre>
 *   ros.estop_topic   std_msgs/Bool      the first true lands it; false does nothing
 *   ~take_off         std_srvs/Trigger   where it may, engages the autopilot and takes off; else
 *                                        says why not
 *   ~land             std_srvs/Trigger   lands where it is
 *   ~arm              std_srvs/SetBool   allows take-offs, or forbids the next
 *   ~reset_estop      std_srvs/Trigger   opens the emergency stop's latch, on the ground, disarmed
 * </pre>
 *
 * <p>Threads: ROS's own, and one that looks after the autopilot; {@link #deadMan} any.
 */
final class FlightDesk {
  private static final Logger LOG = LogManager.getLogger(FlightDesk.class);
  private static final long LOOK_EVERY_ns = 10_000_000;
  private static final double LIFT_OFF_WITHIN_s = 1;
  private static final long REFUSED_WITHIN_ns = 100_000_000;
  private static final String REFUSED =
      "refused: has to be armed, seen, on the ground and upright, its battery charged, no emergency"
          + " stop, its process neither beginning nor ending";

  private final FlightPanel panel;
  private final Pilot pilot;
  private final Exchange exchange;
  private final StateFrame frame = new StateFrame();
  private final boolean ownLoops;
  private volatile boolean deadMan;
  private boolean flew;
  private boolean wasBlind;

  private FlightDesk(boolean ownLoops, FlightDrive drive, Pilot pilot, Exchange exchange) {
    this.ownLoops = ownLoops;
    panel = drive.loop().panel();
    this.pilot = pilot;
    this.exchange = exchange;
  }

  /** Listens and looks from now on, until the node closes. */
  static FlightDesk open(
      ConnectedNode node,
      FlightRigConfig.Resolved config,
      FlightDrive drive,
      Pilot pilot,
      Exchange exchange) {
    FlightRigConfig rig = config.rig();
    FlightDesk desk = new FlightDesk(config.flight().flight().ownLoops(), drive, pilot, exchange);
    FlightPanel panel = desk.panel;
    node.newSubscriber(rig.ros().estop_topic(), "std_msgs/Bool")
        .addMessageListener(
            pressed -> {
              if (pressed.getBool("data")) panel.estop().trip(EstopLatch.Cause.TOPIC);
            });
    node.newServiceServer(
        "~take_off", "std_srvs/Trigger", (request, response) -> desk.takeOff(response));
    node.newServiceServer(
        "~land",
        "std_srvs/Trigger",
        (request, response) -> {
          panel.land();
          say(response, true, "asked: see the mode");
        });
    node.newServiceServer(
        "~arm",
        "std_srvs/SetBool",
        (request, response) -> {
          panel.arm(request.getBool("data"));
          say(response, true, "asked: granted on the ground");
        });
    node.newServiceServer(
        "~reset_estop",
        "std_srvs/Trigger",
        (request, response) -> {
          panel.estop().reset();
          say(response, true, "asked: granted where it is off and not armed");
        });
    node.executeCancellableLoop(
        new CancellableLoop() {
          @Override
          protected void loop() {
            LockSupport.parkNanos(LOOK_EVERY_ns);
            desk.look();
          }
        });
    return desk;
  }

  private void takeOff(DynamicMessage response) {
    try {
      lift();
      say(response, true, "it takes off");
    } catch (IllegalStateException e) {
      LOG.error("take-off: {}", e.getMessage());
      say(response, false, e.getMessage());
    }
  }

  /** Errors: {@link IllegalStateException} in one line: the autopilot's reason, or the loop's. */
  private synchronized void lift() {
    if (!off()) throw new IllegalStateException("refused: it flies, or somebody else flies it");
    // The loop is asked first: Offboard and arming are nothing to try.
    if (!fit()) throw new IllegalStateException(REFUSED);
    boolean lifted = false;
    try {
      pilot.engage();
      panel.takeOff();
      lifted = lifts();
      if (!lifted) throw new IllegalStateException(REFUSED);
    } finally {
      if (!lifted) disengage();
    }
  }

  /** Waits a little for the loop's word on what was asked of it just now. */
  private boolean fit() {
    long until_ns = System.nanoTime() + REFUSED_WITHIN_ns;
    while (!panel.fit() && System.nanoTime() < until_ns) LockSupport.parkNanos(LOOK_EVERY_ns);
    return panel.fit();
  }

  private boolean lifts() {
    long until_ns = System.nanoTime() + Math.round(LIFT_OFF_WITHIN_s * 1e9);
    while (off()) {
      // It took off, which its next frame tells, or something forbids that: no second of waiting.
      long soon_ns = System.nanoTime() + REFUSED_WITHIN_ns;
      if (!panel.fit() && soon_ns < until_ns) until_ns = soon_ns;
      if (System.nanoTime() > until_ns) return false;
      LockSupport.parkNanos(LOOK_EVERY_ns);
    }
    return true;
  }

  private void disengage() {
    try {
      pilot.disengage();
    } catch (IllegalStateException e) {
      LOG.error("after a refused take-off: {}", e.getMessage());
    }
  }

  private boolean off() {
    StateFrame now = new StateFrame();
    exchange.latestState(now);
    return now.mode == Mode.IDLE.ordinal();
  }

  private static void say(DynamicMessage response, boolean success, String words) {
    response.set("success", success).set("message", words);
  }

  /** The loop stands still: set-points stay away, and the autopilot is to land by itself. */
  void deadMan() {
    panel.estop().trip(EstopLatch.Cause.WATCHDOG);
    deadMan = true;
  }

  private void look() {
    exchange.latestState(frame);
    boolean flies = frame.seq > 0 && frame.mode != Mode.IDLE.ordinal();
    boolean silent = deadMan;
    if (silent) deadMan = false;
    // Once each time: where it refuses, the descent without a state goes on.
    boolean blind = ownLoops && frame.mode == Mode.SAFE_STOP.ordinal();
    boolean blinded = blind && !wasBlind;
    wasBlind = blind;
    try {
      if (silent && flies || blinded) {
        LOG.error("{}: the autopilot is asked to land", silent ? "no set-points" : "no state");
        pilot.land();
      }
      if (flew && !flies) pilot.disengage();
    } catch (IllegalStateException e) {
      LOG.error("autopilot: {}", e.getMessage());
    }
    flew = flies;
  }
}
