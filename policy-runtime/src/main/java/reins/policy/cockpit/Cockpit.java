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
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.Workplace;
import reins.contract.exchange.Exchange;
import reins.policy.camera.CameraDesk;
import reins.policy.camera.Screen;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.ros.node.ConnectedNode;

/**
 * The page that shows a robot and lets a person take it: files, pictures out, messages in.
 *
 * <p>Pages of another origin, hosts of another name, those without the token where there is one,
 * long messages and floods are counted and turned away.
 *
 * <p>Threads: {@link #show} and {@link #use} from the actor's loop; nothing there waits for a page.
 */
public final class Cockpit implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Cockpit.class);
  private static final String TOKEN = "reins";
  private static final int PICTURES_HZ = 30;
  private static final int THREADS = 12;
  private static final String VIEWER = "viewer";
  private static final String SCREEN = "screen";

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

  private final Workplace place;
  private final Access access;
  private final Pulse pulse = new Pulse();
  private final Tally tally = new Tally();
  private final Desk desk;
  private final Picture picture;
  private final Curves curves = new Curves();
  private final CameraDesk cameras;
  private final Javalin server;
  private final ScheduledExecutorService clock;
  private volatile Exchange exchange;
  private volatile Moment moment;

  /**
   * How a cockpit is opened.
   *
   * @param port 0: any free one
   * @param pause shared with whoever else may say pause or start
   * @param journal of what the person does; its owner closes it
   * @param node that subscribes to the rig's cameras
   */
  public record Options(
      Access access,
      int port,
      LinkLoss whenLost,
      Pause pause,
      Journal journal,
      ConnectedNode node) {}

  private Cockpit(Workplace place, Person other, Options options) {
    this.place = place;
    access = options.access;
    Deployment config = place.deployment();
    desk = new Desk(config, other, options.whenLost, options.pause, options.journal, pulse, tally);
    picture = new Picture(config);
    cameras = new CameraDesk(place.cockpit().cameras(), options.node);
    server = Javalin.create(javalin -> configure(javalin, options.port));
    clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cockpit").daemon().factory());
  }

  /**
   * Opens a cockpit.
   *
   * @param other who plays the person while nobody at a page does
   * @throws ConfigException where the port is taken
   */
  public static Cockpit open(Workplace place, Person other, Options options) {
    Cockpit cockpit = new Cockpit(place, other, options);
    try {
      cockpit.server.start(options.access.bind(), options.port);
    } catch (JavalinBindException e) {
      cockpit.close();
      throw new ConfigException(
          "--cockpit %d: the port is taken, or %s is no address of this machine: expected a free one, or off"
              .formatted(options.port, options.access.bind()));
    }
    long period_us = TimeUnit.SECONDS.toMicros(1) / PICTURES_HZ;
    cockpit.clock.scheduleAtFixedRate(cockpit::broadcast, 0, period_us, TimeUnit.MICROSECONDS);
    return cockpit;
  }

  private void configure(JavalinConfig javalin, int port) {
    if (access.tls() != null)
      javalin.jetty.addConnector(
          (jetty, http) -> {
            ServerConnector connector = new ServerConnector(jetty, access.tls());
            connector.setHost(access.bind());
            connector.setPort(port);
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
    javalin.routes.get("/robot.json", context -> context.json(RobotPicture.of(place)));
    javalin.routes.get("/curves.json", context -> context.json(curves.all()));
    javalin.routes.wsBeforeUpgrade(
        context -> {
          expect(access.isOurHost(context.header(Header.HOST), port()), "this page's own host");
          expect(access.isToken(context.cookie(TOKEN)), "a token");
          expect(
              access.isOurOrigin(context.header(Header.ORIGIN), port()), "this page's own origin");
        });
    javalin.routes.ws("/link", this::link);
    javalin.routes.ws("/cameras", this::cameras);
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
    tally.turnedAway.increment();
    throw new ForbiddenResponse("expected " + what);
  }

  private void link(WsConfig socket) {
    socket.onConnect(this::join);
    socket.onMessage(context -> hear(viewer(context), context.message()));
    socket.onBinaryMessage(context -> tally.malformed.increment());
    socket.onClose(context -> leave(viewer(context)));
    socket.onError(context -> leave(viewer(context)));
  }

  private void cameras(WsConfig socket) {
    socket.onConnect(this::look);
    socket.onMessage(context -> tally.malformed.increment());
    socket.onBinaryMessage(context -> tally.malformed.increment());
    socket.onClose(context -> leave((Screen) context.attribute(SCREEN)));
    socket.onError(context -> leave((Screen) context.attribute(SCREEN)));
  }

  private void look(WsContext context) {
    Screen screen = cameras.join(context.session);
    if (screen != null) {
      context.attribute(SCREEN, screen);
      return;
    }
    tally.turnedAway.increment();
    context.closeSession(1013, "too many pages");
  }

  private void leave(Screen screen) {
    if (screen != null) cameras.leave(screen);
  }

  private static Viewer viewer(WsContext context) {
    return context.attribute(VIEWER);
  }

  private void join(WsContext context) {
    Viewer viewer = new Viewer(desk.nextNumber(), context.session);
    if (desk.join(viewer)) {
      context.attribute(VIEWER, viewer);
      return;
    }
    tally.turnedAway.increment();
    context.closeSession(1013, "too many pages");
  }

  private void leave(Viewer viewer) {
    if (viewer != null) desk.leave(viewer);
  }

  private void hear(Viewer viewer, String text) {
    if (viewer == null) return;
    long now_ns = System.nanoTime();
    if (!viewer.admits(now_ns)) {
      tally.tooMany.increment();
      return;
    }
    Optional<InputFrame> frame = InputFrame.read(text);
    if (frame.isPresent()) desk.accept(viewer, frame.get(), now_ns);
    else tally.malformed.increment();
  }

  private void broadcast() {
    Exchange source = exchange;
    Moment now = moment;
    if (source == null || now == null) return;
    try {
      long now_ns = System.nanoTime();
      curves.add(now);
      Desk.Standing standing = desk.standing();
      String body = picture.draw(now_ns, source, now, standing, tally);
      long number = pulse.beat(now_ns);
      for (Viewer viewer : desk.viewers())
        viewer.send("{\"n\":%d,\"you\":%d,\"state\":%s}".formatted(number, viewer.number, body));
    } catch (IllegalStateException e) {
      // The exchange was closed under us: the loop brings the next one.
    } catch (RuntimeException e) {
      LOG.warn("cockpit: a picture failed: {}", e.toString());
    }
  }

  /** The person that the actor's loop asks. */
  public Person person() {
    return desk;
  }

  /** Told, on a page's thread, when a person's hands need not wait for the next step. */
  public void onNews(Runnable listener) {
    desk.onNews(listener);
  }

  /** Shows the controller behind this exchange from now on. */
  public void use(Exchange another) {
    exchange = another;
  }

  /** Shows what the loop decided in this step. */
  public void show(Moment step) {
    moment = step;
  }

  /** Where the page is. */
  public int port() {
    return server.port();
  }

  /** What to type into a browser. */
  public String address() {
    return access.scheme() + "://" + access.name() + ":" + port();
  }

  /** Messages and pages that were counted and not used. */
  public long refused() {
    return tally.sum();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    for (Viewer viewer : desk.viewers()) viewer.disconnect();
    cameras.close();
    server.stop();
  }
}
