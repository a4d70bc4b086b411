package reins.policy.camera;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One page's line for pictures of cameras, apart from the one that its hands use. A message is the
 * camera's number in a byte, then a file.
 *
 * <p>Threads: {@link #show} on the cameras' own.
 */
public final class Screen {
  private static final int IDLE = 0;
  private static final int SENDING = 1;

  private final Session session;
  private final AtomicIntegerArray lines;

  Screen(Session session, int cameras) {
    this.session = session;
    lines = new AtomicIntegerArray(cameras);
  }

  /** Sends a picture, unless that camera's last one is still on its way. */
  void show(int camera, byte[] file) {
    if (!session.isOpen() || !lines.compareAndSet(camera, IDLE, SENDING)) return;
    ByteBuffer message = ByteBuffer.allocate(1 + file.length);
    message.put((byte) camera).put(file).flip();
    session.sendBinary(
        message, Callback.from(() -> lines.set(camera, IDLE), failure -> session.disconnect()));
  }

  void disconnect() {
    session.disconnect();
  }
}
