package reins.controller.safety;

import reins.contract.config.ActionSpace;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Source;

/**
 * Judges each frame from the policy process once, and the running one's age in every tick. A frame
 * that fails holds the arm; the next good one resumes.
 *
 * <p>A frame that revises a step says what the whole step is to be. It lives no longer than the
 * step (their stamp is the same), and only while that runs: what was refused, held or overtaken is
 * not revised. A revision of a step whose first frame was never seen is that step.
 *
 * <p>A seq below the last one is a new policy process where nothing runs, and disorder where
 * something does. A stamp ahead of our clock counts as now.
 *
 * <p>Threads: the control loop's.
 */
final class Inbox {
  private static final Command[] COMMANDS = Command.values();
  private static final Source[] SOURCES = Source.values();

  private final int dim;
  private final long hold_after_ns;

  private long seenSeq;
  private long seenStamp_ns;
  private long seq;
  private long stamp_ns = Long.MIN_VALUE;
  private long step;
  private boolean revises;
  private boolean running;
  private boolean fresh;
  private boolean refused;
  private Command command = Command.HOLD;
  private Source source = Source.POLICY;
  private long stale_ns;
  private long heard_ns = Long.MIN_VALUE;

  Inbox(ActionSpace.Arm space) {
    dim = space.dim();
    hold_after_ns = Math.round(space.hold_after_s() * 1e9);
  }

  /** Whether a frame that was not seen before stops the arm, whatever else it holds. */
  boolean asksToStop(ActionFrame frame) {
    return unseen(frame) && frame.command == Command.ESTOP.ordinal();
  }

  /** Whether a frame that was not seen before is there. Counts time from there. */
  boolean arrived(long now_ns, ActionFrame frame) {
    boolean arrived = unseen(frame);
    if (arrived || heard_ns == Long.MIN_VALUE) heard_ns = now_ns;
    return arrived;
  }

  private boolean unseen(ActionFrame frame) {
    return frame.seq != 0 && (frame.seq != seenSeq || frame.stamp_ns != seenStamp_ns);
  }

  /** Time since the last frame, or since the first tick. */
  long silent_ns(long now_ns) {
    return now_ns - heard_ns;
  }

  /** Looks at the newest frame and at the clock. Returns bits of {@link Fault}. */
  int judge(long now_ns, ActionFrame frame) {
    fresh = false;
    refused = false;
    stale_ns = 0;
    if (!unseen(frame)) return age(now_ns);
    seenSeq = frame.seq;
    seenStamp_ns = frame.stamp_ns;
    revises = frame.revises != 0 && frame.revises == step;
    int fault = check(now_ns, frame);
    refused = fault != 0;
    if (refused) stop();
    else admit(now_ns, frame);
    step = stepOf(frame);
    return fault;
  }

  private int age(long now_ns) {
    long over_ns = now_ns - stamp_ns - hold_after_ns;
    if (!running || over_ns <= 0) return 0;
    stale_ns = over_ns;
    stop();
    return Fault.ACTION_STALE;
  }

  private int check(long now_ns, ActionFrame frame) {
    long age_ns = now_ns - frame.stamp_ns;
    if (age_ns > hold_after_ns || age_ns < -hold_after_ns) return Fault.ACTION_STALE;
    if (frame.stamp_ns < stamp_ns || running && frame.seq <= seq) return Fault.ACTION_REORDERED;
    if (frame.revises != 0 && (revises ? !running : frame.revises < step))
      return Fault.ACTION_REORDERED;
    double sum = 0;
    for (int i = 0; i < dim; i++) sum += 0 * frame.action[i];
    boolean known =
        frame.command >= 0
            && frame.command < COMMANDS.length
            && frame.source >= 0
            && frame.source < SOURCES.length;
    return sum == 0 && known ? 0 : Fault.ACTION_NOT_FINITE;
  }

  private static long stepOf(ActionFrame frame) {
    return frame.revises == 0 ? frame.seq : frame.revises;
  }

  private void admit(long now_ns, ActionFrame frame) {
    seq = frame.seq;
    stamp_ns = Math.min(frame.stamp_ns, now_ns);
    command = COMMANDS[frame.command];
    source = SOURCES[frame.source];
    running = command == Command.ACT || command == Command.HOME;
    fresh = true;
  }

  /** Lets a frame pass unused: what was asked while the arm could not move is not done later. */
  void skip(ActionFrame frame) {
    seenSeq = frame.seq;
    seenStamp_ns = frame.stamp_ns;
    step = stepOf(frame);
    fresh = false;
    refused = false;
    stale_ns = 0;
    stop();
  }

  /** Does nothing more of the running frame. */
  void stop() {
    running = false;
    command = Command.HOLD;
  }

  /** What to do in this tick; HOLD where nothing runs. */
  Command command() {
    return command;
  }

  /** Who chose the action of the last frame admitted. */
  Source source() {
    return source;
  }

  /** Whether a frame was refused in this tick. */
  boolean refused() {
    return refused;
  }

  /** Whether the frame was admitted in this tick. */
  boolean fresh() {
    return fresh;
  }

  /** Whether the frame admitted in this tick revises the step that runs. */
  boolean revises() {
    return revises;
  }

  /** Seq of the last frame admitted; 0 before the first. */
  long seq() {
    return seq;
  }

  /** How long the action had been stale that was stopped in this tick, else 0. */
  long stale_ns() {
    return stale_ns;
  }
}
