package reins.policy.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Outcome;
import reins.policy.human.NoPerson;
import reins.policy.human.Person;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

/** The recorder through the whole loop: what it says must be what happened. */
class RecorderTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final PolicySpec spec = PolicySpec.of(config.task());
  private final List<Transition> recorded = new ArrayList<>();
  private final List<EpisodeResult> results = new ArrayList<>();
  private final PolicyStore policies = new PolicyStore(spec, 25_000_000, Exploration.none());
  private final FakeArm arm = new FakeArm(config, 1);

  private ActorLoop loop(Person person, int demonstrations) {
    return ActorLoop.learning(
        new ActorLoop.Parts(
            config, arm.exchange, arm, person, arm, recorded::add, policies, results::add),
        1,
        demonstrations);
  }

  private void run(ActorLoop loop, int episodes) {
    for (int i = 0; i < 5000 && results.size() < episodes; i++) {
      loop.step(arm.now_ns);
      arm.period();
    }
    assertEquals(episodes, results.size());
  }

  @Test
  void shouldChainObservationsAndEndWithTheReward() {
    run(loop(new ScriptedOperator(config, 1), 1), 1);
    assertEquals(results.getFirst().steps(), recorded.size());
    for (int i = 0; i < recorded.size(); i++) {
      Transition t = recorded.get(i);
      boolean last = i == recorded.size() - 1;
      assertEquals(i, t.step());
      assertEquals(1, t.episode());
      assertEquals(Source.SCRIPT, t.source());
      assertTrue(t.demonstration());
      assertFalse(t.intervention());
      assertEquals(last ? 1 : 0, t.reward());
      assertEquals(last ? 0 : 1, t.mask());
      assertEquals(last, t.done());
      assertEquals(last, t.success());
      if (!last) assertArrayEquals(t.nextObs(), recorded.get(i + 1).obs());
    }
  }

  @Test
  void shouldRecordAPolicyOutOfTimeAsTruncated() {
    policies.offer(7, new OnnxFiles(spec, 1, 8).version(7).answering(0, 0.3f, 3, -2).bytes());
    run(loop(new NoPerson(), 0), 1);
    assertEquals(config.task().episode_steps(), recorded.size());
    Transition last = recorded.getLast();
    assertTrue(last.done());
    assertEquals(1, last.mask());
    assertEquals(0, last.reward());
    assertEquals(7, last.policyVersion());
    assertEquals(Source.POLICY, last.source());
    float[] expected = {0, (float) Math.tanh(0.3), (float) Math.tanh(3), (float) Math.tanh(-2)};
    assertArrayEquals(expected, last.proposed(), 1e-6f);
    assertArrayEquals(expected, last.action(), 1e-6f);
    assertEquals(Outcome.TIME_OUT, results.getFirst().outcome());
  }

  @Test
  void shouldRecordWhatTheControllerExecutedNotWhatWasSent() {
    policies.offer(1, new OnnxFiles(spec, 1, 8).answering(1, 0, 0, -1).bytes());
    arm.gateFactor = 0.5;
    run(loop(new NoPerson(), 0), 1);
    Transition t = recorded.get(3);
    assertEquals(0.5 * t.proposed()[0], t.action()[0], 1e-6);
    assertNotEquals(0, t.action()[0]);
  }

  @Test
  void shouldRecordZerosWhereNothingWasAdmitted() {
    policies.offer(1, new OnnxFiles(spec, 1, 8).answering(1, 0, 0, -1).bytes());
    arm.deaf = true;
    arm.deafFrom = 3;
    run(loop(new NoPerson(), 0), 1);
    assertArrayEquals(new float[4], recorded.get(6).action());
    assertNotEquals(0, recorded.get(6).proposed()[0]);
    assertTrue(results.getFirst().stalled());
  }

  @Test
  void shouldRecordTheSentActionWhereTheNextStepCameLate() {
    policies.offer(1, new OnnxFiles(spec, 1, 8).answering(1, 0, 0, -1).bytes());
    ActorLoop loop = loop(new NoPerson(), 0);
    while (recorded.size() < 5) {
      loop.step(arm.now_ns);
      arm.period();
    }
    arm.period();
    loop.step(arm.now_ns);
    assertEquals(Math.tanh(1), recorded.get(5).action()[0], 1e-6);
    run(loop, 1);
    assertTrue(results.getFirst().stalled());
  }

  @Test
  void shouldNotRecordAStepWhoseEndWasNotSeen() {
    policies.offer(1, new OnnxFiles(spec, 1, 8).answering(1, 0, 0, -1).bytes());
    ActorLoop loop = loop(new NoPerson(), 0);
    while (recorded.size() < 5) {
      loop.step(arm.now_ns);
      arm.period();
    }
    arm.blind = true;
    run(loop, 1);
    assertEquals(Outcome.ABORTED, results.getFirst().outcome());
    assertEquals(results.getFirst().steps() - 1, recorded.size());
    assertFalse(recorded.getLast().done());
  }

  @Test
  void shouldMarkCorrectionsBesideThePolicysProposal() {
    policies.offer(1, new OnnxFiles(spec, 1, 8).answering(0, 0, 2, -2).bytes());
    run(loop(new ScriptedOperator(config, 4), 0), 3);
    List<Transition> helped = recorded.stream().filter(Transition::intervention).toList();
    assertFalse(helped.isEmpty());
    assertTrue(helped.size() < recorded.size());
    for (Transition t : helped) {
      assertEquals(Source.SCRIPT, t.source());
      assertEquals(Math.tanh(2), t.proposed()[2], 1e-6);
    }
    int steps = results.stream().mapToInt(EpisodeResult::interventionSteps).sum();
    assertEquals(steps, helped.size());
  }
}
