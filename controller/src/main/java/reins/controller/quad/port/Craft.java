package reins.controller.quad.port;

import reins.controller.quad.FlightPort;

/** A vehicle behind its autopilot's topics. */
interface Craft extends FlightPort {
  /** Its services. */
  Pilot pilot();
}
