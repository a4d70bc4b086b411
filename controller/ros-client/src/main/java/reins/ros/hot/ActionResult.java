package reins.ros.hot;

/**
 * How one of this sender's goals ended: what results with {@code success} and {@code error} say.
 */
public final class ActionResult {
  /** The number of the goal that it answers. */
  public long number;

  /** Whether the server calls it a success. */
  public boolean success;

  ActionResult() {}
}
