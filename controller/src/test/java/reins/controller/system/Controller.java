package reins.controller.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.ControllerMain;
import reins.controller.Rigs;

/** {@code ./reins controller} on a shipped rig as a process, and the policy's end of its memory. */
final class Controller implements AutoCloseable {
  private static final String[] FLAGS = {
    "-XX:+UseZGC", "-Xmx256m", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"
  };

  private final Script process;
  private final Path memory;
  private final ActionFrame action = new ActionFrame();
  private final StateFrame state = new StateFrame();
  private Exchange exchange;

  private Controller(Script process, Path memory) {
    this.process = process;
    this.memory = memory;
  }

  /** Starts it on a shipped rig, as a person would change it: armed, here, and without rights. */
  static Controller start(Path folder, URI master, String name) throws IOException {
    return start(folder, master, name, rig -> rig);
  }

  /** The same with a change of the person's own. */
  static Controller start(Path folder, URI master, String name, UnaryOperator<String> change)
      throws IOException {
    Path memory = folder.resolve("exchange");
    Path rig = rig(folder, master, name, memory);
    Files.writeString(rig, change.apply(Files.readString(rig)));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(FLAGS));
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(
        List.of("-cp", classes, ControllerMain.class.getName(), "--rig", rig.toString()));
    return new Controller(Script.start(folder, master, command), memory);
  }

  private static Path rig(Path folder, URI master, String name, Path memory) throws IOException {
    Path shipped = Rigs.file(name).getParent().getParent();
    for (String part : new String[] {"robots", "tasks", "rigs"}) {
      Path to = Files.createDirectories(folder.resolve(part));
      try (var files = Files.list(shipped.resolve(part))) {
        for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    Path rig = folder.resolve("rigs").resolve(name + ".yaml");
    String text = Files.readString(rig);
    Files.writeString(
        rig,
        text.replaceAll("armed: false", "armed: true")
            .replaceAll("master_uri: \\S+", "master_uri: " + master)
            .replaceAll("rt: enforce", "rt: ignore")
            .replaceAll("state_stale_s: \\S+", "state_stale_s: 0.5")
            .replaceAll("state_lost_s: \\S+", "state_lost_s: 10.0")
            .replaceAll("path: \\S+", "path: " + memory));
    return rig;
  }

  /** Waits until it does this, while the policy process says hold. */
  void await(Mode mode) throws InterruptedException {
    Waiting.until(
        () -> "it runs\n" + process.output(), () -> !process.alive() || Files.exists(memory));
    Waiting.until(
        () -> "mode " + mode + ", but " + Mode.of(state().mode) + "\n" + process.output(),
        () -> {
          assertTrue(process.alive(), process::output);
          boolean there = state().mode == mode.ordinal();
          publish(Command.HOLD);
          return there;
        });
  }

  /** The newest state, zeros before there is one. */
  StateFrame state() {
    if (exchange == null && Files.exists(memory)) exchange = Exchange.open(memory);
    if (exchange != null) exchange.latestState(state);
    return state;
  }

  /** Sends a frame every 50 ms for so long. */
  void send(double time_s, Command command, double... values) throws InterruptedException {
    for (int i = 0; i < time_s * 20; i++) {
      publish(command, values);
      Thread.sleep(50);
    }
  }

  /** The same until something has happened. */
  void sendUntil(BooleanSupplier happened, Command command, double... values)
      throws InterruptedException {
    Waiting.until(
        process::output,
        () -> {
          publish(command, values);
          return happened.getAsBoolean();
        });
  }

  private void publish(Command command, double... values) {
    action.seq++;
    action.stamp_ns = System.nanoTime();
    action.command = command.ordinal();
    Arrays.fill(action.action, 0);
    System.arraycopy(values, 0, action.action, 0, values.length);
    exchange.publishAction(action);
  }

  /** Ends it as a person would. Returns the exit code. */
  int terminate() throws InterruptedException {
    return process.terminate();
  }

  String output() {
    return process.output();
  }

  @Override
  public void close() {
    if (exchange != null) exchange.close();
    process.close();
  }
}
