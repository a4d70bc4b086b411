package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Outcome;
import reins.policy.episode.Phase;
import reins.policy.human.Device;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.Silence;
import reins.policy.human.Word;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.observe.Objects;

/** The desk in the actor's loop over a simulated arm, under a clock of the test's own. */
class DeskTest {
  private static final long FRAME_NS = 20_000_000;

  @TempDir Path dir;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final FakeArm arm = new FakeArm(config, 1);
  private final Pulse pulse = new Pulse();
  private final Tally tally = new Tally();
  private final List<Transition> recorded = new ArrayList<>();
  private final List<EpisodeResult> results = new ArrayList<>();
  private final double[] axes = new double[6];
  private PolicyStore policies;
  private Journal journal;
  private Desk desk;
  private ActorLoop loop;
  private Viewer page;
  private Word word;
  private String text;
  private int grip;
  private boolean silent;
  private long seq;

  @BeforeEach
  void start() {
    journal = new Journal(dir.resolve("person.jsonl"));
    PolicySpec spec = PolicySpec.of(config.task());
    policies = new PolicyStore(spec, Long.MAX_VALUE, Exploration.none());
    policies.offer(1, new OnnxFiles(spec, 1, 16).answering(0, 0, 0, 0).bytes());
    build(LinkLoss.HOLD);
  }

  private void build(LinkLoss whenLost) {
    build(whenLost, new NoPerson());
  }

  private void build(LinkLoss whenLost, Person other) {
    desk = new Desk(config, other, whenLost, new Pause(), journal, pulse, tally);
    loop =
        ActorLoop.learning(
            new ActorLoop.Parts(
                config, arm.exchange, arm, desk, arm, recorded::add, policies, results::add),
            1,
            0);
    page = new Viewer(desk.nextNumber(), null);
    desk.join(page);
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step();
    assertEquals(Phase.RUNNING, loop.episode().phase());
    step();
  }

  @AfterEach
  void stop() {
    policies.close();
    journal.close();
  }

  /** One step of the loop, and the page's messages of the period after it. */
  private void step() {
    loop.step(arm.now_ns);
    long start_ns = arm.now_ns;
    for (long at = 0; at < config.task().periodNs() && !silent; at += FRAME_NS)
      send(page, start_ns + at);
    arm.period();
  }

  private void send(Viewer from, long now_ns) {
    desk.accept(from, frame(++seq, pulse.beat(now_ns)), now_ns);
    word = null;
    text = null;
  }

  private InputFrame frame(long number, long ack) {
    return new InputFrame(number, ack, axes.clone(), grip, false, Device.KEYBOARD, word, text);
  }

  private void say(Word what) {
    word = what;
    step();
    step();
  }

  private int command() {
    return loop.chosen().frame.command;
  }

  private boolean personDrives() {
    return loop.chosen().frame.source == Source.PERSON.ordinal()
        && command() == Command.ACT.ordinal();
  }

