package reins.sim.bench.rt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM that stands for everything beside the controller at its worst: garbage, traffic on
 * loopback, every core busy. Works while the last byte on its input was a '1'; ends with the input.
 */
public final class Load {
  private static final int GARBAGE_MB_s = 200;
  private static final int LIVE_MB = 64;
  private static final int PIECE_BYTES = 2048;
  private static final int TRAFFIC_MB_s = 50;
  private static final int PACKET_BYTES = 16_384;
  private static final long BEAT_ns = 2_000_000;

  private static volatile boolean on;
  private static volatile Object live;

  private Load() {}

  /** Runs until its input ends. */
  public static void main(String[] args) throws IOException {
    start("garbage", Load::garbage);
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start("receiver", () -> receive(server));
    start("sender", () -> send(server.getLocalPort()));
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) start("busy", Load::busy);
    for (int c = System.in.read(); c >= 0; c = System.in.read()) on = c == '1';
    System.exit(0);
  }

  private static void start(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(work);
  }

  private static void busy() {
    while (true)
      if (on) Thread.onSpinWait();
      else LockSupport.parkNanos(BEAT_ns);
  }

  /** Keeps the newest pieces, so that the collector has something to move. */
  private static void garbage() {
    byte[][] ring = new byte[LIVE_MB * (1 << 20) / PIECE_BYTES][];
    live = ring;
    int each = (int) (GARBAGE_MB_s * 1e6 * BEAT_ns * 1e-9 / PIECE_BYTES);
    for (int at = 0; ; LockSupport.parkNanos(BEAT_ns))
      for (int i = 0; on && i < each; i++, at = (at + 1) % ring.length)
        ring[at] = new byte[PIECE_BYTES];
  }

  private static void send(int port) {
    byte[] packet = new byte[PACKET_BYTES];
    int each = (int) (TRAFFIC_MB_s * 1e6 * BEAT_ns * 1e-9 / PACKET_BYTES);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      for (; ; LockSupport.parkNanos(BEAT_ns))
        for (int i = 0; on && i < each; i++) out.write(packet);
    } catch (IOException e) {
      throw new IllegalStateException("loopback traffic: " + e.getMessage(), e);
    }
  }

  private static void receive(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      byte[] packet = new byte[PACKET_BYTES];
      int read = in.read(packet);
      while (read >= 0) read = in.read(packet);
    } catch (IOException e) {
      throw new IllegalStateException("loopback traffic: " + e.getMessage(), e);
    }
  }
}
