package reins.controller;

import java.nio.file.Path;
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
}
