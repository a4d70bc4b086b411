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

  /** An angle moved further than its joint's speed allows: refused. */
  public static final int STATE_JUMP = 1 << 16;

  /** A robot state came with a stamp older than the one before, or ahead of our clock: refused. */
  public static final int STATE_REORDERED = 1 << 17;

  /** A joint reports the same number over and over while its torque changes. */
  public static final int STATE_FROZEN = 1 << 18;

  /** No robot state for so long that the arm is given up. */
  public static final int STATE_LOST = 1 << 19;

  /** The robot itself stopped: a reflex or an error that a person has to clear. */
  public static final int ROBOT_REFLEX = 1 << 20;

  /** The emergency stop is tripped. */
  public static final int ESTOP = 1 << 21;

  /** The torque measured at rest is not what the model says the arm and its payload weigh. */
  public static final int PAYLOAD_MISMATCH = 1 << 22;

  /** Armed without a payload check: the robot does not measure its torque. */
  public static final int PAYLOAD_UNCHECKED = 1 << 23;

  /** The barrier filter changed the law's torque. */
  public static final int BARRIER_ACTED = 1 << 24;

  /** No torque within the limits keeps a barrier as asked: the nearest was taken. */
  public static final int BARRIER_SHORT = 1 << 25;

  /** The barriers contradict one another, or their solver ran out of steps: braking. */
  public static final int BARRIER_FELL_BACK = 1 << 26;

  /** A measured angle is beyond its joint's limits. */
  public static final int JOINT_BEYOND = 1 << 27;

  /** A measured speed is above its joint's limit. */
  public static final int JOINT_TOO_FAST = 1 << 28;

  /** A mode was asked for that the table does not allow from where the controller is. */
  public static final int MOVE_REFUSED = 1 << 29;

  /** Ticks stayed away for so long that the arm holds. */
  public static final int TICKS_MISSED = 1 << 30;

  /** Another arm of the rig was stopped. */
  public static final int OTHER_ARM_STOPPED = 1 << 31;

  /** How many bits there are. */
  public static final int COUNT = 32;

  /** What stops the arm until a person recovers it. */
  public static final int STOPPING =
      STATE_NOT_FINITE
          | STATE_JUMP
          | STATE_FROZEN
          | STATE_LOST
          | ROBOT_REFLEX
          | TICK_THREW
          | ESTOP
          | OTHER_ARM_STOPPED;

  private static final String[] NAMES = {
    "state stale",
    "state not finite",
    "action stale",
    "action not finite",
    "action clipped",
    "workspace clipped",
    "leash clipped",
    "torque clipped",
    "torque rate clipped",
    "command not finite",
    "overrun",
    "tick threw",
    "exchange torn",
    "outside workspace",
    "action reordered",
    "allocated",
    "state jump",
    "state reordered",
    "state frozen",
    "state lost",
    "robot reflex",
    "emergency stop",
    "payload mismatch",
    "payload unchecked",
    "barrier acted",
    "barrier short",
    "barrier fell back",
    "joint beyond",
    "joint too fast",
    "move refused",
    "ticks missed",
    "other arm stopped"
  };

  private Fault() {}

  /** Short words for one bit's index. */
  public static String name(int bit) {
    return NAMES[bit];
  }
}
