package reins.controller.quad;

import java.nio.file.Path;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.Exchange;

/** The shipped flights. */
final class Flights {
  private Flights() {}

  /** A played vehicle with its loop, in the memory of this process. */
  static PlayedVehicle played(String vehicle) {
    Exchange exchange = Exchange.inProcess();
    PlayedVehicle played = new PlayedVehicle(resolved(vehicle), exchange);
    FlightLoop loop = new FlightLoop(played.config, played, exchange);
    played.drivenBy(loop, loop::tick);
    return played;
  }

  static FlightConfig.Resolved resolved(String vehicle) {
    return FlightConfig.load(
        Path.of(
            System.getProperty("reins.root"),
            "hardware-configs",
            "flights",
            "sim-" + vehicle + ".yaml"));
  }
}