  @Test
  void shouldGiveTheRobotToThePersonAndRecordWhoDroveAndWhatWasProposed() throws IOException {
    axes[1] = 1;
    double y_m = arm.state.p_base_tool_m[1];
    for (int i = 0; i < 4; i++) step();
    assertTrue(personDrives());
    assertEquals(Mode.INTERVENTION.ordinal(), arm.state.mode);
    assertTrue(arm.state.p_base_tool_m[1] > y_m + 0.02);
    axes[1] = 0;
    for (int i = 0; i < 8; i++) step();
    assertFalse(personDrives());
    assertEquals(1, desk.standing().takeOvers());
    assertTrue(loop.interventionsRecorded() >= 4);
    Transition one = recorded.stream().filter(Transition::intervention).toList().get(1);
    assertEquals(Source.PERSON, one.source());
    assertEquals(1, one.action()[1]);
    assertEquals(0, one.proposed()[1]);
    assertEquals(-1, one.action()[3], "the open gripper stays open");
    List<String> lines = Files.readAllLines(dir.resolve("person.jsonl"));
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains("\"event\": \"onset\", \"device\": \"keyboard\""));
    assertTrue(lines.getLast().contains("\"event\": \"release\""));
    long onset_ns =
        recorded.stream().filter(Transition::intervention).findFirst().orElseThrow().stamp_ns();
    assertTrue(lines.getFirst().contains("\"stamp_ns\": " + onset_ns + "}"), lines.getFirst());
  }

  @Test
  void shouldHoldWithinTwoHundredMillisecondsOfAFrozenPageAndWaitForStart() {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    long last_ns = page.heard_ns;
    while (command() == Command.ACT.ordinal()) step();
    long held_ns = loop.chosen().frame.stamp_ns;
    assertTrue(held_ns - last_ns <= Silence.RETURN_NS, "returned after " + (held_ns - last_ns));
    for (int i = 0; i < 12; i++) step();
    assertTrue(desk.standing().paused());
    assertEquals(1, desk.standing().linkLosses());
    // It comes back with the key still down: nothing moves, not even after start.
    silent = false;
    for (int i = 0; i < 3; i++) step();
    say(Word.START);
    step();
    assertFalse(personDrives());
    assertEquals(Command.ACT.ordinal(), command(), "the policy goes on");
    axes[1] = 0;
    step();
    axes[1] = 1;
    step();
    step();
    assertTrue(personDrives());
  }

  @Test
  void shouldGoOnAfterAShortStall() {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    for (int i = 0; i < 4; i++) step();
    assertEquals(Command.HOLD.ordinal(), command());
    silent = false;
    step();
    step();
    assertTrue(personDrives());
    assertEquals(0, desk.standing().linkLosses());
    assertEquals(1, desk.standing().stalls());
    assertEquals(120_000_000, desk.standing().longestReturn_ns(), 1);
  }

  @Test
  void shouldLetThePolicyGoOnWhereTheRigSaysSo() {
    build(LinkLoss.POLICY);
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    assertTrue(personDrives());
    silent = true;
    long last_ns = page.heard_ns;
    while (personDrives()) step();
    assertTrue(loop.chosen().frame.stamp_ns - last_ns <= Silence.RETURN_NS);
    assertEquals(Command.ACT.ordinal(), command());
    assertFalse(desk.standing().paused());
  }

  /** A SpaceMouse beside the page, pushed without end. */
  private static final class Pushed implements Person {
    private final Intent intent = new Intent();
    private int toldToLetGo;

    @Override
    public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
      intent.engaged = toldToLetGo == 0;
      intent.source = Source.PERSON;
      intent.device = "spacemouse";
      intent.action[0] = 1;
      return intent;
    }

    @Override
    public void letGo() {
      toldToLetGo++;
    }
  }

  @Test
  void shouldShowWhichDeviceDrivesAndComeBeforeIt() {
    Pushed mouse = new Pushed();
    build(LinkLoss.HOLD, mouse);
    assertTrue(personDrives());
    assertEquals("spacemouse", desk.standing().device());
    assertFalse(desk.standing().engaged());
    axes[1] = 1;
    step();
    step();
    assertEquals("keyboard", desk.standing().device());
    assertEquals(0, loop.chosen().frame.action[0]);
    assertEquals(1, loop.chosen().frame.action[1]);
    assertTrue(mouse.toldToLetGo > 0);
    axes[1] = 0;
    for (int i = 0; i < 8; i++) step();
    assertFalse(personDrives(), "the mouse was told to let go");
  }

  @Test
  void shouldHoldInTheStepAfterAClosedPage() {
    axes[0] = -1;
    for (int i = 0; i < 3; i++) step();
    desk.leave(page);
    silent = true;
    loop.step(arm.now_ns);
    assertEquals(Command.HOLD.ordinal(), command());
    assertEquals(0, desk.standing().commander());
  }

  /** The page says something in the middle of a step. */
  private void sayWithin(long at_ns, double value) {
    axes[1] = value;
    send(page, arm.now_ns + at_ns);
    loop.revise(arm.now_ns + at_ns);
  }

  @Test
  void shouldLetAHandIntoTheStepThatRunsAndRecordWhatItMadeOfIt() {
    silent = true;
    loop.step(arm.now_ns);
    long step = loop.chosen().frame.seq;
    long stamp_ns = loop.chosen().frame.stamp_ns;
    sayWithin(40_000_000, 1);
    assertTrue(personDrives());
    assertEquals(step, loop.chosen().frame.revises);
    assertEquals(stamp_ns, loop.chosen().frame.stamp_ns, "lives no longer");
    assertEquals(0.6, loop.chosen().frame.action[1], 1e-9);
    sayWithin(70_000_000, 0);
    assertEquals(0.3, loop.chosen().frame.action[1], 1e-9);
    double y_m = arm.state.p_setpoint_m[1];
    arm.period();
    loop.step(arm.now_ns);
    Transition last = recorded.getLast();
    assertEquals(0.3, last.action()[1], 1e-6);
    assertEquals(0, last.proposed()[1]);
    assertEquals(Source.PERSON, last.source());
    assertEquals(stamp_ns, last.stamp_ns());
    assertEquals(1, loop.interventionsRecorded());
    assertEquals(1, desk.standing().takeOvers());
    assertEquals(
        y_m + 0.3 * config.task().cartesianDelta().step_m(), arm.state.p_setpoint_m[1], 1e-9);
    assertEquals(0, loop.chosen().frame.revises, "and a step begins with the next");
  }

  @Test
  void shouldKeepWhatThePolicyDidOfAStepBeforeThePerson() {
    policies.offer(
        2,
        new OnnxFiles(PolicySpec.of(config.task()), 1, 16)
            .version(2)
            .answering(0, 0.8f, 0, 0)
            .bytes());
    step();
    step();
    silent = true;
    loop.step(arm.now_ns);
    float proposed = loop.proposed().action[1];
    assertTrue(proposed > 0.5);
    sayWithin(50_000_000, -1);
    assertEquals(0.5 * proposed - 0.5, loop.chosen().frame.action[1], 1e-6);
    arm.period();
    loop.step(arm.now_ns);
    assertEquals(0.5 * proposed - 0.5, recorded.getLast().action()[1], 1e-6);
    assertEquals(proposed, recorded.getLast().proposed()[1], 1e-6);
  }

  @Test
  void shouldStopWithinTheStepWhereAnyoneSaysSo() {
    silent = true;
    loop.step(arm.now_ns);
    word = Word.ESTOP;
    send(page, arm.now_ns + 30_000_000);
    loop.revise(arm.now_ns + 30_000_000);
    assertEquals(Command.ESTOP.ordinal(), command());
    int before = recorded.size();
    arm.period();
    loop.step(arm.now_ns);
    assertEquals(Command.ESTOP.ordinal(), command());
    assertEquals(Outcome.ABORTED, results.getLast().outcome());
    assertEquals(before, recorded.size(), "a step that was stopped teaches nothing");
  }

  /** The hand of a closed page is at rest before the step is over. */
  @Test
  void shouldRestTheHandOfAClosedPageWithinTheStep() {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    loop.step(arm.now_ns);
    assertEquals(1, loop.chosen().frame.action[1], 1e-9);
    desk.leave(page);
    loop.revise(arm.now_ns + 30_000_000);
    assertEquals(0.3, loop.chosen().frame.action[1], 1e-9);
    arm.period();
    loop.step(arm.now_ns);
    assertEquals(Command.HOLD.ordinal(), command());
  }

  @Test
  void shouldLeaveAStepAloneThatIsNobodysHand() {
    silent = true;
    loop.step(arm.now_ns);
    long seq = loop.chosen().frame.seq;
    sayWithin(40_000_000, 0.05);
    assertEquals(seq, loop.chosen().frame.seq);
    silent = false;
    axes[1] = 0;
    say(Word.PAUSE);
    silent = true;
    loop.step(arm.now_ns);
    seq = loop.chosen().frame.seq;
    sayWithin(40_000_000, 1);
    assertEquals(seq, loop.chosen().frame.seq, "a pause is a pause");
  }

  @Test
  void shouldNotUseAnswersToOldPicturesNorRepeatedNumbers() {
    long old = pulse.beat(arm.now_ns);
    for (int i = 0; i < 5; i++) step();
    axes[1] = 1;
    silent = true;
    desk.accept(page, frame(++seq, old), arm.now_ns);
    assertEquals(1, tally.late.sum());
    desk.accept(page, frame(seq, pulse.beat(arm.now_ns)), arm.now_ns);
    assertEquals(1, tally.repeated.sum());
    loop.step(arm.now_ns);
    assertFalse(personDrives());
    assertFalse(pulse.recent(Long.MAX_VALUE, arm.now_ns));
  }

  @Test
  void shouldLetOneCommandAndHandOver() {
    Viewer second = new Viewer(desk.nextNumber(), null);
    desk.join(second);
    axes[1] = 1;
    silent = true;
    send(second, arm.now_ns);
    word = Word.SUCCESS;
    send(second, arm.now_ns);
    loop.step(arm.now_ns);
    assertFalse(personDrives());
    assertNull(loop.episode().outcome());
    assertEquals(1, tally.notCommander.sum());
    page.heard_ns = arm.now_ns;
    word = Word.ASK;
    send(second, arm.now_ns);
    assertEquals(second.number, desk.standing().asking());
    assertEquals(page.number, desk.standing().commander());
    axes[1] = 0;
    word = Word.GIVE;
    send(page, arm.now_ns);
    assertEquals(second.number, desk.standing().commander());
    send(second, arm.now_ns);
    axes[1] = 1;
    send(second, arm.now_ns);
    loop.step(arm.now_ns);
    assertTrue(personDrives());
    desk.leave(second);
    assertEquals(0, desk.standing().commander());
  }

  @Test
  void shouldStopTheRobotOnAnyonesWordAndThenWait() {
    Viewer second = new Viewer(desk.nextNumber(), null);
    desk.join(second);
    word = Word.ESTOP;
    // Late as it is.
    desk.accept(second, frame(1, 0), arm.now_ns);
    word = null;
    loop.step(arm.now_ns);
    assertEquals(Command.ESTOP.ordinal(), command());
    assertEquals(Outcome.ABORTED, results.getLast().outcome());
    step();
    step();
    assertEquals(Command.HOLD.ordinal(), command());
    assertTrue(desk.standing().paused());
  }

  /** By whoever watches; with the step that ran, and doing nothing to it. */
  @Test
  void shouldNoteATypedSentenceWithItsMoment() throws IOException {
    Viewer second = new Viewer(desk.nextNumber(), null);
    desk.join(second);
    text = "too high: \"lower\", then close";
    send(page, arm.now_ns);
    text = "päťka";
    send(second, arm.now_ns + 1);
    silent = true;
    step();
    long stamp_ns = loop.chosen().frame.stamp_ns;
    assertEquals(Command.ACT.ordinal(), command());
    assertFalse(personDrives());
    List<String> lines = Files.readAllLines(dir.resolve("person.jsonl"));
    assertEquals(2, lines.size(), lines.toString());
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("words", first.get("event").asText());
    assertEquals("too high: \"lower\", then close", first.get("text").asText());
    assertEquals("keyboard", first.get("device").asText());
    assertEquals(1, first.get("episode").asLong());
    assertEquals(stamp_ns, first.get("stamp_ns").asLong());
    JsonNode other = new ObjectMapper().readTree(lines.getLast());
    assertEquals("päťka", other.get("text").asText());
    assertEquals("viewer", other.get("device").asText());
    step();
    assertEquals(stamp_ns, recorded.getLast().stamp_ns(), "the transition's");
    assertEquals(2, desk.standing().sentences());
    assertEquals("päťka", desk.standing().sentence());
  }

  @Test
  void shouldCountSentencesThatComeFasterThanAnyoneTypes() throws IOException {
    for (int i = 0; i < 50; i++) {
      text = "flood";
      send(page, arm.now_ns + i * 1_000_000);
    }
    silent = true;
    step();
    assertEquals(1, Files.readAllLines(dir.resolve("person.jsonl")).size());
    assertEquals(49, tally.tooMany.sum());
  }

  @Test
  void shouldPauseWithoutLosingTheEpisodeAndEndItAsTheWordsSay() {
    say(Word.PAUSE);
    int steps = loop.episode().steps();
    for (int i = 0; i < 5; i++) step();
    assertEquals(steps, loop.episode().steps());
    assertEquals(Command.HOLD.ordinal(), command());
    say(Word.START);
    step();
    step();
    assertTrue(loop.episode().steps() > steps);
    say(Word.FAILURE);
    EpisodeResult failed = results.getLast();
    assertEquals(Outcome.FAILURE, failed.outcome());
    assertFalse(failed.stalled(), "a pause is no stall");
    assertEquals(0, recorded.getLast().mask());
    assertEquals(0, recorded.getLast().reward());
    assertTrue(recorded.getLast().done());
  }

  @Test
  void shouldDoTheSameStartAgain() {
    double[] place_m = arm.cube_m.clone();
    say(Word.AGAIN);
    assertEquals(Outcome.ABORTED, results.getLast().outcome());
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step();
    assertEquals(2, loop.episode().number());
    assertEquals(place_m[0], arm.cube_m[0]);
    say(Word.SUCCESS);
    assertEquals(Outcome.SUCCESS, results.getLast().outcome());
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step();
    assertTrue(place_m[0] != arm.cube_m[0]);
  }
}
