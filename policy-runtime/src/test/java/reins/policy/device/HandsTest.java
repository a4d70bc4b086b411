package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Command;
import reins.contract.exchange.Source;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Outcome;
import reins.policy.episode.Phase;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Silence;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

/** Devices in the actor's loop over a simulated arm, under a clock of the test's own. */
class HandsTest {
  private static final long READING_NS = 16_000_000;

  @TempDir Path dir;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final FakeArm arm = new FakeArm(config, 1);
  private final List<Transition> recorded = new ArrayList<>();
  private final List<EpisodeResult> results = new ArrayList<>();
  private final Pause pause = new Pause();
  private final StickHand pad = new StickHand(Readings.sticks("xbox"), config);
  private final StickHand mouse = new StickHand(Readings.sticks("spacemouse"), config);
  private final double[] cap = new double[6];
  private double[] sticks = Readings.pad(0, 0, 0);
  private boolean[] pressed = Readings.pressed();
  private boolean silent;
  private Journal journal;
  private PolicyStore policies;
  private Hands hands;
  private ActorLoop loop;

  @BeforeEach
  void start() {
    journal = new Journal(dir.resolve("person.jsonl"));
    PolicySpec spec = PolicySpec.of(config.task());
    policies = new PolicyStore(spec, Long.MAX_VALUE, Exploration.none());
    policies.offer(1, new OnnxFiles(spec, 1, 16).answering(0, 0, 0, 0).bytes());
    build(LinkLoss.HOLD);
  }

  private void build(LinkLoss whenLost) {
    hands =
        new Hands(
            config, new Hands.Setup(new NoPerson(), whenLost, pause, journal), List.of(pad, mouse));
    loop =
        ActorLoop.learning(
            new ActorLoop.Parts(
                config, arm.exchange, arm, hands, arm, recorded::add, policies, results::add),
            1,
            0);
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step();
    assertEquals(Phase.RUNNING, loop.episode().phase());
    step();
  }

  @AfterEach
  void stop() {
    policies.close();
    journal.close();
  }

