package reins.policy.human;

import reins.contract.config.ActionSpace;
import reins.contract.exchange.Source;
import reins.policy.episode.Choice;
import reins.policy.infer.Proposal;

/**
 * Decides who acts: the person while engaged, otherwise the policy. Numbers and stamps the action.
 *
 * <p>Threads: the actor's loop.
 */
public final class Arbiter {
  private final int gripper;
  private final double[] began;
  private long seq;
  private long step;
  private boolean engaged;
  private long onsets;
  private long releases;

  /**
   * An arbiter of a task's actions that numbers on.
   *
   * @param lastSeq seq of the newest action that the controller may have seen from an earlier
   *     process
   */
  public Arbiter(ActionSpace space, long lastSeq) {
    gripper = space.gripper();
    began = new double[space.dim()];
    seq = lastSeq;
  }

  /** {@code chosen} written, all but the command, which is the episode's. */
  public void choose(long now_ns, Intent intent, Proposal proposed, Choice chosen) {
    if (intent.engaged && !engaged) onsets++;
    if (!intent.engaged && engaged) releases++;
    engaged = intent.engaged;
    chosen.frame.seq = step = ++seq;
    chosen.frame.revises = 0;
    chosen.frame.stamp_ns = now_ns;
    chosen.frame.policy_version = proposed.policy_version;
    chosen.frame.source = (engaged ? intent.source : Source.POLICY).ordinal();
    for (int i = 0; i < proposed.action.length; i++)
      began[i] = chosen.frame.action[i] = engaged ? intent.action[i] : proposed.action[i];
    chosen.markedSuccess = intent.markedSuccess;
    chosen.markedFailure = intent.markedFailure;
    chosen.markedAbort = intent.markedAbort;
    chosen.markedAgain = intent.markedAgain;
    chosen.paused = intent.paused;
    chosen.landing = intent.landing;
    chosen.estop = intent.estop;
  }

  /**
   * Within a step: the person's hands have moved on. {@code chosen} written: the action of the
   * whole step, of which those who had it before keep what was theirs.
   */
  public void revise(Intent intent, Choice chosen) {
    if (!engaged) onsets++;
    engaged = true;
    number(chosen);
    chosen.frame.source = intent.source.ordinal();
    for (int i = 0; i < began.length; i++)
      chosen.frame.action[i] =
          i == gripper ? intent.action[i] : intent.takenAt * began[i] + intent.action[i];
  }

  /** Numbers one more frame of the step. */
  public void number(Choice chosen) {
    chosen.frame.seq = ++seq;
    chosen.frame.revises = step;
  }

  /** How often the person took over, in whatever phase. */
  public long onsets() {
    return onsets;
  }

  /** How often the person let go. */
  public long releases() {
    return releases;
  }
}
