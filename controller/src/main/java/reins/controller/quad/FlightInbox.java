package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Source;

/**
 * Judges the policy process's frames: each once, in order, finite, in range; keeps the action that
 * runs, and how old it is.
 *
 * <p>Threads: the control loop's.
 */
final class FlightInbox {
  /** Numbers of an action. */
  static final int ACTION = 4;

  /** Both clocks are one; a stamp from further ahead is no stamp. */
  private static final long AHEAD_ns = 5_000_000;

  private static final int COMMANDS = Command.values().length;

  private final long hover_ns;
  private final long land_ns;
  private final double[] action = new double[ACTION];
  private long seq;
  private long stamp_ns;
  private long expected_ns;
  private long person_ns;
  private boolean personal;
  private boolean usable;
  private boolean news;
  private final double[] place = new double[ACTION];
  private boolean placed;
  private int command = Command.HOLD.ordinal();
  private int source;

  FlightInbox(FlightConfig.Ladder ladder) {
    hover_ns = Math.round(1e9 * ladder.action_hover_s());
    land_ns = Math.round(1e9 * ladder.action_land_s());
  }

  /** From now on the process has to say something. */
  void expectFrom(long now_ns) {
    expected_ns = now_ns;
  }

  /** Takes in the newest frame. Returns bits of {@link Fault}. */
  int admit(long now_ns, ActionFrame frame) {
    news = false;
    if (frame.seq == 0 || frame.seq == seq) return 0;
    // What revises a step, an emergency stop within one for example, carries the step's stamp.
    boolean newer = frame.revises == 0 ? frame.stamp_ns > stamp_ns : frame.stamp_ns >= stamp_ns;
    if (frame.stamp_ns > now_ns + AHEAD_ns || !newer && seq != 0) {
      seq = frame.seq;
      return Fault.ACTION_REORDERED;
    }
    boolean goesOn = personal && frame.stamp_ns - stamp_ns <= land_ns;
    seq = frame.seq;
    stamp_ns = frame.stamp_ns;
    command = frame.command >= 0 && frame.command < COMMANDS ? frame.command : 0;
    source = frame.source;
    personal = command == Command.ACT.ordinal() && source != Source.POLICY.ordinal();
    if (personal && !goesOn) person_ns = now_ns;
    news = true;
    if (command == Command.ACT.ordinal()) return take(frame);
    return command == Command.HOME.ordinal() ? takePlace(frame) : refuse(0);
  }

  private int takePlace(ActionFrame frame) {
    placed = true;
    boolean clipped = false;
    for (int i = 0; i < ACTION; i++) {
      placed &= Double.isFinite(frame.action[i]);
      place[i] = Math.clamp(frame.action[i], -1, 1);
      clipped |= place[i] != frame.action[i];
    }
    return refuse(!placed ? Fault.ACTION_NOT_FINITE : clipped ? Fault.ACTION_CLIPPED : 0);
  }

  private int take(ActionFrame frame) {
    int fault = 0;
    for (int i = 0; i < ACTION; i++) {
      double value = frame.action[i];
      if (!Double.isFinite(value)) return refuse(Fault.ACTION_NOT_FINITE);
      action[i] = Math.clamp(value, -1, 1);
      if (action[i] != value) fault |= Fault.ACTION_CLIPPED;
    }
    usable = true;
    return fault;
  }

  private int refuse(int fault) {
    usable = false;
    return fault;
  }

  /** Whether the running action may be executed. */
  boolean fresh(long now_ns) {
    return usable && now_ns - stamp_ns <= hover_ns;
  }

  /** Whether this tick's frame was a new one. */
  boolean news() {
    return news;
  }

  /** Whether this tick's frame says that whoever flew is lost. */
  boolean landing() {
    return news && command == Command.LAND.ordinal();
  }

  /** Ordinal of the newest frame's {@link Command}. */
  int command() {
    return command;
  }

  /** Ordinal of whose it is. */
  int source() {
    return source;
  }

  /** When the person who flies, or flew last, began: after another's frame, or a silence. */
  long person_ns() {
    return person_ns;
  }

  /** Seq of the newest frame. */
  long seq() {
    return seq;
  }

  /** How long the process has said nothing. */
  long silent_ns(long now_ns) {
    return now_ns - Math.max(stamp_ns, expected_ns);
  }

  /** Whether the last HOME named a place. */
  boolean placed() {
    return placed;
  }

  /** [4] where to: x, y, z from the fence's low corner to its high one, heading from -pi to pi. */
  double[] place() {
    return place;
  }

  /** [4] the running action, in [-1, 1]. */
  double[] action() {
    return action;
  }
}
