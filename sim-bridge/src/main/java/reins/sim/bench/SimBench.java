package reins.sim.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.FlightConfig;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.record.TransitionSink;
import reins.sim.lockstep.Lockstep;
import reins.sim.quad.QuadSwarmBench;
import reins.sim.report.JsonLines;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/**
 * {@code ./reins bench sim}: what a tick of the whole stack costs over a bare step of the simulated
 * arm, alternated in one run.
 */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description =
        "Times one simulated millisecond: the bare MuJoCo step (the floor) and the whole stack in lockstep;"
            + " then quadrotors, each with its controller.")
public final class SimBench implements Callable<Integer> {
  private static final String ARM = "franka-pick-cube";
  private static final int ROUNDS = 8;
  private static final int POLICY_STEPS = 200;

  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(
      names = "--quadrotors",
      description = "so many in one world; 0: none (default: ${DEFAULT-VALUE})")
  private int swarm = 32;

  @Option(names = "--flight", description = "their flight file (default: ${DEFAULT-VALUE})")
  private Path flight = Path.of("hardware-configs/flights/sim-crazyflie.yaml");

  @Option(
      names = "--json",
      description = "write results for scripts to this file, one object per line")
  private Path json;

  @Override
  public Integer call() {
    RigConfig.Resolved config = RigConfig.load(rig);
    int ticks = POLICY_STEPS * (int) (config.task().periodNs() / config.rig().control().periodNs());
    double[] bare_us = new double[ROUNDS];
    double[] stack_us = new double[ROUNDS];
    PolicySpec spec = PolicySpec.of(config.task());
    try (ArmWorld world = new ArmWorld(config.robot(), TableScene.of(config.task()));
        PolicyStore store = new PolicyStore(spec, config.task().periodNs(), Exploration.none());
        Lockstep lockstep = demonstrating(config, store)) {
      for (int round = 0; round < ROUNDS; round++) {
        bare_us[round] = perTick_us(ticks, () -> steps(world, ticks));
        stack_us[round] = perTick_us(ticks, () -> steps(lockstep));
      }
    }
    JsonLines lines = new JsonLines(json);
    tell(config, median(bare_us), median(stack_us), lines);
    if (swarm > 0) tellSwarm(lines);
    return 0;
  }

  private static Lockstep demonstrating(RigConfig.Resolved config, PolicyStore store) {
    return Lockstep.learning(
        config,
        new Lockstep.Setup(
            1,
            1,
            Integer.MAX_VALUE,
            new ScriptedOperator(config, 1),
            store,
            TransitionSink.NONE,
            r -> {}));
  }

  private static void steps(ArmWorld world, int ticks) {
    double[] none = new double[world.n()];
    for (int i = 0; i < ticks; i++) {
      world.applyTorque(none);
      world.step();
    }
  }

  private static void steps(Lockstep lockstep) {
    for (int i = 0; i < POLICY_STEPS; i++) lockstep.step();
  }

  private static double perTick_us(int ticks, Runnable work) {
    long start_ns = System.nanoTime();
    work.run();
    return (System.nanoTime() - start_ns) * 1e-3 / ticks;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[ROUNDS / 2 - 1] + sorted[ROUNDS / 2]) / 2;
  }

  private void tell(RigConfig.Resolved config, double bare_us, double stack_us, JsonLines lines) {
    double period_us = config.rig().control().periodNs() * 1e-3;
    lines.add(line(ARM, "mujoco", bare_us, period_us));
    lines.add(line(ARM, "reins", stack_us, period_us));
    System.out.printf(
        "One simulated millisecond: bare MuJoCo step %.1f us, whole stack %.1f us (%.2f of it), %.0f times real time.%n",
        bare_us, stack_us, stack_us / bare_us, period_us / stack_us);
  }

  private void tellSwarm(JsonLines lines) {
    FlightConfig.Resolved config = FlightConfig.load(flight);
    for (QuadSwarmBench.Tick tick : QuadSwarmBench.ticks(config, swarm)) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("bench", "sim");
      values.put("case", "quadrotor-tick-" + tick.who());
      values.put("who", "reins");
      values.put("tick_p50_us", tick.p50_us());
      values.put("tick_p99_9_us", tick.p99_9_us());
      values.put("alloc_bytes_per_tick", tick.bytes());
      lines.add(values);
      System.out.printf(
          "A quadrotor's tick among %d, %s: p50 %.1f us, p99.9 %.1f us, %.3f bytes.%n",
          swarm, tick.who(), tick.p50_us(), tick.p99_9_us(), tick.bytes());
    }
    QuadSwarmBench.Result result = QuadSwarmBench.run(config, swarm);
    String what = swarm + "-quadrotors";
    lines.add(line(what, "mujoco", result.bare_us(), result.period_us()));
    lines.add(line(what, "reins", result.stack_us(), result.period_us()));
    System.out.printf(
        "%d quadrotors: %.0f us of world alone, %.0f us with their controllers for a tick of %.0f us: %.1f times real time.%n",
        swarm,
        result.bare_us(),
        result.stack_us(),
        result.period_us(),
        result.period_us() / result.stack_us());
  }

  private static Map<String, Object> line(
      String what, String who, double step_us, double period_us) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "sim");
    values.put("case", what);
    values.put("who", who);
    values.put("step_us", step_us);
    values.put("realtime_ratio", period_us / step_us);
    return values;
  }
}
