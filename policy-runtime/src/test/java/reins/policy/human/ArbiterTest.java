package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import reins.contract.exchange.Source;
import reins.policy.Rigs;
import reins.policy.episode.Choice;
import reins.policy.infer.Proposal;

class ArbiterTest {
  private final Arbiter arbiter = new Arbiter(Rigs.simFranka().task().action(), 100);
  private final Intent intent = new Intent();
  private final Proposal proposed = new Proposal(4);
  private final Choice chosen = new Choice();

  private void choose(boolean engaged, long now_ns) {
    intent.engaged = engaged;
    intent.source = Source.SCRIPT;
    intent.action[0] = -0.25;
    proposed.action[0] = 0.5f;
    proposed.policy_version = 9;
    arbiter.choose(now_ns, intent, proposed, chosen);
  }

  @Test
  void shouldLetThePersonWinWhileEngaged() {
    choose(false, 10);
    assertEquals(0.5, chosen.frame.action[0]);
    assertEquals(Source.POLICY.ordinal(), chosen.frame.source);
    choose(true, 20);
    assertEquals(-0.25, chosen.frame.action[0]);
    assertEquals(Source.SCRIPT.ordinal(), chosen.frame.source);
    assertEquals(9, chosen.frame.policy_version);
  }

  @Test
  void shouldCountTakeOversAndReleases() {
    boolean[] engaged = {true, true, false, false, true, false};
    for (boolean e : engaged) choose(e, 1);
    assertEquals(2, arbiter.onsets());
    assertEquals(2, arbiter.releases());
  }

  /** What the policy did of the step is still in it; the gripper is the person's. */
  @Test
  void shouldReviseTheStepThatRuns() {
    choose(false, 10);
    intent.takenAt = 0.5;
    intent.action[0] = -0.25;
    intent.action[3] = -1;
    arbiter.revise(intent, chosen);
    assertEquals(0.5 * 0.5 - 0.25, chosen.frame.action[0], 1e-12);
    assertEquals(-1, chosen.frame.action[3]);
    assertEquals(101, chosen.frame.revises);
    assertEquals(102, chosen.frame.seq);
    assertEquals(10, chosen.frame.stamp_ns);
    assertEquals(Source.SCRIPT.ordinal(), chosen.frame.source);
    arbiter.revise(intent, chosen);
    assertEquals(101, chosen.frame.revises);
    assertEquals(1, arbiter.onsets());
    choose(true, 20);
    assertEquals(0, chosen.frame.revises);
    assertEquals(1, arbiter.onsets());
  }

  @Test
  void shouldNumberOnFromTheLastProcessAndStamp() {
    choose(false, 10);
    assertEquals(101, chosen.frame.seq);
    choose(false, 20);
    assertEquals(102, chosen.frame.seq);
    assertEquals(20, chosen.frame.stamp_ns);
  }
}
