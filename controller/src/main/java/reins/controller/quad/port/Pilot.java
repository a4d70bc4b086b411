package reins.controller.quad.port;

/**
 * What an autopilot is asked beside the stream of set-points, by services.
 *
 * <p>Threads: any but the control loop's; each call waits for its answer. Errors: {@link
 * IllegalStateException} in one line where the autopilot refuses.
 */
public interface Pilot {
  /** Compares what the autopilot is set to with what the rig expects, and asks for its state. */
  void prepare();

  /** Compares again, then has it follow set-points and arms it. Returns once both are confirmed. */
  void engage();

  /** Takes its arming away. */
  void disengage();

  /** Has it land by itself, whatever set-points say: the dead-man's. */
  void land();
}
