package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.Episode;
import reins.policy.human.Intent;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.Word;
import reins.policy.observe.Objects;

/** Who has the robot, and what their hands make of a step. */
class DeskTest extends DeskStage {
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
    journal.settle();
    List<String> lines = Files.readAllLines(dir.resolve("person.jsonl"));
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains("\"event\": \"onset\", \"device\": \"keyboard\""));
    assertTrue(lines.getLast().contains("\"event\": \"release\""));
    long onset_ns =
        recorded.stream().filter(Transition::intervention).findFirst().orElseThrow().stamp_ns();
    assertTrue(lines.getFirst().contains("\"stamp_ns\": " + onset_ns + "}"), lines.getFirst());
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

  /** Nothing revises a step whose action is a force. */
  @Test
  void shouldCloseTheGripperOnATapBetweenTwoStepsOfForces() {
    RigConfig.Resolved flip = Rigs.doing("franka-flip");
    long period_ns = flip.task().periodNs();
    desk = new Desk(flip, new NoPerson(), LinkLoss.HOLD, new Pause(), journal, pulse, tally);
    page = new Viewer(desk.nextNumber(), null);
    desk.join(page);
    arm.state.width_cmd_m = 0.08;
    long now_ns = arm.now_ns;
    desk.poll(now_ns, arm.state, new Objects(), loop.episode());
    grip = 1;
    send(page, now_ns + period_ns / 4);
    grip = 0;
    send(page, now_ns + period_ns / 2);
    for (int i = 1; i <= 2; i++) {
      Intent intent = desk.poll(now_ns + i * period_ns, arm.state, new Objects(), loop.episode());
      assertTrue(intent.engaged);
      assertEquals(1, intent.action[6], "it closes, and stays so");
    }
  }
}
