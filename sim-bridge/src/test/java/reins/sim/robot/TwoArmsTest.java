package reins.sim.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
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
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.sim.processes.Child;

/** The shipped rig of two simulated arms: one simulator, one controller, topics between them. */
@Tag("system")
class TwoArmsTest {
  private static final Path ROOT = Path.of(System.getProperty("reins.root"));
  private static final String[] SIDES = {"left", "right"};
  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final long WITHIN_ns = 120_000_000_000L;

  @TempDir Path folder;
  private final Exchange[] exchanges = new Exchange[2];
  private final StateFrame[] states = {new StateFrame(), new StateFrame()};
  private final ActionFrame action = new ActionFrame();
  private Child robots;
  private Child controller;

  @BeforeEach
  void start() throws IOException {
    Path configs = ROOT.resolve("hardware-configs");
    for (String part : List.of("robots", "tasks"))
      Files.createSymbolicLink(folder.resolve(part), configs.resolve(part));
    Path rigs = Files.createDirectory(folder.resolve("rigs"));
    Path rig = rigs.resolve("sim-two-franka.yaml");
    Files.copy(configs.resolve("rigs/sim-two-franka.yaml"), rig);
    int port = freePort();
    for (String side : SIDES) {
      String name = "sim-franka-" + side + ".yaml";
      String text = Files.readString(configs.resolve("rigs").resolve(name));
      Files.writeString(
          rigs.resolve(name),
          text.replaceAll("localhost:\\d+", "localhost:" + port)
              .replaceAll("path: \\S+", "path: " + folder.resolve(side)));
    }
    robots = child("sim", rig);
    controller = child("controller", rig);
    robots.start();
    controller.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Child child(String name, Path rig) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("reins").toString(), name));
    command.addAll(List.of("--rig", rig.toString()));
    return new Child(name, command, Map.of("REINS_BUILT", "yes"), folder.resolve(name + ".log"));
  }

  @AfterEach
  void stop() {
    controller.stop();
    robots.stop();
    for (Exchange exchange : exchanges) if (exchange != null) exchange.close();
  }

  @Test
  void shouldDriveBothApartAndStopBothAtOnce() throws InterruptedException {
    await(() -> look(LEFT) == Mode.HOLD && look(RIGHT) == Mode.HOLD, "both hold");
    await(() -> homed(LEFT) & homed(RIGHT), "both are home");
    double x_left_m = states[LEFT].p_base_tool_m[0], x_right_m = states[RIGHT].p_base_tool_m[0];
    assertEquals(x_left_m, x_right_m, 0.02);
    for (int i = 0; i < 40; i++) {
      send(LEFT, Command.ACT, 0.3);
      send(RIGHT, Command.ACT, -0.3);
      Thread.sleep(50);
      look(LEFT);
      look(RIGHT);
    }
    assertTrue(states[LEFT].p_base_tool_m[0] - x_left_m > 0.03, "left went forwards");
    assertTrue(states[RIGHT].p_base_tool_m[0] - x_right_m < -0.03, "right went backwards");
    send(RIGHT, Command.ESTOP, 0);
    await(() -> look(LEFT) == Mode.ESTOP && look(RIGHT) == Mode.ESTOP, "one stop stops both");
  }

  private Mode look(int arm) {
    try {
      if (exchanges[arm] == null) exchanges[arm] = Exchange.open(folder.resolve(SIDES[arm]));
    } catch (ConfigException e) {
      return Mode.BOOT; // not there yet
    }
    return exchanges[arm].latestState(states[arm]) == 0 ? Mode.of(states[arm].mode) : Mode.BOOT;
  }

  private boolean homed(int arm) {
    send(arm, Command.HOME, 0);
    look(arm);
    return states[arm].homed == 1;
  }

  private void send(int arm, Command command, double x) {
    action.seq++;
    action.stamp_ns = System.nanoTime();
    action.command = command.ordinal();
    action.action[0] = x;
    exchanges[arm].publishAction(action);
  }

  private void await(BooleanSupplier condition, String what) throws InterruptedException {
    long start_ns = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(controller.alive() && robots.alive(), () -> controller.lastWords());
      assertTrue(
          System.nanoTime() - start_ns < WITHIN_ns,
          () ->
              "expected: %s, but %s and %s%n%s%n%s"
                  .formatted(what, look(LEFT), look(RIGHT), said(controller), said(robots)));
      Thread.sleep(20);
    }
  }

  private static String said(Child child) {
    try {
      return Files.readString(child.log());
    } catch (IOException e) {
      return child.lastWords();
    }
  }
}
