package reins.controller.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import reins.contract.config.FlightConfig;
import reins.contract.config.RigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.controller.quad.PlayedVehicle;

/**
 * A loop's double on a robot that is only played: ticked right before each tick of the real one, in
 * the time in which the clock would only spin, so that the real tick finds code and tables in the
 * core's caches, whatever ran there since the last one. It shares nothing with the real loop that
 * is written.
 *
 * <p>Threads: one at a time. Neither allocates, waits nor throws once made.
 */
public final class Twin implements Runnable {
  private static final int ACTION_EVERY = 20;
  private static final int HOMING_TICKS = 8000;
  private static final double REACH = 0.3;

  private final Exchange exchange;
  private final Runnable tick;
  private boolean broken;

  Twin(Exchange exchange, Runnable tick) {
    this.exchange = exchange;
    this.tick = tick;
  }

  /** An arm's: at home, then moved a little here and there. */
  public static Twin of(RigConfig.Resolved config) {
    Exchange exchange = exchange(config.rig().exchange().path());
    Twin twin = new Twin(exchange, new Arm(config, exchange));
    for (int i = 0; i < HOMING_TICKS; i++) twin.run();
    return twin;
  }

  /** A vehicle's: in the air, and moved a little here and there. */
  public static Twin of(FlightConfig.Resolved config, String exchangePath) {
    Exchange exchange = exchange(exchangePath);
    return new Twin(exchange, new Vehicle(config, exchange));
  }

  /** Mapped like the real one, so that the same code is compiled; nobody else opens it. */
  private static Exchange exchange(String path) {
    Path file = Path.of(path + ".twin");
    Exchange exchange = Exchange.create(file);
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exchange;
  }

  /** One tick of it, until one throws: the real loop does without it from then on. */
  @Override
  public void run() {
    if (broken) return;
    try {
      tick.run();
    } catch (Throwable t) {
      broken = true;
    }
  }

  /** What it does. Threads: any. */
  StateFrame state() {
    StateFrame frame = new StateFrame();
    exchange.latestState(frame);
    return frame;
  }

  private static double action(long i, int k) {
    return REACH * Math.sin(2e-3 * i * (k + 1));
  }

  private static final class Arm implements Runnable {
    private final ControlLoop loop;
    private final PlayedArm arm;
    private final Exchange exchange;
    private final ActionFrame frame = new ActionFrame();
    private final long period_ns;
    private long i;

    Arm(RigConfig.Resolved config, Exchange exchange) {
      this.exchange = exchange;
      arm = new PlayedArm(config.robot());
      loop = ControlLoop.of(config, arm, exchange);
      loop.arm(true);
      period_ns = config.rig().control().periodNs();
    }

    @Override
    public void run() {
      i++;
      if (i % ACTION_EVERY == 0) ask();
      loop.tick(i * period_ns, period_ns * 1e-9);
      arm.integrate(period_ns * 1e-9);
    }

    private void ask() {
      frame.seq++;
      frame.stamp_ns = i * period_ns;
      frame.command = (i < HOMING_TICKS ? Command.HOME : Command.ACT).ordinal();
      for (int k = 0; k < 4; k++) frame.action[k] = action(i, k);
      exchange.publishAction(frame);
    }
  }

  private static final class Vehicle implements Runnable {
    private final PlayedVehicle vehicle;
    private final double[] action = new double[4];
    private long i;

    Vehicle(FlightConfig.Resolved config, Exchange exchange) {
      vehicle = new PlayedVehicle(config, exchange);
      FlightDrive drive = new FlightDrive(config, vehicle, exchange);
      vehicle.drivenBy(drive.loop(), drive::tick);
      vehicle.fly();
    }

    @Override
    public void run() {
      i++;
      if (i % ACTION_EVERY == 0) {
        for (int k = 0; k < 4; k++) action[k] = action(i, k);
        vehicle.send(Command.ACT, Source.POLICY, action);
      }
      vehicle.tick();
    }
  }
}