  /** One step of the loop, and the devices' readings of the period after it. */
  private void step() {
    loop.step(arm.now_ns);
    for (long at = 0; at < config.task().periodNs() && !silent; at += READING_NS) {
      pad.accept(arm.now_ns + at, sticks, pressed);
      mouse.accept(arm.now_ns + at, cap, new boolean[2]);
    }
    arm.period();
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) step();
  }

  private boolean driven() {
    return loop.chosen().frame.source == Source.PERSON.ordinal()
        && loop.chosen().frame.command == Command.ACT.ordinal();
  }

  private boolean holding() {
    return loop.chosen().frame.command == Command.HOLD.ordinal();
  }

  private List<String> journal() throws IOException {
    journal.settle();
    return Files.readAllLines(dir.resolve("person.jsonl"));
  }

  @Test
  void shouldTakeOverOnceLetGoOnceAndNameTheDevice() throws IOException {
    double y_m = arm.state.p_base_tool_m[1];
    sticks = Readings.pad(0, 1, 0);
    steps(4);
    assertTrue(driven());
    assertTrue(arm.state.p_base_tool_m[1] > y_m + 0.02);
    sticks = Readings.pad(0, 0.03, 0);
    steps(8);
    assertFalse(driven());
    assertEquals(1, hands.takeOvers());
    assertEquals(1, hands.releases());
    List<String> lines = journal();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains("\"event\": \"onset\", \"device\": \"xbox\""));
    assertTrue(lines.getLast().contains("\"event\": \"release\", \"device\": \"xbox\""));
    Transition first = recorded.stream().filter(Transition::intervention).findFirst().orElseThrow();
    assertEquals(Source.PERSON, first.source());
    assertEquals(-1, first.action()[3], "the open gripper stays open");
    assertTrue(lines.getFirst().contains("\"stamp_ns\": " + first.stamp_ns() + "}"));
  }

  @Test
  void shouldCloseTheGripperOnATapBetweenTwoSteps() {
    loop.step(arm.now_ns);
    pad.accept(arm.now_ns + 1, sticks, pressed);
    pad.accept(arm.now_ns + 2, sticks, Readings.pressed(5));
    pad.accept(arm.now_ns + 3, sticks, pressed);
    arm.period();
    loop.step(arm.now_ns);
    assertTrue(driven());
    assertEquals(1, loop.chosen().frame.action[3]);
    arm.period();
    step();
    assertEquals(1, loop.chosen().frame.action[3], "it stays where it was told");
  }

  @Test
  void shouldReachTheSetPointWithinTheStepThatRuns() {
    int[] news = {0};
    pad.onNews(() -> news[0]++);
    loop.step(arm.now_ns);
    long half_ns = arm.now_ns + config.task().periodNs() / 2;
    for (int i = 2; i >= 0; i--)
      pad.accept(half_ns - i * 1_000_000, Readings.pad(0, 1, 0), Readings.pressed());
    assertEquals(1, news[0], "nothing before it is a person, and no change after");
    loop.revise(half_ns);
    assertTrue(driven());
    assertEquals(0.5, loop.chosen().frame.action[1], 1e-9);
    pad.accept(half_ns + 10_000_000, Readings.pad(0, 0, 0), Readings.pressed());
    loop.revise(half_ns + 10_000_000);
    assertEquals(0.1, loop.chosen().frame.action[1], 1e-9);
    assertEquals(1, hands.takeOvers());
    arm.period();
    loop.step(arm.now_ns);
    assertTrue(driven());
    assertEquals(0, loop.chosen().frame.action[1]);
    pad.accept(arm.now_ns + 1, Readings.pad(0, 0, 0), Readings.pressed(6));
    loop.revise(arm.now_ns + 2);
    assertEquals(Command.ESTOP.ordinal(), loop.chosen().frame.command);
  }

  @Test
  void shouldHoldWithinTwoHundredMillisecondsOfADeviceThatDiesAndWaitForStart() throws IOException {
    sticks = Readings.pad(1, 0, 0);
    steps(3);
    assertTrue(driven());
    long last_ns = arm.now_ns - config.task().periodNs() + 6 * READING_NS;
    silent = true;
    while (!holding()) step();
    assertTrue(loop.chosen().frame.stamp_ns - last_ns <= Silence.RETURN_NS);
    steps(12);
    assertTrue(pause.on());
    assertEquals("The xbox that was driving fell silent.", pause.why());
    assertEquals(1, hands.linkLosses());
    // It comes back with the stick still pushed.
    silent = false;
    steps(3);
    assertTrue(holding());
    pressed = Readings.pressed(7);
    step();
    pressed = Readings.pressed();
    steps(2);
    assertFalse(holding());
    assertFalse(driven(), "what was held must be let go first");
    sticks = Readings.pad(0, 0, 0);
    step();
    sticks = Readings.pad(1, 0, 0);
    steps(2);
    assertTrue(driven());
    assertTrue(journal().stream().anyMatch(l -> l.contains("\"link lost\", \"device\": \"xbox\"")));
  }

  @Test
  void shouldGoOnAfterAShortStallAndLetThePolicyGoOnWhereTold() {
    sticks = Readings.pad(1, 0, 0);
    steps(3);
    silent = true;
    steps(4);
    assertTrue(holding());
    silent = false;
    steps(2);
    assertTrue(driven());
    assertEquals(1, hands.takeOvers());
    sticks = Readings.pad(0, 0, 0);
    steps(6);
    build(LinkLoss.POLICY);
    sticks = Readings.pad(1, 0, 0);
    steps(3);
    assertTrue(driven());
    silent = true;
    steps(4);
    assertFalse(driven());
    assertFalse(holding());
  }

  /** A SpaceMouse at rest says nothing. */
  @Test
  void shouldTakeSilenceAtRestForRest() {
    cap[1] = -1;
    steps(3);
    assertTrue(driven());
    cap[1] = 0;
    step();
    silent = true;
    steps(6);
    assertFalse(driven());
    assertFalse(holding(), "the policy has it");
    assertEquals(0, hands.linkLosses());
    assertEquals(1, hands.releases());
  }

  @Test
  void shouldGiveTheRobotToOneDeviceAtATime() {
    sticks = Readings.pad(0, 1, 0);
    steps(3);
    cap[1] = -1;
    steps(3);
    assertEquals(1, loop.chosen().frame.action[1]);
    assertEquals(0, loop.chosen().frame.action[0], "the second device is not heard");
    sticks = Readings.pad(0, 0, 0);
    steps(8);
    assertFalse(driven(), "the second device was pushed before: it must rest first");
    cap[1] = 0;
    step();
    cap[1] = -1;
    steps(3);
    assertTrue(driven());
    assertEquals(1, loop.chosen().frame.action[0]);
    assertEquals(2, hands.takeOvers());
  }

  @Test
  void shouldLetGoWhereSomebodyComesFirst() {
    sticks = Readings.pad(0, 1, 0);
    steps(3);
    for (int i = 0; i < 5; i++) {
      hands.letGo();
      step();
    }
    assertFalse(driven());
    steps(5);
    assertFalse(driven());
    assertEquals(1, hands.releases());
  }

  @Test
  void shouldHearWordsFromADeviceThatDoesNotDrive() {
    cap[1] = -1;
    steps(3);
    sticks[7] = 1;
    steps(2);
    assertEquals(Outcome.SUCCESS, results.getLast().outcome());
    sticks[7] = 0;
    pressed = Readings.pressed(6);
    steps(2);
    assertTrue(pause.on());
    assertEquals("The emergency stop was pressed.", pause.why());
    pressed = Readings.pressed();
    step();
    pressed = Readings.pressed(7);
    steps(2);
    assertFalse(pause.on(), "the button that pauses also starts");
  }

  @Test
  void shouldCountAndIgnoreHostileReadings() {
    for (int i = 0; i < 1000; i++) {
      pad.accept(arm.now_ns + i, Readings.pad(Double.NaN, 1e300, -1e300), pressed);
      pad.accept(arm.now_ns + i, new double[i % 3], new boolean[0]);
    }
    steps(2);
    assertFalse(driven());
    assertEquals(2000, pad.malformed());
    sticks = Readings.pad(1e300, 0, 0);
    steps(3);
    assertTrue(driven());
    assertEquals(1, loop.chosen().frame.action[0]);
  }
}
