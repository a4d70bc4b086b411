package reins.sim.bench.rt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.controller.rt.Machine;
import reins.sim.processes.Child;
import reins.sim.report.Interruption;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;

/**
 * {@code ./reins bench rt}: how late the controller's ticks begin and how long they take,
 * alternated with cyclictest at the same priority, period and core, unloaded and loaded.
 */
@Command(
    name = "rt",
    mixinStandardHelpOptions = true,
    description = {
      "Alternates the controller (its own process, against the simulated robot on ROS topics) with cyclictest, and with a",
      "thread that does next to nothing, at the same priority, period and core, unloaded and loaded, and prints medians",
      "over the rounds. Takes about seven minutes."
    })
public final class RtBench implements Callable<Integer> {
  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rigFile = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(names = "--rounds", description = "alternations (default: ${DEFAULT-VALUE})")
  private int rounds = 4;

  @Option(names = "--seconds", description = "of each measurement (default: ${DEFAULT-VALUE})")
  private int seconds = 12;

  @Option(names = "--loads", split = ",", description = "${COMPLETION-CANDIDATES} (default: both)")
  private List<Loading> loads = List.of(Loading.values());

  @Option(
      names = "--variants",
      split = ",",
      description = "controllers to measure: ${COMPLETION-CANDIDATES} (default: shipped)")
  private List<Variant> variants = List.of(Variant.SHIPPED);

  @Option(
      names = "--soak",
      paramLabel = "MINUTES",
      description = "instead: one long unloaded run, and whether its heap stays flat")
  private double soak_min;

  @Option(
      names = "--phases",
      description =
          "instead: when in a millisecond the kernel leaves a real-time thread alone, over --rounds rounds of 5 s")
  private boolean phases;

  @Option(
      names = "--json",
      description = "write results for scripts to this file, one object per line")
  private Path json;

  /** What else the machine does. */
  enum Loading {
    UNLOADED,
    LOADED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose figures: {@code variant} is null for cyclictest, and for the floor of a tick. */
  private record Who(Loading loading, Variant variant, boolean floor) {
    Who(Loading loading, Variant variant) {
      this(loading, variant, false);
    }
  }

  private final Map<Who, Figures> measured = new LinkedHashMap<>();
  private final Progress progress = new Progress();
  private int done;

  @Override
  public Integer call() {
    Machine machine = Machine.look();
    System.out.println(machine.line());
    settleDisk();
    try (Interruption interruption = new Interruption();
        BenchRig rig = new BenchRig(rigFile);
        LoadSwitch load = new LoadSwitch(rig.folder().resolve("load.log"))) {
      if (phases) {
        new TickPhases(rig.control(), rounds).run();
        return 0;
      }
      Child robot = robot(rig);
      robot.start();
      try {
        if (soak_min > 0) return soak(rig, interruption);
        for (int round = 0; round < rounds && !interruption.happened(); round++)
          for (Loading loading : loads) alternate(rig, load, loading, round, interruption);
      } finally {
        robot.stop();
      }
      progress.end();
      if (interruption.happened()) return 1;
      tell(rig.name());
    }
    return 0;
  }

