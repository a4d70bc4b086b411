package reins.sim.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.RigConfig;
import reins.controller.rt.RealtimeRights;
import reins.sim.mujoco.MujocoLibrary;

/**
 * {@code ./reins doctor}: what this machine can and cannot do, one line each, with what to do about
 * it.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Says what this machine can and cannot do: JDK, MuJoCo, ROS, real-time rights, memory, GPU.")
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEARNER_BYTES = 4L << 30;

  @Option(
      names = "--rig",
      description = "rig file whose real-time rights are tried (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-franka.yaml");

  private boolean blocked;

  @Override
  public Integer call() {
    need(
        "JDK 25",
        () -> System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    need("MuJoCo", () -> MujocoLibrary.load().name());
    need("rig", () -> RigConfig.load(rig).rig().name() + " reads well");
    wish(
        "cores",
        Runtime.getRuntime().availableProcessors() >= 2,
        cores(),
        "the learner wants a second core");
    wish(
        "memory",
        memory_bytes() >= LEARNER_BYTES,
        memory_bytes() / (1 << 20) + " MB",
        "the demo wants 4 GB");
    realtime();
    governor();
    wish(
        "ROS tools",
        onPath("rostopic"),
        "rostopic",
        "only to look at topics: apt-get install ros-core");
    wish("GPU", onPath("nvidia-smi"), "nvidia-smi", "none is needed");
    System.out.println(
        blocked ? "Something that the demo needs is missing." : "The demo can run: ./reins demo");
    return blocked ? 1 : 0;
  }

  private void need(String what, Supplier<String> probe) {
    try {
      line("ok", what, probe.get());
    } catch (RuntimeException e) {
      blocked = true;
      line("MISSING", what, e.getMessage());
    }
  }

  private static void wish(String what, boolean there, String found, String advice) {
    line(there ? "ok" : "no", what, there ? found : advice);
  }

  private static String cores() {
    return Runtime.getRuntime().availableProcessors() + " cores";
  }

  private static long memory_bytes() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }

  /** The rights belong to the thread that claims them, so a thread of its own does. */
  private void realtime() {
    Thread trial =
        new Thread(
            () -> {
              try (RealtimeRights rights =
                  RealtimeRights.claim(RigConfig.load(rig).rig().control())) {
                line(rights.complete() ? "ok" : "no", "real time", rights.line());
              } catch (Exception e) {
                line("no", "real time", e.getMessage());
              }
            });
    trial.start();
    try {
      trial.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean kernel = Files.exists(Path.of("/sys/kernel/realtime"));
    wish(
        "real-time kernel",
        kernel,
        "PREEMPT_RT",
        "no PREEMPT_RT: fine for simulation, not for claims about maxima");
  }

  private static void governor() {
    Path file = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    try {
      String governor =
          Files.exists(file) ? Files.readString(file).strip() : "not visible (a virtual machine?)";
      wish(
          "CPU governor",
          governor.equals("performance"),
          governor,
          governor + "; performance is best for 1 kHz");
    } catch (java.io.IOException e) {
      line("no", "CPU governor", e.getMessage());
    }
  }

  private static boolean onPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void line(String verdict, String what, String text) {
    System.out.printf("%-8s %-17s %s%n", verdict, what, text);
  }
}
