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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reins.contract.config.Task;
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
              i < 8));
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

  static List<String> algorithms() {
    return Lockstep.ALGORITHMS;
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void shouldGoOnAfterAKillAsIfNothingHadHappened(String algorithm) throws IOException {
    Task task = TestTasks.any(algorithm);
    SeededRandom random = new SeededRandom(algorithm.hashCode());
    Path run = folder.resolve("run");
    try (Lockstep first = Lockstep.open(task, run)) {
      int saved = 20 + random.nextInt(30);
      int done = saved + random.nextInt(20);
      int stored = done + random.nextInt(3); // a kill between storing steps and learning of them
      first.run(0, saved);
      first.loop().checkpoint();
      first.run(saved, done);
      for (int i = done; i < stored; i++) first.offer(i);
      try (Lockstep second = Lockstep.open(task, kill(run))) {
        assertTrue(second.state().resumed());
        assertEquals(stored, second.state().inbox().stored());
        second.learn();
        try (Lockstep unkilled = Lockstep.open(task, null)) {
          unkilled.run(0, stored);
          assertArrayEquals(unkilled.bytes(), second.bytes());
          unkilled.run(stored, stored + 20);
          second.run(stored, stored + 20);
          assertArrayEquals(unkilled.bytes(), second.bytes());
        }
      }
    }
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
    first.offerAndLearn(steps(60, 1));
    Process second = open(kill(run));
    assertFalse(second.state.resumed());
    second.learn();
    assertArrayEquals(
        first.state.agent().actor().parameters(), second.state.agent().actor().parameters());
    first.state.close();
    second.state.close();
  }

  /** Whoever lowers the update ratio neither waits for steps to pay a debt nor pays one at once. */
  @Test
  void shouldGoOnAtAnotherUpdateRatioAndSaySo() throws IOException {
    Path run = folder.resolve("run");
    Process first = open(run);
    first.offerAndLearn(steps(100, 1));
    long updates = first.state.agent().updates();
    int utd = first.state.config.utd();
    first.loop.close();
    first.state.close();
    for (int other : new int[] {utd + 3, 1}) {
      TaskConfig changed = TASK.with(Map.of("learning", Map.of("utd", other)));
      try (LearnerState state = LearnerState.open(changed, 3, 2, run)) {
        assertTrue(state.resumed());
        assertEquals(1, state.changes().size(), state.changes().toString());
        assertTrue(state.changes().getFirst().startsWith("learning.utd: "), "names the number");
        assertTrue(state.changes().getFirst().endsWith("-> " + other), "and what it is now");
        assertEquals(updates, state.agent().updates());
        long paid = state.sampler.paid();
        assertEquals(state.sampler.drawn(), paid);
        new LocalActors(state.inbox(), _ -> {}).offer(steps(9, 2).getLast());
        long unread = state.inbox().stored() - state.inbox().drained();
        state.inbox().drainInto(state.replay(), Long.MAX_VALUE);
        assertEquals(paid + unread * other, state.sampler.paid());
      }
    }
    String manifest = Files.readString(run.resolve("manifest.json"));
    assertTrue(manifest.contains("learning.utd: %d -> %d".formatted(utd, utd + 3)), manifest);
    assertTrue(manifest.contains("learning.utd: %d -> 1".formatted(utd + 3)), manifest);
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
