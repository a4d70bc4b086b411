package reins.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import reins.contract.config.ActionSpace;
import reins.contract.config.ConfigReader;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;

/** The configurations that the tests run on. */
public final class Rigs {
  private Rigs() {}

  /** The simulated Panda on this machine. */
  public static RigConfig.Resolved simFranka() {
    return RigConfig.load(file("sim-franka"));
  }

  /** A robot file of this repository. */
  public static RobotConfig robot(String name) {
    Path robots = Path.of(System.getProperty("reins.root"), "hardware-configs", "robots");
    return ConfigReader.read(robots.resolve(name + ".yaml"), RobotConfig.class);
  }

  /** A rig file of this repository. */
  public static Path file(String name) {
    return Path.of(System.getProperty("reins.root"), "hardware-configs", "rigs", name + ".yaml");
  }

  /** The simulated Panda's rig in a folder, its text changed, its exchange in that folder. */
  public static Path changed(Path folder, UnaryOperator<String> change) throws IOException {
    Path root = file("sim-franka").getParent().getParent();
    for (String part : new String[] {"robots/panda.yaml", "tasks/franka-pick-cube.yaml"}) {
      Files.createDirectories(folder.resolve(part).getParent());
      Files.copy(root.resolve(part), folder.resolve(part));
    }
    String text =
        Files.readString(file("sim-franka"))
            .replace("/dev/shm/reins-sim-franka", folder.resolve("exchange").toString());
    Path rig = Files.createDirectories(folder.resolve("rigs")).resolve("rig.yaml");
    return Files.writeString(rig, change.apply(text));
  }

  /** The simulated Panda with another kind of action. */
  public static RigConfig.Resolved with(ActionSpace.Arm action) {
    return with(action, simFranka().task().impedance());
  }

  /** The simulated Panda with another kind of action and other gains. */
  public static RigConfig.Resolved with(ActionSpace.Arm action, TaskConfig.Impedance impedance) {
    RigConfig.Resolved r = simFranka();
    TaskConfig t = r.task();
    TaskConfig task =
        new TaskConfig(
            t.name(),
            t.robot(),
            t.policy_hz(),
            t.episode_steps(),
            t.workspace(),
            action,
            impedance,
            t.observation(),
            t.reset(),
            t.reward(),
            t.learning(),
            t.operator());
    return new RigConfig.Resolved(r.rig(), r.robot(), task);
  }

  /** Six dimensions and a gripper. */
  public static ActionSpace.CartesianDelta pose() {
    return new ActionSpace.CartesianDelta(7, 0.025, 0.04, 0.06, 0.15, 0.6, 0.5, 0.15);
  }

  /** All joints and a gripper; the gains of libfranka's joint impedance example. */
  public static ActionSpace.JointDelta joints() {
    return new ActionSpace.JointDelta(
        8,
        0.05,
        0.1,
        new double[] {0, -0.3, 0, -2.4, 0, 2.1, 0.785},
        new double[] {600, 600, 600, 600, 250, 150, 50},
        new double[] {50, 50, 50, 20, 20, 20, 10},
        new double[] {0.05, 0.05, 0.05, 0.05, 0.04, 0.04, 0.06},
        0.5,
        0.15);
  }

  /** HIL-SERL's egg flip: force along x and z, torque about y. */
  public static ActionSpace.Wrench wrench() {
    return new ActionSpace.Wrench(
        7,
        new double[] {13, 0, 12},
        new double[] {0, 3.5, 0},
        0.5,
        89,
        7,
        0.02,
        0.11,
        0.02,
        10,
        0.5,
        0.15);
  }
}
