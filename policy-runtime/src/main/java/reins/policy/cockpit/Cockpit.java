package reins.policy.cockpit;

import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
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
 * <p>Long messages and floods are counted and turned away, as {@link Site} does with strangers.
 *
 * <p>Threads: {@link #show} and {@link #use} from the actor's loop; nothing there waits for a page.
 */
public final class Cockpit implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Cockpit.class);
  private static final int PICTURES_HZ = 30;
  private static final String VIEWER = "viewer";
  private static final String SCREEN = "screen";
  private static final Pattern URGENT = Pattern.compile("\"(estop|pause)\"");

  private final Workplace place;
  private final Pulse pulse = new Pulse();
  private final Tally tally = new Tally();
  private final Desk desk;
  private final Picture picture;
  private final Curves curves = new Curves();
  private final CameraDesk cameras;
  private final Site site;
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
    Deployment config = place.deployment();
    desk = new Desk(config, other, options.whenLost, options.pause, options.journal, pulse, tally);
    picture = new Picture(config);
    cameras = new CameraDesk(place.cockpit().cameras(), options.node);
    site = new Site(options.access, options.port, tally.turnedAway, this::routes);
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
      cockpit.site.open();
    } catch (ConfigException e) {
      cockpit.close();
      throw e;
    }
    long period_us = TimeUnit.SECONDS.toMicros(1) / PICTURES_HZ;
    cockpit.clock.scheduleAtFixedRate(cockpit::broadcast, 0, period_us, TimeUnit.MICROSECONDS);
    return cockpit;
  }

  private void routes(JavalinConfig javalin) {
    javalin.routes.get("/robot.json", context -> context.json(RobotPicture.of(place)));
    javalin.routes.get("/curves.json", context -> context.json(curves.all()));
    javalin.routes.ws("/link", this::link);
    javalin.routes.ws("/cameras", this::cameras);
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
    boolean admitted = viewer.admits(now_ns);
    if (!admitted) tally.tooMany.increment();
    // Of too many messages a stop is heard all the same: behind a stall it is not the first.
    if (!admitted && !URGENT.matcher(text).find()) return;
    Optional<InputFrame> frame = InputFrame.read(text);
    if (frame.isEmpty()) tally.malformed.increment();
    else if (admitted) desk.accept(viewer, frame.get(), now_ns);
    else desk.hurry(viewer, frame.get());
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
        viewer.send(
            "{\"n\":%d,\"you\":%d,\"heard\":%d,\"state\":%s}"
                .formatted(number, viewer.number, viewer.taken, body));
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
    return site.port();
  }

  /** What to type into a browser. */
  public String address() {
    return site.address();
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
    site.close();
  }
}
