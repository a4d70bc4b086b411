package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.Command;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Outcome;
import reins.policy.episode.Phase;
import reins.policy.human.Device;
import reins.policy.human.Intent;
import reins.policy.human.LinkLoss;
import reins.policy.human.Person;
import reins.policy.human.Word;
import reins.policy.observe.Objects;

/** What people say at their pages: stops, pauses, marks, sentences. */
class DeskWordsTest extends DeskStage {
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
    journal.settle();
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
    journal.settle();
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

  /** A page says a stop until it sees it done: that is one stop, and its own. */
  @Test
  void shouldCountAStopThatIsSaidAgainAndAgainOnceAndAsItsOwn() throws IOException {
    Viewer second = new Viewer(desk.nextNumber(), null);
    desk.join(second);
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    for (int i = 0; i < 4; i++) {
      word = Word.ESTOP;
      send(second, arm.now_ns + i * 7_000_000);
    }
    step();
    step();
    journal.settle();
    List<String> stops =
        Files.readAllLines(dir.resolve("person.jsonl")).stream()
            .filter(line -> line.contains("\"estop\""))
            .toList();
    assertEquals(1, stops.size(), stops.toString());
    assertTrue(stops.getFirst().contains("\"device\": \"viewer\""), stops.toString());
    send(second, arm.now_ns);
    word = Word.ESTOP;
    send(second, arm.now_ns);
    step();
    assertEquals(Command.ESTOP.ordinal(), command(), "let go and pressed again is another");
  }

  @Test
  void shouldNoteWhatAWordCameBy() throws IOException {
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    desk.accept(
        page,
        new InputFrame(
            ++seq,
            pulse.beat(arm.now_ns),
            axes.clone(),
            0,
            false,
            Device.GAMEPAD,
            Word.SUCCESS,
            Device.BUTTON,
            ++said,
            null),
        arm.now_ns);
    step();
    journal.settle();
    String last = Files.readAllLines(dir.resolve("person.jsonl")).getLast();
    assertTrue(last.contains("\"success\", \"device\": \"button\""), last);
  }

  /** Beside a page that drives lies a pad, and somebody presses its stop. */
  @Test
  void shouldStopWithinTheStepByADeviceWhileAPageDrives() {
    boolean[] pressed = new boolean[1];
    build(
        LinkLoss.HOLD,
        new Person() {
          private final Intent intent = new Intent();

          @Override
          public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
            return intent;
          }

          @Override
          public boolean stopped() {
            return pressed[0];
          }
        });
    axes[1] = 1;
    for (int i = 0; i < 3; i++) step();
    assertTrue(personDrives());
    silent = true;
    loop.step(arm.now_ns);
    pressed[0] = true;
    loop.revise(arm.now_ns + 30_000_000);
    assertEquals(Command.ESTOP.ordinal(), command());
  }
}
