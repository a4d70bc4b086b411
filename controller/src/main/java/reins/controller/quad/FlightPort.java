package reins.controller.quad;

/**
 * The way to an autopilot and back.
 *
 * <p>Threads: the control loop's. No method waits, allocates, throws or reads a clock.
 */
public interface FlightPort {
  /** Copies the newest estimate and the newest neighbours. {@code state} written. */
  void read(long now_ns, FlightState state);

  /** Takes a command; {@link #send} may be what sends it. */
  void write(FlightCommand command);

  /** Sends what was written, behind the tick, where {@link #write} only left it. */
  default void send() {}
}
