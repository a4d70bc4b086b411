package reins.policy.cockpit;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Header;
import io.javalin.http.SameSite;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import reins.contract.config.ConfigException;

/**
 * The page's files behind its door: pages of another origin, hosts of another name, and those
 * without the token where there is one are counted and turned away.
 *
 * <p>Threads: any.
 */
final class Site implements AutoCloseable {
  private static final String TOKEN = "reins";
  private static final int THREADS = 12;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private final Access access;
  private final int asked;
  private final LongAdder turnedAway;
  private final Javalin server;

  /**
   * Not open yet.
   *
   * @param port 0: any free one
   * @param routes what is served beside the files
   */
  Site(Access access, int port, LongAdder turnedAway, Consumer<JavalinConfig> routes) {
    this.access = access;
    asked = port;
    this.turnedAway = turnedAway;
    server =
        Javalin.create(
            javalin -> {
              configure(javalin);
              routes.accept(javalin);
            });
  }

  /** Errors: {@link ConfigException} where the port is taken. */
  void open() {
    try {
      server.start(access.bind(), asked);
    } catch (JavalinBindException e) {
      server.stop();
      throw new ConfigException(
          "--cockpit %d: the port is taken, or %s is no address of this machine: expected a free one, or off"
              .formatted(asked, access.bind()));
    }
  }

  private void configure(JavalinConfig javalin) {
    if (access.tls() != null)
      javalin.jetty.addConnector(
          (jetty, http) -> {
            ServerConnector connector = new ServerConnector(jetty, access.tls());
            connector.setHost(access.bind());
            connector.setPort(asked);
            return connector;
          });
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.startup.startupWatcherEnabled = false;
    javalin.jetty.threadPool = new QueuedThreadPool(THREADS, 4);
    javalin.jetty.modifyWebSocketServletFactory(
        sockets -> {
          sockets.setMaxTextMessageSize(InputFrame.MAX_CHARS);
          sockets.setMaxBinaryMessageSize(1);
          sockets.setMaxFrameSize(InputFrame.MAX_CHARS);
        });
    javalin.staticFiles.add(
        files -> {
          files.directory = "/cockpit";
          files.location = Location.CLASSPATH;
          files.headers = HEADERS;
        });
    javalin.routes.before(this::enter);
    javalin.routes.wsBeforeUpgrade(
        context -> {
          expect(access.isOurHost(context.header(Header.HOST), port()), "this page's own host");
          expect(access.isToken(context.cookie(TOKEN)), "a token");
          expect(
              access.isOurOrigin(context.header(Header.ORIGIN), port()), "this page's own origin");
        });
  }

  /**
   * A page of another site that names us by its own name is not ours. Whoever brings the token in
   * the address gets it as a cookie, which scripts do not see and other sites do not send.
   */
  private void enter(Context context) {
    expect(access.isOurHost(context.header(Header.HOST), port()), "this page's own host");
    String brought = context.queryParam("token");
    if (access.asksForToken() && brought != null && access.isToken(brought)) {
      context.cookie(new Cookie(TOKEN, brought, "/", -1, true, true, null, SameSite.STRICT));
      context.redirect("/");
      context.skipRemainingHandlers();
      return;
    }
    expect(access.isToken(context.cookie(TOKEN)), "a token: open /?token=...");
  }

  private void expect(boolean right, String what) {
    if (right) return;
    turnedAway.increment();
    throw new ForbiddenResponse("expected " + what);
  }

  /** Where it is. */
  int port() {
    return server.port();
  }

  /** What to type into a browser. */
  String address() {
    return access.scheme() + "://" + access.name() + ":" + port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
