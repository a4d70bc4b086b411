package reins.learner;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.learner.backend.Engine;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.backend.fused.SgemmFloor;
import reins.learner.backend.torch.TorchEngine;
import reins.learner.replay.SeededRandom;

/**
 * How long updates take, beside libtorch's and beside the bare matrix products, each asked in turn
 * in one run: the ratios travel, the milliseconds do not.
 */
@Command(
    name = "bench learner",
    mixinStandardHelpOptions = true,
    description = "Times critic updates and whole updates of the learner.")
public final class LearnerBench implements Callable<Integer> {
  private static final int BATCH = 256;
  private static final int[] HIDDEN = {256, 256};
  private static final int TARGETS = 2;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int UPDATES_PER_ROUND = 12;
  private static final int UPDATES_OF_GROWTH = 50;

  @Option(names = "--threads", split = ",", defaultValue = "1,2", description = "${DEFAULT-VALUE}")
  private int[] threads;

  @Option(names = "--critics", split = ",", defaultValue = "10", description = "${DEFAULT-VALUE}")
  private int[] critics;

  @Option(names = "--utd", defaultValue = "4", description = "critic updates of a whole update")
  private int utd;

  @Option(names = "--obs", defaultValue = "14", description = "numbers of an observation")
  private int obsDim;

  @Option(names = "--action", defaultValue = "4", description = "numbers of an action")
  private int actionDim;

  @Option(names = "--rounds", defaultValue = "12", description = "alternated rounds that count")
  private int rounds;

  @Option(names = "--json", description = "also write one JSON object per line to this file")
  private Path json;

  private final PrintStream out = System.out;
  private final List<String> lines = new ArrayList<>();

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LearnerBench()).execute(args));
  }

  @Override
  public Integer call() {
    out.printf(
        "%-28s %-12s %7s %9s %12s %9s%n",
        "case", "who", "threads", "update_ms", "rss_growth_MB", "vs floor");
    for (int e : critics) for (int t : threads) measure(e, t);
    if (json != null) {
      try {
        Files.write(json, lines);
      } catch (IOException e) {
        throw new UncheckedIOException(json + ": cannot be written: " + e.getMessage(), e);
      }
    }
    return 0;
  }

  /** Something that is timed. */
  private record Contender(String name, String who, Runnable run, double[] update_ms) {}

  private void measure(int e, int t) {
    NetworkSpec spec = new NetworkSpec(obsDim, actionDim, HIDDEN, e, BATCH, 3e-4, 3e-4, 0.005);
    try (Engine fused = new FusedEngine(spec, new SeededRandom(1), t);
        Engine torch = new TorchEngine(spec, new SeededRandom(1), t);
        SgemmFloor floor = new SgemmFloor(spec, t)) {
      int targets = Math.min(TARGETS, e);
      Load load = new Load(spec, targets);
      String critic = "critic_update_e" + e;
      String whole = "update_e" + e + "_utd" + utd;
      List<Contender> contenders =
          List.of(
              contender(critic, "sgemm floor", () -> floor.update(targets)),
              contender(critic, "libtorch", () -> load.critic(torch)),
              contender(critic, "reins", () -> load.critic(fused)),
              contender(whole, "libtorch", () -> load.whole(torch, utd)),
              contender(whole, "reins", () -> load.whole(fused, utd)));
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++)
        for (Contender c : contenders) {
          double took_ms = time_ms(c.run);
          if (round >= 0) c.update_ms[round] = took_ms;
        }
      double floor_ms = median(contenders.getFirst().update_ms);
      for (Contender c : contenders)
        report(c, t, growth_MB(c.run), c.name.equals(critic) ? floor_ms : Double.NaN);
    }
  }

  private Contender contender(String name, String who, Runnable run) {
    return new Contender(name, who, run, new double[rounds]);
  }

  private static double time_ms(Runnable run) {
    long start_ns = System.nanoTime();
    for (int i = 0; i < UPDATES_PER_ROUND; i++) run.run();
    return (System.nanoTime() - start_ns) / 1e6 / UPDATES_PER_ROUND;
  }

  /** What the process grows by while this runs on, after everything is warm. */
  private static double growth_MB(Runnable run) {
    long before = Pointer.physicalBytes();
    for (int i = 0; i < UPDATES_OF_GROWTH; i++) run.run();
    return (Pointer.physicalBytes() - before) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void report(Contender c, int t, double growth_MB, double floor_ms) {
    double update_ms = median(c.update_ms);
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("bench", "\"learner\"");
    keys.put("case", '"' + c.name + '"');
    keys.put("who", '"' + c.who + '"');
    keys.put("threads", t);
    keys.put("update_ms", String.format(Locale.ROOT, "%.3f", update_ms));
    keys.put("rss_growth_MB", String.format(Locale.ROOT, "%.1f", growth_MB));
    StringBuilder line = new StringBuilder();
    keys.forEach(
        (key, value) -> line.append(line.isEmpty() ? "{" : ",").append('"' + key + "\":" + value));
    lines.add(line.append('}').toString());
    out.printf(
        Locale.ROOT,
        "%-28s %-12s %7d %9.2f %12.1f %9s%n",
        c.name,
        c.who,
        t,
        update_ms,
        growth_MB,
        Double.isNaN(floor_ms) ? "" : String.format(Locale.ROOT, "%.2f", update_ms / floor_ms));
  }

  /** The calls that RLPD makes of an engine. */
  private static final class Load {
    private final int[] members;
    private final float[] obs;
    private final float[] action;
    private final float[] q = new float[BATCH];
    private final float[] y = new float[BATCH];
    private final float[] dq;
    private final float[] out;

    Load(NetworkSpec spec, int targets) {
      SeededRandom random = new SeededRandom(2);
      members = new int[targets];
      for (int i = 0; i < targets; i++) members[i] = i;
      obs = new float[BATCH * spec.obsDim()];
      action = new float[BATCH * spec.actionDim()];
      for (float[] values : new float[][] {obs, action, y})
        for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
      dq = new float[action.length];
      out = new float[2 * action.length];
    }

    void critic(Engine engine) {
      engine.actor().forward(obs, out);
      engine.critics().targetMin(obs, action, members, q);
      engine.critics().fit(obs, action, y);
      engine.critics().follow();
    }

    void whole(Engine engine, int utd) {
      for (int i = 0; i < utd; i++) critic(engine);
      engine.actor().forward(obs, out);
      engine.critics().meanQ(obs, action, q, dq);
      engine.actor().step(out);
    }
  }
}
