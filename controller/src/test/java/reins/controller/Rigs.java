package reins.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import reins.contract.config.ConfigReader;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;

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
}
