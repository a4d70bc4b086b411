package reins.learner.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reins.contract.config.ConfigException;

/**
 * The health page on a loopback port: {@code /} for people, {@code /health.json} for scripts.
 *
 * <p>Threads: one of its own.
 */
public final class HealthServer implements AutoCloseable {
  private final Health health;
  private final HttpServer server;

  /**
   * Starts to listen; port 0: any free one.
   *
   * <p>Errors: {@link ConfigException} with one line where the port is taken.
   */
  public HealthServer(int port, Health health) {
    this.health = health;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new ConfigException(
          "--health %d: cannot listen: %s; expected a free port, or off"
              .formatted(port, e.getMessage()));
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where the page is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!exchange.getRequestMethod().equals("GET") || !fromHere(exchange)) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      List<Sign> signs = health.signs();
      switch (path) {
        case "/" ->
            send(exchange, "text/html", HealthPage.html(health.task(), health.updates(), signs));
        case "/health.json" ->
            send(
                exchange,
                "application/json",
                HealthPage.json(health.task(), health.updates(), signs));
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  /** A page of another site that gave its name our address must not read along. */
  private boolean fromHere(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    int port = server.getAddress().getPort();
    return ("127.0.0.1:" + port).equals(host) || ("localhost:" + port).equals(host);
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
