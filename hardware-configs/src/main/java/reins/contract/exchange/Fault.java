package reins.contract.exchange;

/** Fault bits of a tick, each with a counter of the same order in {@link Counters}. */
public final class Fault {
  /** No robot state, or older than the rig allows. */
  public static final int STATE_STALE = 1;

  /** The robot state holds a number that is not finite. */
  public static final int STATE_NOT_FINITE = 1 << 1;

  /** A running action is older than the task allows: hold. */
  public static final int ACTION_STALE = 1 << 2;

  /** The action holds a number that is not finite: refused. */
  public static final int ACTION_NOT_FINITE = 1 << 3;

  /** The action left [-1, 1]: clipped. */
  public static final int ACTION_CLIPPED = 1 << 4;

  /** The set-point would have left the workspace: clipped. */
  public static final int WORKSPACE_CLIPPED = 1 << 5;

  /** The set-point would have run ahead of the arm: clipped. */
  public static final int LEASH_CLIPPED = 1 << 6;

  /** A torque was cut to the joint's limit. */
  public static final int TORQUE_CLIPPED = 1 << 7;

  /** A torque's rate was cut to the joint's limit. */
  public static final int TORQUE_RATE_CLIPPED = 1 << 8;

  /** The law's torque was not finite: damping only. */
  public static final int COMMAND_NOT_FINITE = 1 << 9;

  /** The tick began a whole period late or ended after its deadline. */
  public static final int OVERRUN = 1 << 10;

  /** A tick threw: retreat, black box, safe stop. */
  public static final int TICK_THREW = 1 << 11;

  /** The exchange could not be read consistently. */
  public static final int EXCHANGE_TORN = 1 << 12;

  /** The measured tool left the workspace by more than the law's clip. */
  public static final int OUTSIDE_WORKSPACE = 1 << 13;

  /** An action came with a seq or stamp older than the one before: refused. */
  public static final int ACTION_REORDERED = 1 << 14;

  /** The control thread allocated heap after it was armed. */
  public static final int ALLOCATED = 1 << 15;

  /** How many bits there are. */
  public static final int COUNT = 16;

  private static final String[] NAMES = {
    "state stale", "state not finite", "action stale", "action not finite", "action clipped",
        "workspace clipped",
    "leash clipped", "torque clipped", "torque rate clipped", "command not finite", "overrun",
        "tick threw",
    "exchange torn", "outside workspace", "action reordered", "allocated"
  };

  private Fault() {}

  /** Short words for one bit's index. */
  public static String name(int bit) {
    return NAMES[bit];
  }
}
