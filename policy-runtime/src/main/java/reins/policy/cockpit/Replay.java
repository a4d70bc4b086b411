package reins.policy.cockpit;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import reins.contract.config.ConfigException;
import reins.contract.config.Workplace;

/**
 * The cockpit's page over recorded episodes: the same robot, action and words, step by step as it
 * was. There is no line by which anything could be commanded.
 *
 * <p>Threads: any.
 */
public final class Replay implements AutoCloseable {
  private final Archive archive;
  private final Site site;

  /** Where the episodes come from. Threads: any. */
  public interface Archive {
    /** What they are called together. */
    String name();

    /** How many there are. */
    int episodes();

    /** Steps a second. */
    double fps();

    /** The cameras that saw them; none where there were none. */
    List<String> cameras();

    /** One of them. */
    Film film(int episode);

    /** What a camera saw at the beginning of a step, as a PNG file; null where there is none. */
    byte[] image(int episode, int step, int camera);
  }

  private Replay(Workplace place, Archive archive, int first, Access access, int port) {
    this.archive = archive;
    RobotPicture robot =
        RobotPicture.of(place)
            .recorded(
                new RobotPicture.Recorded(archive.name(), archive.episodes(), first, archive.fps()),
                archive.cameras());
    site = new Site(access, port, new LongAdder(), javalin -> routes(javalin, robot));
  }

  /**
   * Opens the page.
   *
   * @param first episode that it shows
   * @param port 0: any free one
   * @throws ConfigException where the port is taken
   */
  public static Replay open(Workplace place, Archive archive, int first, Access access, int port) {
    Replay replay = new Replay(place, archive, first, access, port);
    replay.site.open();
    return replay;
  }

  private void routes(JavalinConfig javalin, RobotPicture robot) {
    javalin.routes.get("/robot.json", context -> context.json(robot));
    javalin.routes.get(
        "/episodes/{episode}", context -> context.json(archive.film(episode(context))));
    javalin.routes.get("/episodes/{episode}/{step}/{camera}", this::image);
  }

  private void image(Context context) {
    byte[] png = archive.image(episode(context), number(context, "step"), camera(context));
    if (png == null) throw new NotFoundResponse("expected a step of the episode");
    context.contentType("image/png").result(png);
  }

  private int episode(Context context) {
    return within(number(context, "episode"), archive.episodes());
  }

  private int camera(Context context) {
    return within(number(context, "camera"), archive.cameras().size());
  }

  private static int within(int number, int count) {
    if (number < count) return number;
    throw new NotFoundResponse("expected a number below " + count);
  }

  private static int number(Context context, String name) {
    String text = context.pathParam(name);
    if (text.matches("\\d{1,7}")) return Integer.parseInt(text);
    throw new NotFoundResponse("expected a number");
  }

  /** What to type into a browser. */
  public String address() {
    return site.address();
  }

  @Override
  public void close() {
    site.close();
  }
}
