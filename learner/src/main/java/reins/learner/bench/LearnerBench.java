package reins.learner.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.learner.backend.fused.SgemmFloor;

/**
 * Times updates beside the same updates in Debian's PyTorch, its threads and its OpenBLAS chosen by
 * trying, and beside the bare matrix products.
 */
@Command(
    name = "bench learner",
    mixinStandardHelpOptions = true,
    description = "Times the learner's updates beside PyTorch's, alternated in one run.")
public final class LearnerBench implements Callable<Integer> {
  private static final double TOLERANCE = 1e-4;

  // A turn of about a second: with fewer the JVM may still be compiling when it counts.
  private static final int CRITIC_UPDATES = 100;
  private static final int WHOLE_UPDATES = 5;

  private static final int TARGETS = 2;
  private static final int IMAGE_BATCH = 64;

  @Option(names = "--cores", split = ",", defaultValue = "2,1", description = "${DEFAULT-VALUE}")
  private int[] cores;

  @Option(
      names = "--cases",
      split = ",",
      defaultValue = "critic,sac,image",
      description = "${DEFAULT-VALUE}")
  private List<String> cases;

  @Option(names = "--critics", defaultValue = "10", description = "${DEFAULT-VALUE}")
  private int critics;

  @Option(names = "--obs", defaultValue = "24", description = "numbers of an observation")
  private int obsDim;

  @Option(names = "--action", defaultValue = "7", description = "numbers of an action")
  private int actionDim;

  @Option(names = "--batch", defaultValue = "256", description = "rows; ${DEFAULT-VALUE}")
  private int batch;

  @Option(names = "--utd", defaultValue = "20", description = "critic updates of a whole update")
  private int utd;

  @Option(names = "--rounds", defaultValue = "11", description = "alternated rounds that count")
  private int rounds;

  @Option(
      names = "--soak",
      description =
          "also make so many critic updates, on the first of --cores, and watch the memory")
  private int soak;

  @Option(names = "--json", description = "also write one JSON object per line to this file")
  private Path json;

  private Report report;

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LearnerBench()).execute(args));
  }

  @Override
  public Integer call() {
    report = new Report(json);
    int all = Runtime.getRuntime().availableProcessors();
    try {
      for (int c : cores) {
        // Everything here and every process started from here: JVM, collector, PyTorch.
        Cores.confine(ProcessHandle.current().pid(), Math.min(c, all));
        if (cases.contains("critic") || cases.contains("sac")) states(c);
        if (cases.contains("image")) images(c);
      }
    } finally {
      Cores.confine(ProcessHandle.current().pid(), all);
    }
    if (soak > 0) soak(Math.min(cores[0], all));
    return 0;
  }

  private void states(int threads) {
    try (SacCase ours = new SacCase(obsDim, actionDim, critics, batch, utd, threads);
        SgemmFloor floor = new SgemmFloor(ours.spec(), threads);
        Peers peers = Peers.start(PyTorchPeer.forEnsembles(threads), ours::describe)) {
      peers.compare(ours.losses(), ours.members(), TOLERANCE, report);
      if (cases.contains("critic")) {
        var products = Contender.here("matrix products alone", () -> floor.update(TARGETS));
        double bar = threads == 1 ? 0.66 : 0.50;
        Contender us = Contender.here("reins", ours::critic);
        measure("critic_update", threads, us, products, peers, "critic", CRITIC_UPDATES, bar);
      }
      if (cases.contains("sac")) {
        Contender us = Contender.here("reins", ours::update);
        double bar = threads == 1 ? 0.66 : 0.50;
        measure("sac_update_utd" + utd, threads, us, null, peers, "update", WHOLE_UPDATES, bar);
      }
    }
  }

  private void images(int threads) {
    try (ImageCase ours = new ImageCase(obsDim, actionDim, critics, IMAGE_BATCH, threads);
        Peers peers = Peers.start(PyTorchPeer.forImages(threads), ours::describe)) {
      peers.compare(ours.losses(), ours.members(), TOLERANCE, report);
      Contender us = Contender.here("reins", ours::update);
      measure("image_update", threads, us, null, peers, "update", WHOLE_UPDATES, 0.75);
    }
  }

  private void measure(
      String name,
      int threads,
      Contender ours,
      Contender floor,
      Peers peers,
      String kind,
      int updates,
      double bar) {
    Optional<Contender> best = peers.bestSetting(kind, updates);
    List<Contender> contenders = new ArrayList<>(List.of(ours));
    best.ifPresent(contenders::add);
    peers.splitByHand(kind, updates).ifPresent(contenders::add);
    if (floor != null) contenders.add(floor);
    double[][] update_ms = Rounds.alternate(contenders, rounds, updates);
    report.ours(name, threads, Rounds.Spread.of(update_ms[0]), best.isPresent());
    for (int i = 1; i < update_ms.length; i++) {
      Rounds.Spread ratio = Rounds.ratio(update_ms[0], update_ms[i]);
      Double judged = best.isPresent() && i == 1 ? bar : null;
      String who = contenders.get(i).who();
      report.other(name, threads, who, Rounds.Spread.of(update_ms[i]), ratio, judged);
    }
  }

  private void soak(int threads) {
    try (SacCase ours = new SacCase(obsDim, actionDim, critics, batch, utd, threads)) {
      Soak.run("critic_update", ours::critic, soak, report);
    }
  }
}
