package reins.learner;

import java.io.PrintStream;
import java.io.UncheckedIOException;
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
import reins.contract.data.PolicySpec;
import reins.learner.dataset.Demonstrations;
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

  @Option(names = "--runs", description = "folder of all runs", defaultValue = "runs")
  private Path runs;

  @Option(names = "--seed", description = "of networks, draws and noise", defaultValue = "1")
  private long seed;

  @Option(
      names = "--demos",
      description = "LeRobot folder whose episodes a new run takes as demonstrations")
  private Path demos;

  @Option(names = "--threads", description = "threads that train", defaultValue = "2")
  private int threads;

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
    RigConfig.Resolved config = RigConfig.load(rig);
    Path folder = runs.resolve(name);
    try (LearnerState state = LearnerState.open(config.task(), seed, threads, folder, device);
        GrpcActors actors =
            new GrpcActors(
                config.rig().link(),
                PolicySpec.of(config.task()),
                state.inbox(),
                () -> state.agent().updates());
        LearnerLoop loop = new LearnerLoop(state, actors)) {
      if (demos != null) show(config, state);
      greet(config.rig().link(), folder, state);
      run(loop, state);
    }
    out.println("learner: checkpoint written to " + folder);
    return DONE;
  }

  /** A run that has begun has them in its journal already. */
  private void show(RigConfig.Resolved config, LearnerState state) {
    if (state.inbox().stored() > 0) return;
    long steps = Demonstrations.into(state.inbox(), demos, config.task());
    out.printf("learner: %d steps of demonstrations from %s%n", steps, demos);
  }

  private void greet(RigConfig.Link link, Path folder, LearnerState state) {
    if (state.resumed() || state.inbox().stored() > 0)
      out.printf(
          "learner: resumed %s: %d transitions in the journal, %d updates%s%n",
          folder,
          state.inbox().stored(),
          state.agent().updates(),
          state.resumed() ? "" : " (no checkpoint yet)");
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
