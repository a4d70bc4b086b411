package reins.sim.bench.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.sim.processes.Child;

/** What the robot meets when the controller's whole process stands still, or is gone. */
@Tag("system")
class StoppedControllerTest {
  private static final Path ROOT = Path.of(System.getProperty("reins.root"));
  private static final long WITHIN_ns = 90_000_000_000L;

  @TempDir Path configs;
  private BenchRig rig;
  private Child robot;
  private Child controller;
  private Exchange exchange;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Path root = ROOT.resolve("hardware-configs");
    for (String part : List.of("robots/panda.yaml", "tasks/franka-pick-cube.yaml")) {
      Files.createDirectories(configs.resolve(part).getParent());
      Files.copy(root.resolve(part), configs.resolve(part));
    }
    Path file = Files.createDirectory(configs.resolve("rigs")).resolve("rig.yaml");
    String text = Files.readString(root.resolve("rigs/sim-franka.yaml"));
    Files.writeString(file, text.replaceFirst("state_lost_s: [0-9.]+", "state_lost_s: 0.4"));
    rig = new BenchRig(file);
    robot = child("sim", "--rig", rig.file(rig.spin_us()).toString());
    controller = child("controller", "--rig", rig.file(rig.spin_us()).toString());
    robot.start();
    controller.start();
    await(() -> mode() == Mode.HOLD, "the arm holds");
    await(() -> said("the arm follows") >= 1, "the arm follows");
  }

  private Child child(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("reins").toString(), name));
    command.addAll(List.of(arguments));
    return new Child(
        name, command, Map.of("REINS_BUILT", "yes"), rig.folder().resolve(name + ".log"));
  }

  @AfterEach
  void stop() {
    if (controller != null) controller.stop();
    if (robot != null) robot.stop();
    if (exchange != null) exchange.close();
    rig.close();
  }

  @Test
  void shouldBrakeAndStayStoppedWhenTheProcessStoodStill()
      throws IOException, InterruptedException {
    int braked = said("the arm brakes");
    signal("-STOP");
    await(() -> said("the arm brakes") > braked, "the arm's own watchdog brakes");
    Thread.sleep(1000);
    signal("-CONT");
    await(() -> mode() == Mode.ESTOP, "the watchdog keeps the loop from going on");
  }

  @Test
  void shouldBrakeWhenTheProcessIsGone() throws InterruptedException {
    int braked = said("the arm brakes");
    controller.kill();
    await(() -> said("the arm brakes") > braked, "the arm's own watchdog brakes");
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(controller.pid());
    assertEquals(0, new ProcessBuilder("kill", name, pid).start().waitFor());
  }

  private Mode mode() {
    try {
      if (exchange == null) exchange = Exchange.open(rig.exchange());
    } catch (ConfigException e) {
      return Mode.BOOT; // not there yet
    }
    StateFrame frame = new StateFrame();
    return exchange.latestState(frame) == 0 ? Mode.of(frame.mode) : Mode.BOOT;
  }

  private int said(String words) {
    try {
      return Files.readString(robot.log()).split(words, -1).length - 1;
    } catch (IOException e) {
      return 0; // not there yet
    }
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long start_ns = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start_ns < WITHIN_ns, () -> "expected: " + what);
      Thread.sleep(20);
    }
  }
}
