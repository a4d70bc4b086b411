package reins.sim.processes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.FlightTask;
import reins.contract.config.Workplace;
import reins.contract.exchange.Mode;
import reins.sim.report.Interruption;
import reins.sim.report.Progress;

/**
 * {@code ./reins eval --processes}: a policy alone in its process, before robot, controller and
 * learner in theirs, in real time over the rig's topics. A vehicle on the ground is sent up, at the
 * start and where it came down.
 *
 * <p>Threads: one owner.
 */
public final class ProcessesEvaluation {
  private static final Logger LOG = LogManager.getLogger(ProcessesEvaluation.class);
  private static final long LOOK_EVERY_ns = 20_000_000;

  /** A vehicle stands so long before it is sent up, and between two tries. */
  private static final long STANDS_ns = 1_000_000_000;

  /** Refusals in a row after which a person has to look. */
  private static final int TRIES = 5;

  private static final Pattern EPISODES = Pattern.compile("(\\d+) episodes");

  private final Options options;
  private final Workplace place;
  private final Path folder;
  private final Stack stack;
  private final List<double[][]> flown = new ArrayList<>();
  private final List<double[]> path = new ArrayList<>();
  private long standsSince_ns;
  private int refusals;
  private int sentUp;

  /** What to run. */
  public record Options(
      Path root, Path rig, Path runs, String run, Path policy, int episodes, long seed) {}

  /**
   * What the policy process counted.
   *
   * @param cutShort episodes that the robot's side ended, for a lost state say; among those that
   *     were not solved
   * @param sentUp how often the vehicle was sent up; 0 for an arm
   * @param cycle_s mean duration of the solved ones
   * @param flown where it was while the policy acted, [samples][3] for each time
   */
  public record Result(
      int successes,
      int episodes,
      int cutShort,
      int sentUp,
      long envSteps,
      long missedSteps,
      double cycle_s,
      double wall_s,
      List<double[][]> flown) {}

  /** Prepares the processes; starts nothing yet. */
  public ProcessesEvaluation(Options options) {
    this.options = options;
    place = Workplace.load(options.rig);
    folder = options.runs.resolve(options.run);
    List<String> alone =
        List.of(
            "--evaluate",
            Integer.toString(options.episodes),
            "--policy",
            options.policy.toString(),
            "--cockpit",
            "off");
    stack = new Stack(options.root, options.rig, options.runs, options.run, options.seed, 1, alone);
  }

  /** Task and robot of the rig. */
  public Workplace place() {
    return place;
  }

  /**
   * Runs all episodes and takes everything down again.
   *
   * <p>Errors: {@link ChildFailed} where a process ended before its time, or the vehicle is not to
   * be sent up; it says how far the evaluation had come.
   */
  public Result run() {
    LOG.info("starting four processes; their logs are in {}", folder.resolve("logs"));
    try (Interruption interruption = new Interruption();
        stack;
        ControllerProbe controller = new ControllerProbe(Path.of(place.exchange().path()))) {
      stack.start();
      watch(controller, interruption);
      if (interruption.happened()) stack.policy().stop();
    } catch (ChildFailed e) {
      throw new ChildFailed(e.exitCode(), e.getMessage() + " (" + said() + ")");
    }
    if (stack.policy().exitCode() != 0)
      throw new ChildFailed(stack.policy().exitCode(), stack.policy().lastWords());
    return result();
  }

  private void watch(ControllerProbe controller, Interruption interruption) {
    boolean flies = place.deployment() instanceof FlightTask.Resolved;
    Progress progress = new Progress();
    while (stack.acts() && !interruption.happened()) {
      boolean ticks = controller.look();
      if (ticks) follow(controller);
      if (flies && ticks && controller.heard()) keepUp(controller);
      progress.show(System.nanoTime(), share(), this::said);
      LockSupport.parkNanos(LOOK_EVERY_ns);
    }
    progress.end();
  }

  /** Keeps where it was while the policy acted. */
  private void follow(ControllerProbe controller) {
    if (controller.mode() == Mode.ACTIVE_POLICY) {
      path.add(controller.p_m().clone());
    } else if (!path.isEmpty()) {
      flown.add(path.toArray(double[][]::new));
      path.clear();
    }
  }

  /** A policy process that speaks finds its vehicle in the air. */
  private void keepUp(ControllerProbe controller) {
    long now_ns = System.nanoTime();
    if (controller.mode() != Mode.IDLE || standsSince_ns == 0) standsSince_ns = now_ns;
    if (controller.mode() != Mode.IDLE) refusals = 0;
    if (now_ns - standsSince_ns < STANDS_ns) return;
    String why;
    try (SendUp person = new SendUp(place.master_uri(), "reins_eval")) {
      why = person.ask(place.name());
    }
    standsSince_ns = System.nanoTime();
    if (why == null) {
      sentUp++;
      if (sentUp > 1) LOG.warn("the vehicle came down and is sent up again");
    } else if (++refusals == TRIES) {
      throw new ChildFailed(1, "the vehicle is not to be sent up: " + why);
    } else {
      LOG.warn("not sent up: {}", why);
    }
  }

  private double share() {
    Matcher matcher = EPISODES.matcher(said());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) / options.episodes : 0;
  }

  /** The policy process's last line. */
  private String said() {
    return stack.policy().lastWords();
  }

  private Result result() {
    Path file = folder.resolve("policy.jsonl");
    try {
      JsonNode line = new ObjectMapper().readTree(Files.readAllLines(file).getLast());
      int episodes = line.get("episodes").asInt();
      return new Result(
          (int) Math.round(line.get("success_ratio").asDouble() * episodes),
          episodes,
          line.get("aborted").asInt(),
          sentUp,
          line.get("env_steps").asLong(),
          line.get("missed_steps").asLong(),
          line.get("cycle_s").asDouble(),
          line.get("wall_s").asDouble(),
          flown);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": the process left no results", e);
    }
  }
}
