package reins.controller.quad;

import java.nio.file.Path;
import reins.contract.config.FlightConfig;

/** The shipped flights. */
final class Flights {
  private Flights() {}

  static FlightConfig.Resolved resolved(String vehicle) {
    return FlightConfig.load(
        Path.of(
            System.getProperty("reins.root"),
            "hardware-configs",
            "flights",
            "sim-" + vehicle + ".yaml"));
  }
}
