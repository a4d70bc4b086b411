package reins.sim.bench.rt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import reins.contract.config.ConfigException;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.sim.processes.Child;
import reins.sim.processes.ChildFailed;

/**
 * One run of the controller as a person starts it, through the launcher, against the simulated
 * robot on its topics and a played policy in its shared memory.
 *
 * <p>Threads: one.
 */
final class ControllerRun implements AutoCloseable {
  private static final long LOOK_EVERY_ns = 5_000_000;
  private static final double SOAK_LOOK_s = 10;
  private static final long START_WITHIN_ns = 90_000_000_000L;
  private static final List<String> COPIED =
      List.of(
          "wakeup_p50_us",
          "wakeup_p99_us",
          "wakeup_p99_9_us",
          "wakeup_p99_99_us",
          "wakeup_max_us",
          "overruns",
          "tick_p50_us",
          "tick_p99_9_us",
          "tick_max_us",
          "sent_p50_us",
          "sent_p99_9_us",
          "alloc_bytes_per_tick");

  private final BenchRig rig;
  private final Path safepoints;
  private final Path json;
  private final Child child;
  private Exchange exchange;

  /** Prepares the process; starts nothing yet. */
  ControllerRun(Path root, BenchRig rig, Variant variant) {
    this.rig = rig;
    safepoints = rig.folder().resolve("safepoints.log");
    json = rig.folder().resolve("controller.jsonl");
    Map<String, String> environment = new HashMap<>(variant.environment());
    environment.put("REINS_BUILT", "yes");
    environment.put(
        "JDK_JAVA_OPTIONS", "-Xlog:safepoint:file=" + safepoints + ":timenanos:filecount=0");
    List<String> command =
        List.of(
            root.resolve("reins").toString(),
            "controller",
            "--rig",
            rig.file(variant.spin_us(rig.spin_us())).toString(),
            "--json",
            json.toString());
    child = new Child("controller", command, environment, rig.folder().resolve("controller.log"));
  }

  /** Starts it, waits until it is armed, measures, stops it. The load begins before it is armed. */
  Map<String, Double> run(Runnable load, int cpu, double seconds) {
    start(load);
    long from_ns = System.nanoTime();
    DeviceInterrupts irqs = new DeviceInterrupts(cpu);
    try (StealMeter steal = new StealMeter(cpu);
        PlayedPolicy policy = rig.played(exchange)) {
      pass(seconds);
      long until_ns = System.nanoTime();
      child.stop();
      Map<String, Double> figures = figures(steal, new SafepointLog(safepoints, from_ns, until_ns));
      figures.put("device_irqs", irqs.since());
      figures.put("active_share", policy.activeShare());
      return figures;
    }
  }

  /** Starts it, waits until it is armed, and lets it run for long. */
  Soak soak(double minutes, BooleanSupplier ended, Consumer<Soak> progress) {
    start(() -> {});
    Soak soak = new Soak(exchange.counters(), child.pid());
    long start_ns = System.nanoTime();
    try (PlayedPolicy policy = rig.played(exchange)) {
      while (System.nanoTime() - start_ns < minutes * 60e9 && !ended.getAsBoolean()) {
        pass(SOAK_LOOK_s);
        soak.look();
        progress.accept(soak);
      }
      soak.activeShare(policy.activeShare());
      return soak;
    }
  }

  private void pass(double seconds) {
    long start_ns = System.nanoTime();
    while (System.nanoTime() - start_ns < seconds * 1e9) {
      if (!child.alive()) throw new ChildFailed(child.exitCode(), child.lastWords());
      LockSupport.parkNanos((long) Math.min(1e9, seconds * 1e9 - (System.nanoTime() - start_ns)));
    }
  }

  private void start(Runnable load) {
    try {
      Files.deleteIfExists(json);
      Files.deleteIfExists(rig.exchange());
    } catch (IOException e) {
      throw new UncheckedIOException(rig.folder() + ": cannot be cleared", e);
    }
    child.start();
    await(this::ticks);
    load.run();
    await(() -> exchange.counters().get(Counters.TICK_MAX_NS) > 0);
  }

  private boolean ticks() {
    try {
      if (exchange == null) exchange = Exchange.open(rig.exchange());
    } catch (ConfigException e) {
      return false; // not there yet
    }
    return exchange.counters().get(Counters.TICKS) > 0;
  }

  private void await(BooleanSupplier condition) {
    long start_ns = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (!child.alive()) throw new ChildFailed(child.exitCode(), child.lastWords());
      if (System.nanoTime() - start_ns > START_WITHIN_ns)
        throw new CannotMeasure("the controller does not start: " + child.lastWords());
      LockSupport.parkNanos(LOOK_EVERY_ns);
    }
  }

  private Map<String, Double> figures(StealMeter steal, SafepointLog log) {
    JsonNode last = lastLine();
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String key : COPIED) figures.put(key, last.get(key).asDouble());
    explain(last, steal, log, figures);
    figures.put("safepoints", (double) log.count());
    figures.put("safepoint_max_us", log.max_us());
    figures.put("steal_ms", steal.ms());
    return figures;
  }

  private JsonNode lastLine() {
    try {
      return new ObjectMapper().readTree(Files.readAllLines(json).getLast());
    } catch (IOException e) {
      throw new CannotMeasure("the controller left no figures: " + child.lastWords());
    }
  }

  /** Lays each overrun beside what the host took and where the JVM stood. */
  private static void explain(
      JsonNode last, StealMeter steal, SafepointLog log, Map<String, Double> figures) {
    double stolen = 0;
    double safepoint = 0;
    JsonNode at_ns = last.get("overrun_at_ns");
    for (int i = 0; i < at_ns.size(); i++) {
      long from_ns = at_ns.get(i).asLong() - last.get("overrun_late_us").get(i).asLong() * 1000;
      long to_ns = at_ns.get(i).asLong() + last.get("overrun_took_us").get(i).asLong() * 1000;
      if (log.within(from_ns, to_ns)) safepoint++;
      else if (steal.stole(from_ns, to_ns)) stolen++;
    }
    figures.put("overruns_with_steal", stolen);
    figures.put("overruns_in_safepoint", safepoint);
    figures.put("overruns_owned", figures.get("overruns") - stolen);
  }

  /** Stops what still runs. */
  @Override
  public void close() {
    child.stop();
    if (exchange != null) exchange.close();
  }
}
