package reins.sim.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.RigConfig;
import reins.controller.rt.Check;
import reins.controller.rt.Machine;
import reins.controller.rt.RealtimeRights;
import reins.policy.camera.Jpeg;
import reins.policy.device.DeviceDoctor;
import reins.sim.mujoco.MujocoLibrary;

/**
 * {@code ./reins doctor}: what this machine can and cannot do, one line each, with what to do about
 * it.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Says what this machine can and cannot do: JDK, MuJoCo, ROS, real-time rights, memory, GPU,"
            + " and a person's devices.")
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEARNER_BYTES = 4L << 30;

  @Option(
      names = "--rig",
      description = "rig file whose real-time rights are tried (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "only tries this device, a file of hardware-configs/devices, and says how")
  private String device;

  @Option(
      names = "--seconds",
      description = "time to move the device in (default: ${DEFAULT-VALUE})")
  private double move_s = 10;

  private boolean blocked;

  @Override
  public Integer call() throws InterruptedException {
    return device == null ? machine() : device();
  }

  /** Leaves it alone first, so that what trembles is seen. */
  private int device() throws InterruptedException {
    DeviceDoctor.Trial trial = new DeviceDoctor.Trial(rig, device, Math.min(2, move_s), move_s);
    List<DeviceDoctor.Line> lines = DeviceDoctor.test(trial, System.out::println);
    for (DeviceDoctor.Line line : lines) line(line.good() ? "ok" : "no", device, line.text());
    return lines.stream().allMatch(DeviceDoctor.Line::good) ? 0 : 1;
  }

  private int machine() {
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
    if (!blocked) realtime();
    wish(
        "ROS tools",
        onPath("rostopic"),
        "rostopic",
        "only to look at topics: apt-get install ros-core");
    wish(
        "quick JPEG",
        Jpeg.isQuick(),
        "libturbojpeg",
        "the cockpit's cameras cost less with it: apt-get install libturbojpeg0");
    wish("GPU", onPath("nvidia-smi"), "nvidia-smi", "none is needed");
    for (DeviceDoctor.Line line : DeviceDoctor.look())
      line(line.good() ? "ok" : "no", "device", line.text());
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
    RigConfig.ControlConfig control = RigConfig.load(rig).rig().control();
    Machine.look().checks(control.cpu()).forEach(DoctorCommand::line);
    Thread trial =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (RealtimeRights rights = RealtimeRights.claim(control)) {
                    rights.checks().forEach(DoctorCommand::line);
                  } catch (IOException e) {
                    line("no", "real time", e.getMessage());
                  }
                });
    try {
      trial.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line("-", "link to the robot", "./reins controller --preflight --rig " + rig);
  }

  private static void line(Check check) {
    line(
        switch (check.verdict()) {
          case PASS -> "ok";
          case WARN -> "warn";
          case FAIL -> "no";
        },
        check.what(),
        check.found() + (check.advice().isEmpty() ? "" : ": " + check.advice()));
  }

  private static boolean onPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void line(String verdict, String what, String text) {
    System.out.printf("%-8s %-23s %s%n", verdict, what, text);
  }
}
