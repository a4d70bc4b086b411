package reins.sim.bench.rt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;
import reins.contract.config.RigConfig;
import reins.controller.rt.KernelTick;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;

/**
 * What the machine takes from any tick: a thread with the control thread's rights, core and period
 * that does ten microseconds of arithmetic, then writes one message to a loopback socket, each
 * timed. A tick that does as much is not shorter here.
 *
 * <p>Threads: one; its own meanwhile.
 */
final class TickFloor {
  private static final int MESSAGE_BYTES = 140;
  private static final double WARM_s = 2;
  private static final long HIGHEST_ns = 10_000_000_000L;

  private final RigConfig.ControlConfig control;
  private final double seconds;
  private final Histogram arithmetic_ns = new Histogram(1, HIGHEST_ns, 3);
  private final Histogram write_ns = new Histogram(1, HIGHEST_ns, 3);
  private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);

  TickFloor(RigConfig.ControlConfig control, double seconds) {
    this.control = control;
    this.seconds = seconds;
  }

  /** Errors: {@link CannotMeasure} where there is no loopback. */
  Map<String, Double> run() {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("localhost", 0));
      try (SocketChannel peer = SocketChannel.open(server.getLocalAddress());
          SocketChannel own = server.accept()) {
        own.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
        // From here, so that it has none of the control thread's rights.
        Thread.ofPlatform().daemon().name("floor's peer").start(() -> read(peer));
        onItsThread(own);
      }
    } catch (IOException e) {
      throw new CannotMeasure("the floor of a tick: " + e.getMessage());
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    tell(arithmetic_ns, "tick", figures);
    tell(write_ns, "write", figures);
    return figures;
  }

  private void onItsThread(SocketChannel own) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              measure(own);
              return null;
            });
    Thread.ofPlatform().name("floor").start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new CannotMeasure("the floor of a tick: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotMeasure("interrupted");
    }
  }

  private static void tell(Histogram ns, String what, Map<String, Double> figures) {
    figures.put(what + "_p50_us", ns.getValueAtPercentile(50) * 1e-3);
    figures.put(what + "_p99_9_us", ns.getValueAtPercentile(99.9) * 1e-3);
    figures.put(what + "_max_us", ns.getMaxValue() * 1e-3);
  }

  private void measure(SocketChannel to) throws IOException {
    try (RealtimeRights _ = RealtimeRights.claim(control)) {
      Arithmetic arithmetic = new Arithmetic();
      beats(to, arithmetic, WARM_s);
      arithmetic_ns.reset();
      write_ns.reset();
      beats(to, arithmetic, seconds);
    }
  }

  private void beats(SocketChannel to, Arithmetic arithmetic, double time_s) throws IOException {
    SpinningClock clock = new SpinningClock(control.spin_us());
    long due_ns = KernelTick.clearOf(clock.now_ns());
    for (long left = Math.round(time_s * control.control_hz()); left > 0; left--) {
      long behind = Math.max(0, (clock.now_ns() - due_ns) / control.periodNs());
      due_ns += (1 + behind) * control.periodNs();
      clock.sleepUntil(due_ns);
      arithmetic_ns.recordValue(Math.min(arithmetic.time_ns(), HIGHEST_ns));
      long begin_ns = clock.now_ns();
      to.write(message.clear());
      write_ns.recordValue(Math.min(clock.now_ns() - begin_ns, HIGHEST_ns));
    }
  }

  private static void read(SocketChannel from) {
    ByteBuffer in = ByteBuffer.allocateDirect(4 * MESSAGE_BYTES);
    try {
      while (from.read(in.clear()) >= 0) in.clear();
    } catch (IOException e) {
      // It ends with its socket.
    }
  }
}
