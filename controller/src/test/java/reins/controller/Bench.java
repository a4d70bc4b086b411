package reins.controller;

import java.util.Arrays;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.ControlLoop;
import reins.controller.loop.PlayedArm;

/** A control loop on a played arm under a virtual clock, and the hand that sends it actions. */
public final class Bench implements AutoCloseable {
  /** The arm. */
  public final PlayedArm arm;

  /** The loop. */
  public final ControlLoop loop;

  /** The memory between loop and policy. */
  public final Exchange exchange = Exchange.inProcess();

  /** The newest state as the policy sees it. */
  public final StateFrame frame = new StateFrame();

  /** The task. */
  public final TaskConfig task;

  /** The virtual time. */
  public long now_ns = 1_000_000_000L;

  private final ActionFrame action = new ActionFrame();
  private final long period_ns;

  /** A bench of this rig. */
  public Bench(RigConfig.Resolved config) {
    task = config.task();
    arm = new PlayedArm(config.robot());
    loop = ControlLoop.of(config, arm, exchange);
    period_ns = config.rig().control().periodNs();
  }

  /** One tick, then one period of motion. Returns the tick's faults. */
  public int tick() {
    return tickAfter(period_ns);
  }

  /** A tick this long after the last one. Returns its faults. */
  public int tickAfter(long dt_ns) {
    now_ns += dt_ns;
    int fault = loop.tick(now_ns, dt_ns * 1e-9);
    exchange.latestState(frame);
    arm.integrate(dt_ns * 1e-9);
    return fault;
  }

  /** Ticks until the arm holds: armed, checked, engaged. */
  public void engage() {
    for (int i = 0; i < 1000; i++) {
      tick();
      if (mode() == Mode.HOLD) return;
    }
    throw new AssertionError("never HOLD, but " + mode());
  }

  /** Ticks on. Returns the union of their faults. */
  public int ticks(int count) {
    int faults = 0;
    for (int i = 0; i < count; i++) faults |= tick();
    return faults;
  }

  /** Publishes a frame with the next seq, stamped now. */
  public void send(Command command, double... values) {
    action.seq++;
    action.stamp_ns = now_ns;
    action.revises = 0;
    action.command = command.ordinal();
    Arrays.fill(action.action, 0);
    System.arraycopy(values, 0, action.action, 0, values.length);
    exchange.publishAction(action);
  }

  /** Publishes a revision of a step, with the next seq and the stamp of the last frame. */
  public void revise(long step, double... values) {
    action.seq++;
    action.revises = step;
    Arrays.fill(action.action, 0);
    System.arraycopy(values, 0, action.action, 0, values.length);
    exchange.publishAction(action);
  }

  /** Seq of the last frame sent. */
  public long sent() {
    return action.seq;
  }

  /** Publishes a frame as it is. */
  public void sendRaw(long seq, long stamp_ns, int command, double... values) {
    ActionFrame raw = new ActionFrame();
    raw.seq = seq;
    raw.stamp_ns = stamp_ns;
    raw.command = command;
    System.arraycopy(values, 0, raw.action, 0, values.length);
    exchange.publishAction(raw);
    action.seq = Math.max(action.seq, seq);
  }

  /** Steps of the policy: a frame, then one policy period of ticks. Returns the faults. */
  public int steps(int count, Command command, double... values) {
    int faults = 0;
    for (int i = 0; i < count; i++) {
      send(command, values);
      faults |= ticks((int) (task.periodNs() / period_ns));
    }
    return faults;
  }

  /** Sends the arm to the reset pose. Returns the ticks that took, or -1 after ten seconds. */
  public int home() {
    for (int i = 0; i < 10_000; i++) {
      if (i % 50 == 0) send(Command.HOME);
      tick();
      if (frame.homed == 1) return i;
    }
    return -1;
  }

  /** What the loop is doing. */
  public Mode mode() {
    return Mode.of(frame.mode);
  }

  /** A counter of the exchange. */
  public long count(int index) {
    return exchange.counters().get(index);
  }

  /** The counters. */
  public Counters counters() {
    return exchange.counters();
  }

  @Override
  public void close() {
    exchange.close();
  }
}
