package reins.sim.data;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.link.GrpcLink;
import reins.policy.link.Spool;

/** A policy process's way to the learner, and a person whose episodes go that way. */
final class PolicyProcess implements AutoCloseable {
  private static final long ROTATE_BYTES = 8 << 20;

  final Spool spool;
  final GrpcLink link;
  private final PolicySpec spec;
  private final PolicyStore policies;

  /** Of a run whose folder is given. */
  PolicyProcess(Path rig, Path run) {
    RigConfig.Resolved config = RigConfig.load(rig);
    spec = PolicySpec.of(config.task());
    policies = new PolicyStore(spec, config.task().periodNs(), Exploration.none());
    spool = Spool.open(run.resolve("spool"), spec.fingerprint(), ROTATE_BYTES);
    link = new GrpcLink(config.rig().link(), spec, spool, policies);
  }

  /** A rig of its own in the folder: the simulated arm's with another port. */
  static Path rig(Path folder) throws IOException {
    Path configs = Path.of(System.getProperty("reins.root"), "hardware-configs");
    for (String kind : new String[] {"robots", "tasks", "rigs"}) {
      Files.createDirectories(folder.resolve(kind));
      try (Stream<Path> files = Files.list(configs.resolve(kind))) {
        for (Path file : files.toList())
          Files.copy(file, folder.resolve(kind).resolve(file.getFileName()));
      }
    }
    Path rig = folder.resolve("rigs/sim-franka.yaml");
    try (ServerSocket socket = new ServerSocket(0)) {
      String port = Integer.toString(socket.getLocalPort());
      Files.writeString(rig, Files.readString(rig).replace("50070", port));
    }
    return rig;
  }

  /** A step that a person made; the last one solved the task. */
  static Transition step(int obsDim, int actionDim, int episode, int step, boolean last) {
    float[] obs = new float[obsDim];
    obs[0] = episode;
    return new Transition(
        obs,
        new float[actionDim],
        new float[actionDim],
        last ? 1 : 0,
        last ? 0 : 1,
        last,
        obs,
        Source.PERSON,
        0,
        episode,
        step,
        false,
        last,
        stamp_ns(episode, step),
        false);
  }

  /** When a step began. */
  static long stamp_ns(int episode, int step) {
    return 10_000_000_000L * episode + 100_000_000L * step;
  }

  /** The person shows an episode, or some of it. */
  void show(int episode, int from, int to, boolean solved) {
    for (int step = from; step <= to; step++)
      spool.accept(step(spec.obsDim(), spec.actionDim(), episode, step, solved && step == to));
  }

  /** Waits until somebody has taken all that was shown. */
  void awaitAcknowledged() throws InterruptedException {
    while (spool.acknowledged() < spool.recorded()) Thread.sleep(5);
  }

  @Override
  public void close() {
    link.close();
    spool.close();
    policies.close();
  }
}
