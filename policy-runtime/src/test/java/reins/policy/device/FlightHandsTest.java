package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.FlightTask;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.policy.ActorLoop;
import reins.policy.FakeFlight;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.HoverScene;
import reins.policy.episode.Phase;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

/** A pad over a vehicle: its steps are not revised, a hand counts from the next. */
class FlightHandsTest {
  private static final int READINGS = 10;

  @TempDir Path dir;
  private final FlightTask.Resolved config = (FlightTask.Resolved) Rigs.gate().deployment();
  private final FakeFlight flight = new FakeFlight(config);
  private final List<Transition> recorded = new ArrayList<>();
  private final StickHand pad = new StickHand(Readings.sticks("xbox"), config);
  private PolicyStore policies;
  private Journal journal;
  private ActorLoop loop;

  @BeforeEach
  void start() {
    journal = new Journal(dir.resolve("person.jsonl"));
    PolicySpec spec = PolicySpec.of(config.task());
    policies = new PolicyStore(spec, Long.MAX_VALUE, Exploration.none());
    policies.offer(1, new OnnxFiles(spec, 1, 16).answering(0, 0, 0, 0).bytes());
    Hands.Setup setup = new Hands.Setup(new NoPerson(), LinkLoss.HOLD, new Pause(), journal);
    loop =
        ActorLoop.learning(
            new ActorLoop.Parts(
                config,
                flight.exchange,
                flight,
                new Hands(config, setup, List.of(pad)),
                new HoverScene(config, 1),
                recorded::add,
                policies,
                result -> {}),
            1,
            0);
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step(0);
    assertEquals(Phase.RUNNING, loop.episode().phase());
  }

  @AfterEach
  void stop() {
    policies.close();
    journal.close();
  }

  /**
   * One step, and the readings of the period after it: pushed to the left from a share of it on.
   */
  private void step(double share) {
    loop.step(flight.now_ns);
    for (int i = 0; i < READINGS; i++) {
      double left = share > 0 && i >= READINGS * (1 - share) ? 1 : 0;
      long at_ns = i * config.task().periodNs() / READINGS;
      pad.accept(flight.now_ns + at_ns, Readings.pad(0, left, 0), Readings.pressed());
    }
    flight.period();
  }

  private double left() {
    return loop.chosen().frame.action[1];
  }

  private boolean driven() {
    return loop.chosen().frame.source == Source.PERSON.ordinal();
  }

  @Test
  void shouldBeginATakeOverWithTheMeanOverTheStepBeforeHoweverLongNobodyFlew() {
    for (int i = 0; i < 20; i++) step(0);
    step(0.6);
    step(1);
    assertTrue(driven());
    assertEquals(0.6, left(), 1e-6, "pushed for 0.6 of the step before");
    step(0);
    assertEquals(1, left(), 1e-6);
    for (int i = 0; i < 15; i++) step(0);
    assertEquals(Source.POLICY.ordinal(), loop.chosen().frame.source);
    step(1);
    step(1);
    assertTrue(driven());
    assertEquals(1, left(), 1e-6, "nothing of the last time or of the time between");
  }
}
