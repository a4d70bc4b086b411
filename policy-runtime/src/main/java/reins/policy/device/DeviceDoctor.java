package reins.policy.device;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reins.contract.config.DeviceConfig;
import reins.contract.config.RigConfig;
import reins.policy.human.Engagement;
import reins.policy.human.Silence;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * Finds a person's devices and tries them before a robot hangs on them.
 *
 * <p>Threads: the caller's, which waits.
 */
public final class DeviceDoctor {
  private static final String[] STICKS = {"x", "y", "z", "roll", "pitch", "yaw"};
  private static final double LEADER_REST_RAD = 0.01;
  private static final double LEADER_MOVED_RAD = 0.1;
  private static final long SHOW_EVERY_MS = 500;

  private DeviceDoctor() {}

  /**
   * One line of a report.
   *
   * @param good nothing has to be done about it
   */
  public record Line(boolean good, String text) {}

  /**
   * How a device is tried.
   *
   * @param rest_s in which nobody touches it
   * @param move_s in which a person moves it every way
   */
  public record Trial(Path rig, String device, double rest_s, double move_s) {}

  /** What is plugged into this machine; nothing is no fault. */
  public static List<Line> look() {
    return look(new Hid4javaBus(), Path.of("/dev/input"));
  }

  static List<Line> look(HidBus bus, Path inputs) {
    List<Line> lines = new ArrayList<>();
    HidBus.Look look = bus.open();
    if (look.link() != null) look.link().close();
    boolean wrong = look.found() == HidBus.Found.CLOSED;
    lines.add(new Line(!wrong, "SpaceMouse: " + look.text()));
    try (DirectoryStream<Path> pads = Files.newDirectoryStream(inputs, "js*")) {
      for (Path pad : pads)
        lines.add(
            new Line(
                Files.isReadable(pad),
                Files.isReadable(pad)
                    ? "gamepad at " + pad + ", for joy_node or a browser"
                    : "gamepad at " + pad + ": no right to read it: usermod -aG input $USER"));
    } catch (IOException e) {
      // A machine without inputs has no gamepads.
    }
    return lines;
  }

  /**
   * Tries one device, saying what to do and what it says.
   *
   * <p>Errors: {@link reins.contract.config.ConfigException} where a file is wrong.
   */
  public static List<Line> test(Trial trial, Consumer<String> say) throws InterruptedException {
    DeviceConfig device = DeviceConfig.load(trial.rig, trial.device);
    RigConfig.Resolved config = RigConfig.load(trial.rig);
    if (device instanceof DeviceConfig.SpaceMouse mouse) {
      HidBus.Look look = new Hid4javaBus().open();
      if (look.link() == null) return List.of(new Line(false, look.text()));
      look.link().close();
      return watch(trial, say, sticks(mouse, config, null));
    }
    URI master = URI.create(config.rig().ros().master_uri());
    try (Node node = Node.at(master)) {
      return switch (device) {
        case DeviceConfig.Sticks sticks -> watch(trial, say, sticks(sticks, config, node.node));
        case DeviceConfig.LeaderArm leader -> watch(trial, say, leader(leader, config, node.node));
      };
    } catch (IllegalStateException e) {
      return List.of(new Line(false, e.getMessage()));
    }
  }

  private record Node(ConnectedNode node) implements AutoCloseable {
    static Node at(URI master) {
      return new Node(
          ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName("reins_doctor")));
    }

    @Override
    public void close() {
      node.shutdown();
    }
  }

  private record Trying(SelfTest test, Source source) {}

  private static Trying sticks(
      DeviceConfig.Sticks device, RigConfig.Resolved config, ConnectedNode node) {
    String[] names = STICKS.clone();
    for (int i = 0; i < names.length; i++) if (device.motion().axes()[i] < 0) names[i] = null;
    SelfTest test =
        new SelfTest(
            new SelfTest.Expectation(
                names,
                Engagement.DEAD_ZONE,
                Engagement.ONSET,
                Silence.RETURN_NS - config.task().periodNs()));
    return new Trying(test, Devices.listen(device, node, new StickTrial(device, test)));
  }

  /** Feeds what the robot would be told. */
  private static final class StickTrial implements StickFeed {
    private final Controls controls;
    private final SelfTest test;
    private final double[] axes = new double[DeviceConfig.Motion.AXES];
    private boolean[] before = {};

    StickTrial(DeviceConfig.Sticks device, SelfTest test) {
      controls = new Controls(device);
      this.test = test;
    }

    @Override
    public void accept(long now_ns, double[] raw, boolean[] buttons) {
      for (int i = 0; i < Math.min(before.length, buttons.length); i++)
        if (buttons[i] && !before[i]) test.pressed();
      before = buttons.clone();
      if (controls.deflections(raw, axes)) test.accept(now_ns, axes);
      else test.unusable();
    }
  }

  private static Trying leader(
      DeviceConfig.LeaderArm device, RigConfig.Resolved config, ConnectedNode node) {
    SelfTest test =
        new SelfTest(
            new SelfTest.Expectation(
                device.joint_names().toArray(String[]::new),
                LEADER_REST_RAD,
                LEADER_MOVED_RAD,
                Silence.RETURN_NS - config.task().periodNs()));
    return new Trying(test, new RosLeader(node, device, new LeaderTrial(test)));
  }

  /** Feeds the joints' way from where they were first. */
  private static final class LeaderTrial implements LeaderFeed {
    private final SelfTest test;
    private double[] first;

    LeaderTrial(SelfTest test) {
      this.test = test;
    }

    @Override
    public void accept(long now_ns, double[] q_rad, double gripper) {
      if (first == null) first = q_rad.clone();
      double[] way_rad = q_rad.clone();
      for (int i = 0; i < way_rad.length; i++) way_rad[i] -= first[i];
      test.accept(now_ns, way_rad);
    }

    @Override
    public void clutch(long now_ns, boolean down) {
      if (down) test.pressed();
    }
  }

  private static List<Line> watch(Trial trial, Consumer<String> say, Trying trying)
      throws InterruptedException {
    try (Source source = trying.source) {
      say.accept("Leave the device alone for %.0f s.".formatted(trial.rest_s));
      wait(trial.rest_s, say, trying.test);
      trying.test.move();
      say.accept("Now move every axis both ways, for %.0f s.".formatted(trial.move_s));
      wait(trial.move_s, say, trying.test);
      return trying.test.findings(System.nanoTime(), source.trouble());
    }
  }

  private static void wait(double time_s, Consumer<String> say, SelfTest test)
      throws InterruptedException {
    long end_ns = System.nanoTime() + Math.round(time_s * 1e9);
    for (long left_ms; (left_ms = (end_ns - System.nanoTime()) / 1_000_000) > 0; ) {
      Thread.sleep(Math.min(left_ms, SHOW_EVERY_MS));
      say.accept(test.show());
    }
  }
}
