package reins.sim.bench.cockpit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import reins.sim.bench.rt.CannotMeasure;

/**
 * An open page without its browser: takes pictures as they come, reads the newest where it is asked
 * for, sends what a page sends.
 *
 * <p>Threads: {@link #send} one at a time; the socket's for what comes in.
 */
final class Page implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong cameraPictures = new AtomicLong();
  private final AtomicLong cameraBytes = new AtomicLong();
  private final WebSocket socket;
  private volatile String newest;
  private long seq;
  private long said;

  private Page(HttpClient client, int port, String path) {
    socket =
        client
            .newWebSocketBuilder()
            .header("Origin", "http://127.0.0.1:" + port)
            .buildAsync(URI.create("ws://127.0.0.1:" + port + path), new Reader())
            .join();
  }

  /** The line of pictures of the robot and of hands. */
  static Page link(HttpClient client, int port) {
    return new Page(client, port, "/link");
  }

  /** The line of the cameras. */
  static Page cameras(HttpClient client, int port) {
    return new Page(client, port, "/cameras");
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      cameraBytes.addAndGet(part.remaining());
      if (last) cameraPictures.incrementAndGet();
      from.request(1);
      return null;
    }
  }

  private void take(String picture) {
    newest = picture;
    pictures.incrementAndGet();
  }

  private JsonNode newest() {
    String picture = newest;
    try {
      return picture == null ? null : MAPPER.readTree(picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the page shows; null before the first picture. */
  JsonNode state() {
    JsonNode picture = newest();
    return picture == null ? null : picture.get("state");
  }

  /** Whether what it shows says that it is in command. */
  boolean commands() {
    JsonNode picture = newest();
    return picture != null
        && picture.get("state").get("desk").get("commander").asInt() == picture.get("you").asInt();
  }

  /** Says how the hands are: along y, and whether they hold on. */
  void send(double y, boolean hold) {
    send(y, hold, "");
  }

  /** The same, and start. */
  synchronized void start(double y, boolean hold) {
    send(y, hold, ",\"word\":\"start\",\"said\":" + ++said);
  }

  private synchronized void send(double y, boolean hold, String word) {
    JsonNode picture = newest();
    if (picture == null) return;
    String message =
        String.format(
            Locale.ROOT,
            "{\"seq\":%d,\"ack\":%d,\"axes\":[0,%.2f,0,0,0,0],\"grip\":0,\"hold\":%s,\"device\":\"keyboard\"%s}",
            ++seq,
            picture.get("n").asLong(),
            y,
            hold,
            word);
    if (socket.isOutputClosed()) throw new CannotMeasure("the cockpit closed the page");
    socket.sendText(message, true).join();
  }

  /** Pictures of the robot that came. */
  long pictures() {
    return pictures.get();
  }

  /** Pictures of cameras that came. */
  long cameraPictures() {
    return cameraPictures.get();
  }

  /** Their size together. */
  long cameraBytes() {
    return cameraBytes.get();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