  /** What was written before goes to the disk now, and its interrupts with it. */
  private static void settleDisk() {
    try {
      new ProcessBuilder("sync").inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CannotMeasure("no sync: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The robot is another machine: it keeps off the control thread's core. */
  private static Child robot(BenchRig rig) {
    int cpu = cpu(rig);
    String others =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .filter(i -> i != cpu)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    List<String> command = new ArrayList<>();
    if (!others.isEmpty()) command.addAll(List.of("taskset", "-c", others));
    command.addAll(
        List.of(
            root().resolve("reins").toString(),
            "sim",
            "--rig",
            rig.file(rig.spin_us()).toString()));
    return new Child("sim", command, Map.of("REINS_BUILT", "yes"), rig.folder().resolve("sim.log"));
  }

  private static Path root() {
    return Path.of(System.getProperty("reins.root", "."));
  }

  private static int cpu(BenchRig rig) {
    return Math.max(0, rig.control().cpu());
  }

  private int soak(BenchRig rig, Interruption interruption) {
    try (ControllerRun run = new ControllerRun(root(), rig, variants.getFirst())) {
      run.soak(soak_min, interruption::happened, this::showSoak).tell(new JsonLines(json));
    }
    return 0;
  }

  private void showSoak(Soak soak) {
    progress.show(System.nanoTime(), soak.share(soak_min), soak::line);
  }

  /** Every other round the other way round, so that neither always follows the other. */
  private void alternate(
      BenchRig rig, LoadSwitch load, Loading loading, int round, Interruption interruption) {
    List<Who> order = new ArrayList<>();
    order.add(new Who(loading, null));
    order.add(new Who(loading, null, true));
    for (Variant variant : variants) order.add(new Who(loading, variant));
    for (Who who : round % 2 == 0 ? order : order.reversed()) {
      if (interruption.happened()) return;
      double share = (double) done++ / (rounds * loads.size() * order.size());
      progress.show(System.nanoTime(), share, () -> name(who) + ", " + loading.label());
      Map<String, Double> figures = measure(rig, load, who);
      load.set(false);
      measured.computeIfAbsent(who, w -> new Figures()).add(figures);
    }
  }

  private Map<String, Double> measure(BenchRig rig, LoadSwitch load, Who who) {
    Runnable loaded = () -> load.set(who.loading == Loading.LOADED);
    if (who.variant != null)
      try (ControllerRun run = new ControllerRun(root(), rig, who.variant)) {
        return run.run(loaded, cpu(rig), seconds);
      }
    loaded.run();
    if (who.floor) return new TickFloor(rig.control(), seconds).run();
    DeviceInterrupts irqs = new DeviceInterrupts(cpu(rig));
    try (StealMeter steal = new StealMeter(cpu(rig))) {
      Map<String, Double> figures = new Cyclictest(rig.control(), cpu(rig), seconds).run();
      figures.put("steal_ms", steal.ms());
      figures.put("device_irqs", irqs.since());
      return figures;
    }
  }

  private static String name(Who who) {
    if (who.floor) return "floor of a tick";
    return who.variant == null ? "cyclictest" : "reins " + who.variant.label();
  }

  private void tell(String rig) {
    JsonLines lines = new JsonLines(json);
    System.out.printf(
        "%-9s %-16s %8s %8s %8s %8s %9s %9s %9s %6s %10s %9s %6s%n",
        "load",
        "who",
        "p50_us",
        "p99_us",
        "p99.9",
        "p99.99",
        "max",
        "overruns",
        "tick99.9",
        "B/tick",
        "safepoint",
        "steal_ms",
        "irqs");
    measured.forEach(
        (who, figures) -> {
          Map<String, Double> all = figures.together();
          if (!who.floor) row(who, all);
          if (who.variant != null) ratios(who, all, figures);
          lines.add(line(rig, who, figures, all));
        });
  }

  private static void row(Who who, Map<String, Double> f) {
    System.out.printf(
        Locale.ROOT,
        "%-9s %-16s %8.3f %8.2f %8.2f %8.1f %9.1f %9.0f %9s %6s %10s %9.0f %6.0f%n",
        who.loading.label(),
        name(who),
        f.get("wakeup_p50_us"),
        f.get("wakeup_p99_us"),
        f.get("wakeup_p99_9_us"),
        f.get("wakeup_p99_99_us"),
        f.get("wakeup_max_us"),
        f.get("overruns"),
        text(f, "tick_p99_9_us"),
        text(f, "alloc_bytes_per_tick"),
        text(f, "safepoint_max_us"),
        f.get("steal_ms"),
        f.get("device_irqs"));
  }

  private static String text(Map<String, Double> f, String key) {
    return f.containsKey(key) ? String.format(Locale.ROOT, "%.1f", f.get(key)) : "-";
  }

  private void ratios(Who who, Map<String, Double> f, Figures figures) {
    Map<String, Double> floor = measured.get(new Who(who.loading, null)).together();
    for (String p : List.of("p50", "p99", "p99_9"))
      f.put("ratio_" + p, f.get("wakeup_" + p + "_us") / floor.get("wakeup_" + p + "_us"));
    System.out.printf(
        Locale.ROOT,
        "%-9s %-16s %8.3f %8.3f %8.3f of cyclictest's; overruns: %.0f beside steal, %.0f in a safepoint,"
            + " %.0f owned; active %.0f %%; p99.9 of the rounds: %s%n",
        "",
        "",
        f.get("ratio_p50"),
        f.get("ratio_p99"),
        f.get("ratio_p99_9"),
        f.get("overruns_with_steal"),
        f.get("overruns_in_safepoint"),
        f.get("overruns_owned"),
        100 * f.get("active_share"),
        figures.list("wakeup_p99_9_us"));
    besideFloor(f, measured.get(new Who(who.loading, null, true)).together(), figures);
  }

  /** What a thread with the same rights, core and period meets that does almost nothing. */
  private static void besideFloor(
      Map<String, Double> f, Map<String, Double> floor, Figures figures) {
    double tick = f.get("tick_p99_9_us"), least = floor.get("tick_p99_9_us");
    f.put("tick_ratio_p99_9", tick / least);
    f.put("tick_over_floor_p99_9_us", tick - least);
    System.out.printf(
        Locale.ROOT,
        "%-9s %-16s tick p50 %.1f p99.9 %.1f us (rounds: %s), its messages sent after %.1f, %.1f; 10 us of arithmetic instead: %.1f, %.1f us"
            + " (%.2f times, %+.1f us); one socket write: %.1f, %.1f us%n",
        "",
        "",
        f.get("tick_p50_us"),
        tick,
        figures.list("tick_p99_9_us"),
        f.get("sent_p50_us"),
        f.get("sent_p99_9_us"),
        floor.get("tick_p50_us"),
        least,
        tick / least,
        tick - least,
        floor.get("write_p50_us"),
        floor.get("write_p99_9_us"));
  }

  private Map<String, Object> line(String rig, Who who, Figures figures, Map<String, Double> all) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "rt");
    values.put("case", who.variant == null ? "shipped" : who.variant.label());
    values.put("who", who.floor ? "floor" : who.variant == null ? "cyclictest" : "reins");
    values.put("load", who.loading.label());
    values.putAll(all);
    values.put("rounds", figures.rounds());
    values.put("seconds", seconds);
    for (String key : List.of("wakeup_p99_us", "wakeup_p99_9_us", "tick_p99_9_us"))
      if (all.containsKey(key)) values.put("rounds_" + key, figures.list(key));
    values.put("rig", rig);
    values.put("kernel", Machine.look().line());
    return values;
  }
}
