package reins.sim.bench.rt;

import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.sim.processes.SendUp;

/**
 * Stands for the policy process while the controller is measured: brings the robot to where it
 * works, then keeps it in gentle motion, so that ticks do all their work.
 *
 * <p>Threads: its own.
 */
final class PlayedPolicy implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(PlayedPolicy.class);
  private static final double GENTLE = 0.3;
  private static final long FLYING_PERIOD_ns = 20_000_000;

  private final Exchange exchange;
  private final long period_ns;
  private final boolean homes;
  private final Runnable begin;
  private final StateFrame state = new StateFrame();
  private final ActionFrame action = new ActionFrame();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long steps;
  private volatile long active;

  private PlayedPolicy(Exchange exchange, long period_ns, boolean homes, Runnable begin) {
    this.exchange = exchange;
    this.period_ns = period_ns;
    this.homes = homes;
    this.begin = begin;
    thread = Thread.ofPlatform().name("policy").daemon().start(this::act);
  }

  /** Sends an arm home first. */
  static PlayedPolicy homing(Exchange exchange, TaskConfig task) {
    return new PlayedPolicy(exchange, task.periodNs(), true, () -> {});
  }

  /** Has a vehicle take off first, as a person would. */
  static PlayedPolicy flying(Exchange exchange, FlightRigConfig rig) {
    return new PlayedPolicy(exchange, FLYING_PERIOD_ns, false, () -> takeOff(rig));
  }

  private static void takeOff(FlightRigConfig rig) {
    try (SendUp person = new SendUp(rig.ros().master_uri(), "played_policy")) {
      String why = person.ask(rig.name());
      if (why != null) LOG.error("{}: measured on the ground", why);
    }
  }

  private void act() {
    begin.run();
    boolean homed = !homes;
    while (!stopping) {
      exchange.latestState(state);
      homed |= state.homed == 1;
      steps++;
      if (state.mode == Mode.ACTIVE_POLICY.ordinal()) active++;
      action.seq++;
      action.stamp_ns = System.nanoTime();
      action.command = (homed ? Command.ACT : Command.HOME).ordinal();
      for (int k = 0; k < 3; k++) action.action[k] = GENTLE * Math.sin(action.seq * 0.1 * (k + 1));
      exchange.publishAction(action);
      LockSupport.parkNanos(period_ns);
    }
  }

  /** Share of its steps at which the controller followed actions. */
  double activeShare() {
    return steps == 0 ? 0 : (double) active / steps;
  }

  /** Ends; the exchange may be closed afterwards. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
