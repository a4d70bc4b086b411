package reins.controller.quad;

/**
 * That a vehicle has to land: once said it stays so until the vehicle stands, whatever flies it
 * meanwhile; or until a person who began after it was last said takes the vehicle over, which an
 * ending process, an emergency stop and an empty battery do not allow.
 *
 * <p>Threads: the control loop's.
 */
final class LandingOrder {
  private boolean given;
  private boolean strict;
  private long last_ns;

  /** Says it; or, where there is no reason, does not. */
  void give(long now_ns, boolean lenient, boolean strict) {
    if (!lenient && !strict) return;
    given = true;
    this.strict |= strict;
    last_ns = now_ns;
  }

  /** Whether it has to land. */
  boolean given() {
    return given;
  }

  /** Whether a person who began to fly it then may go on. */
  boolean yieldsTo(long began_ns) {
    return !given || !strict && began_ns > last_ns;
  }

  /** It stands, or a person has it. */
  void clear() {
    given = strict = false;
  }
}
