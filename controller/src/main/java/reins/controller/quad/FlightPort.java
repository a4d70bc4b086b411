package reins.controller.quad;

/**
 * The way to an autopilot and back.
 *
 * <p>Threads: the control loop's. Neither method waits, allocates, throws or reads a clock.
 */
public interface FlightPort {
  /** Copies the newest estimate and the newest neighbours. {@code state} written. */
  void read(long now_ns, FlightState state);

  /** Sends a command. */
  void write(FlightCommand command);
}
