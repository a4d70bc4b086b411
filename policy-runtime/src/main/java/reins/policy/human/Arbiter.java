package reins.policy.human;

import reins.contract.exchange.Source;
import reins.policy.episode.Choice;
import reins.policy.infer.Proposal;

/**
 * Decides who acts: the person while engaged, otherwise the policy. Numbers and stamps the action.
 *
 * <p>Threads: the actor's loop.
 */
public final class Arbiter {
  private long seq;
  private boolean engaged;
  private long onsets;
  private long releases;

  /**
   * An arbiter that numbers on.
   *
   * @param lastSeq seq of the newest action that the controller may have seen from an earlier
   *     process
   */
  public Arbiter(long lastSeq) {
    seq = lastSeq;
  }

  /** {@code chosen} written, all but the command, which is the episode's. */
  public void choose(long now_ns, Intent intent, Proposal proposed, Choice chosen) {
    if (intent.engaged && !engaged) onsets++;
    if (!intent.engaged && engaged) releases++;
    engaged = intent.engaged;
    chosen.frame.seq = ++seq;
    chosen.frame.stamp_ns = now_ns;
    chosen.frame.policy_version = proposed.policy_version;
    chosen.frame.source = (engaged ? intent.source : Source.POLICY).ordinal();
    for (int i = 0; i < proposed.action.length; i++)
      chosen.frame.action[i] = engaged ? intent.action[i] : proposed.action[i];
    chosen.markedSuccess = intent.markedSuccess;
    chosen.markedFailure = intent.markedFailure;
    chosen.markedAbort = intent.markedAbort;
    chosen.markedAgain = intent.markedAgain;
    chosen.paused = intent.paused;
    chosen.estop = intent.estop;
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
