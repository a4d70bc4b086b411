package reins.learner;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.Task;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.learner.algo.UpdateStats;
import reins.learner.health.Health;
import reins.learner.health.HealthServer;
import reins.learner.run.RunFolder;
import reins.learner.serve.GrpcActors;

/** The off-board process: listens for actors, learns, publishes, until it is told to stop. */
@Command(
    name = "learner",
    mixinStandardHelpOptions = true,
    description = "Learns from the actors' transitions and publishes policies to them.")
public final class LearnerMain implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final long IDLE_NS = 2_000_000;
  private static final long PROGRESS_NS = 5_000_000_000L;
  private static final long GOODBYE_S = 20;

  @Option(names = "--rig", required = true, description = "the rig's YAML file")
  private Path rig;

  @Option(names = "--run", required = true, description = "name of the run; resumed if it exists")
  private String name;

  @Option(
      names = "--resume",
      description = "go on with a run: an error where there is none by that name")
  private boolean resume;

  @Option(names = "--runs", description = "folder of all runs", defaultValue = "runs")
  private Path runs;

  @Option(names = "--seed", description = "of networks, draws and noise", defaultValue = "1")
  private long seed;

  @Option(
      names = "--demos",
      description =
          "LeRobot folder whose episodes a new run takes as demonstrations; in the place of the task's learning.demos")
  private Path demos;

  @Option(names = "--threads", description = "threads that train", defaultValue = "2")
  private int threads;

  @Option(
      names = "--health",
      paramLabel = "PORT|off",
      description =
          "page that says what is wrong with the training, on loopback (default: any free port)",
      defaultValue = "0")
  private String health;

  @Option(
      names = "--device",
      description = "cpu, or cuda: libtorch on an NVIDIA card; ${DEFAULT-VALUE}",
      defaultValue = "cpu")
  private String device;

  private final PrintStream out = System.out;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stop;

  /** Runs the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LearnerMain()).execute(args));
  }

  @Override
  public Integer call() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "learner-stop"));
    int code = FAILED;
    try {
      code = learn();
    } catch (ConfigException | IllegalArgumentException | GrpcActors.PortInUse e) {
      System.err.println("learner: " + e.getMessage());
      code = BAD_INPUT;
    } catch (UncheckedIOException e) {
      System.err.println("learner: " + e.getMessage());
    } catch (UpdateStats.NotFinite e) {
      System.err.println(
          "learner: %s; the last checkpoint stays, %s says which number to change"
              .formatted(e.getMessage(), runs.resolve(name).resolve("health.html")));
    } finally {
      finished.countDown();
    }
    return code;
  }

  /** SIGTERM: the loop ends its step, writes a checkpoint and lets go; that is success. */
  private void stopAndWait() {
    if (finished.getCount() == 0) return; // ended by itself, its exit code stands
    stop = true;
    try {
      if (finished.await(GOODBYE_S, TimeUnit.SECONDS)) Runtime.getRuntime().halt(DONE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(FAILED);
  }

  private int learn() {
    Workplace place = Workplace.load(rig);
    Path folder = runs.resolve(name);
    if (resume && !Files.exists(folder.resolve(RunFolder.MANIFEST)))
      throw new ConfigException("--resume: " + folder + ": expected a run to go on with");
    Task task = shown(place.deployment().task());
    try (LearnerState state = LearnerState.open(task, seed, threads, folder, device);
        GrpcActors actors =
            new GrpcActors(
                place.link(),
                PolicySpec.of(task),
                state.inbox(),
                () -> state.agent().updates(),
                () -> state.metrics().latest());
        HealthServer page = serve(state.health());
        LearnerLoop loop = new LearnerLoop(state, actors)) {
      greet(place.link(), folder, task, state);
      if (page != null) out.println("learner: health: " + page.address());
      run(loop, state);
    }
    out.println("learner: checkpoint written to " + folder);
    return DONE;
  }

  /** The health page; null where nobody wants it. */
  private HealthServer serve(Health what) {
    if (health.equals("off")) return null;
    if (!health.matches("\\d{1,5}") || Integer.parseInt(health) > 65_535)
      throw new ConfigException("--health " + health + ": expected a port, or off");
    return new HealthServer(Integer.parseInt(health), what);
  }

  /** The rig's task, with the demonstrations that the command line names. */
  private Task shown(Task task) {
    if (demos == null) return task;
    return task.with(Map.of("learning", Map.of("demos", demos.toString())));
  }

  private void greet(RigConfig.Link link, Path folder, Task task, LearnerState state) {
    if (state.shown() > 0)
      out.printf(
          "learner: %d steps of demonstrations from %s%n", state.shown(), task.learning().demos());
    else if (state.resumed() || state.inbox().stored() > 0)
      out.printf(
          "learner: resumed %s: %d transitions in the journal, %d updates%s%n",
          folder,
          state.inbox().stored(),
          state.agent().updates(),
          state.resumed() ? "" : " (no checkpoint yet)");
    if (!state.changes().isEmpty())
      out.printf(
          "learner: goes on with other settings, noted in manifest.json: %s%n",
          String.join(", ", state.changes()));
    out.printf("learner: listening on %s:%d, run folder %s%n", link.host(), link.port(), folder);
  }

  private void run(LearnerLoop loop, LearnerState state) {
    long progressAt_ns = System.nanoTime();
    long updatesAt = state.agent().updates();
    while (!stop) {
      if (loop.ready()) loop.step();
      else LockSupport.parkNanos(IDLE_NS);
      long now_ns = System.nanoTime();
      if (now_ns - progressAt_ns >= PROGRESS_NS) {
        long updates = state.agent().updates();
        progress(state, (updates - updatesAt) / ((now_ns - progressAt_ns) / 1e9));
        state.health().refresh();
        progressAt_ns = now_ns;
        updatesAt = updates;
      }
    }
  }

  private void progress(LearnerState state, double updates_per_s) {
    StringBuilder line =
        new StringBuilder(
            "learner: %d transitions (%d online, %d demonstration), %d updates, %.0f updates/s, policy %d"
                .formatted(
                    state.inbox().stored(),
                    state.replay().online().size(),
                    state.replay().demonstration().size(),
                    state.agent().updates(),
                    updates_per_s,
                    state.policyVersion()));
    if (state.metrics().latest() != null) {
      Map<String, Double> values = state.metrics().latest().values();
      values.forEach((key, value) -> line.append(", %s %.4g".formatted(key, value)));
    }
    out.println(line);
  }
}
