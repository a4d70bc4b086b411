package reins.learner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.TaskConfig;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.replay.SeededRandom;
import reins.learner.serve.LocalActors;

class ResumeTest {
  private static final TaskConfig TASK = TestTasks.task(2, 3, TestTasks.small("rlpd", 3, 2, 20));

  @TempDir Path folder;

  private final List<Long> published = new ArrayList<>();

  /** What a process holds. */
  private record Process(LearnerState state, LocalActors actors, LearnerLoop loop) {
    void offerAndLearn(List<Transition> transitions) {
      for (Transition t : transitions) {
        actors.offer(t);
        learn();
      }
    }

    void learn() {
      while (loop.ready()) loop.step();
    }
  }

  private Process open(Path run) {
    LearnerState state = LearnerState.open(TASK, 3, 2, run);
    LocalActors actors = new LocalActors(state.inbox(), p -> published.add(p.version()));
    return new Process(state, actors, new LearnerLoop(state, actors));
  }

  /** Policy steps, and among them corrections. */
  private static List<Transition> steps(int n, long seed) {
    SeededRandom random = new SeededRandom(seed);
    List<Transition> steps = new ArrayList<>();
    for (int i = 0; i < n; i++)
      steps.add(
          Transitions.of(
              6,
              3,
              (float) random.nextGaussian(),
              i % 7 == 0 ? 0 : 1,
              i % 7 == 0,
              i % 3 == 0 ? Source.PERSON : Source.POLICY,
              i < 5));
    return steps;
  }

  /** What {@code kill -9} leaves behind. */
  private Path kill(Path run) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("killed"));
    try (var files = Files.walk(run)) {
      for (Path file : files.skip(1).toList())
        Files.copy(file, copy.resolve(run.relativize(file).toString()));
    }
    return copy;
  }

  @Test
  void shouldGoOnAfterAKillAsIfNothingHadHappened() throws IOException {
    Path run = folder.resolve("run");
    Process first = open(run);
    first.offerAndLearn(steps(60, 1));
    first.loop.checkpoint();
    steps(15, 2).forEach(first.actors::offer); // in the journal, not in the checkpoint

    Process second = open(kill(run));

    assertTrue(second.state.resumed());
    assertEquals(75, second.state.inbox().stored());
    assertEquals(first.state.agent().updates(), second.state.agent().updates());
    first.learn();
    second.learn();
    assertArrayEquals(
        first.state.agent().actor().parameters(), second.state.agent().actor().parameters());
    first.offerAndLearn(steps(20, 3));
    second.offerAndLearn(steps(20, 3));
    assertArrayEquals(
        first.state.agent().actor().parameters(), second.state.agent().actor().parameters());
    assertEquals(first.state.metrics().latest(), second.state.metrics().latest());
    assertTrue(first.state.agent().updates() > 100);
    first.state.close();
    second.state.close();
  }

  @Test
  void shouldNeverPublishTheSameVersionTwice() throws IOException {
    Path run = folder.resolve("run");
    Process first = open(run);
    first.loop.checkpoint();
    first.offerAndLearn(steps(100, 1)); // publishes after the checkpoint
    Process second = open(kill(run));
    assertTrue(published.size() >= 3);
    assertEquals(published.size(), published.stream().distinct().count());
    assertEquals(published.stream().sorted().toList(), published);
    first.state.close();
    second.state.close();
  }

  @Test
  void shouldStartOverFromTheJournalWhereThereIsNoCheckpointYet() throws IOException {
    Path run = folder.resolve("run");
    Process first = open(run);
    steps(60, 1).forEach(first.actors::offer);
    Process second = open(kill(run));
    assertFalse(second.state.resumed());
    first.learn();
    second.learn();
    assertArrayEquals(
        first.state.agent().actor().parameters(), second.state.agent().actor().parameters());
    first.state.close();
    second.state.close();
  }

  @Test
  void shouldRefuseARunOfOtherSettings() {
    Path run = folder.resolve("run");
    Process first = open(run);
    first.loop.close();
    first.state.close();
    TaskConfig other = TestTasks.task(2, 3, TestTasks.small("bc", 3, 2, 20));
    var e = assertThrows(IllegalArgumentException.class, () -> LearnerState.open(other, 3, 2, run));
    assertTrue(e.getMessage().contains("algorithm: expected bc, found rlpd"), e.getMessage());
  }
}
