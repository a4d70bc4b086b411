package reins.sim.bench.rt;

import java.util.concurrent.locks.LockSupport;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;

/**
 * Stands for the policy process while the controller is measured: sends the arm home, then keeps it
 * in gentle motion, so that ticks do all their work.
 *
 * <p>Threads: its own.
 */
final class PlayedPolicy implements AutoCloseable {
  private static final double GENTLE = 0.3;

  private final Exchange exchange;
  private final long period_ns;
  private final StateFrame state = new StateFrame();
  private final ActionFrame action = new ActionFrame();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long steps;
  private volatile long active;

  PlayedPolicy(Exchange exchange, TaskConfig task) {
    this.exchange = exchange;
    period_ns = task.periodNs();
    thread = Thread.ofPlatform().name("policy").daemon().start(this::act);
  }

  private void act() {
    boolean homed = false;
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
