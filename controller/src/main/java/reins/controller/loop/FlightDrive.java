package reins.controller.loop;

import reins.contract.config.FlightConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.FlightFault;
import reins.contract.exchange.StateFrame;
import reins.controller.quad.FlightLoop;
import reins.controller.quad.FlightPort;

/**
 * A vehicle's loop as its process drives it: counted, kept in a black box, landed before it ends.
 *
 * <p>Threads: as {@link Driven}.
 */
public final class FlightDrive implements Driven {
  /** To brake, and to be sure that it stands. */
  private static final double BESIDES_s = 6;

  private final FlightLoop loop;
  private final Counters counters;
  private final BlackBox blackBox;
  private final double relax_s;
  private volatile long ticks;
  private long admitted;

  /** A loop between a vehicle and an exchange. */
  public FlightDrive(FlightConfig.Resolved config, FlightPort port, Exchange exchange) {
    loop = new FlightLoop(config, port, exchange);
    counters = exchange.counters();
    blackBox = new BlackBox(config.flight().control_hz(), FlightFault::name);
    FlightConfig flight = config.flight();
    relax_s = BESIDES_s + flight.fence().high_m()[2] / flight.procedure().sink_m_s();
  }

  /** The loop inside. */
  public FlightLoop loop() {
    return loop;
  }

  @Override
  public int tick(long now_ns, double dt_s) {
    int fault = loop.tick(now_ns, dt_s);
    record(fault);
    return fault;
  }

  @Override
  public int retreat(long now_ns, double dt_s) {
    int fault = loop.retreat(now_ns, dt_s);
    record(fault);
    return fault;
  }

  @Override
  public void send() {
    loop.send();
  }

  private void record(int fault) {
    // One writer.
    ticks = ticks + 1;
    counters.add(Counters.TICKS, 1);
    for (int left = fault; left != 0; left &= left - 1)
      counters.add(Integer.numberOfTrailingZeros(left), 1);
    StateFrame frame = loop.last();
    if (loop.mode().acting() && frame.action_seq != admitted)
      counters.add(Counters.ACTIONS_ADMITTED, 1);
    admitted = frame.action_seq;
    blackBox.keep(frame);
  }

  /** Allows a take-off; or forbids the next one and lands, whoever flies. */
  @Override
  public void arm(boolean on) {
    loop.panel().arm(on);
    loop.panel().end(!on);
  }

  @Override
  public boolean relaxed() {
    return loop.rests();
  }

  @Override
  public double relaxWithin_s() {
    return relax_s;
  }

  @Override
  public long heartbeat() {
    return ticks;
  }

  @Override
  public void realtimeDegraded(boolean degraded) {
    loop.realtimeDegraded(degraded);
  }

  @Override
  public BlackBox blackBox() {
    return blackBox;
  }
}
