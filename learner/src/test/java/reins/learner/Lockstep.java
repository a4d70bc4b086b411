package reins.learner;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import reins.contract.config.Task;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.replay.FrameStore;
import reins.learner.replay.SeededRandom;
import reins.learner.serve.LocalActors;

/** A learner that makes the updates of each step before the next comes, and steps to feed it. */
record Lockstep(LearnerState state, LocalActors actors, LearnerLoop loop) implements AutoCloseable {
  static final List<String> ALGORITHMS =
      List.of(
          "sac",
          "rlpd",
          "hil_serl",
          "rlif",
          "bc",
          "hg_dagger",
          "iql",
          "cal_ql",
          TestTasks.SEEING + "rlpd",
          TestTasks.SEEING + "hg_dagger");

  static Lockstep open(Task task, Path run) {
    LearnerState state = LearnerState.open(task, 3, 2, run);
    LocalActors actors = new LocalActors(state.inbox(), p -> {});
    return new Lockstep(state, actors, new LearnerLoop(state, actors));
  }

  /** Offers some of the steps that {@link #step} makes, each with its updates. */
  void run(int from, int to) {
    learn();
    for (int i = from; i < to; i++) {
      offer(i);
      learn();
    }
  }

  /** Offers a step, with pictures where the task has a camera. */
  void offer(int i) {
    FrameStore frames = state.replay().frames();
    actors.offer(
        frames == null ? step(i) : step(i).showing(picture(i, 0, frames), picture(i, 1, frames)));
  }

  /** Before or after a step: what one ends with the next begins with, within an episode. */
  private static byte[] picture(int i, int after, FrameStore frames) {
    byte[] bytes = new byte[frames.frameBytes()];
    new SeededRandom(i / 11 * 100 + i % 11 + after).nextBytes(bytes);
    return bytes;
  }

  void learn() {
    while (loop.ready()) loop.step();
  }

  /** The only step of that number: demonstrations, policy, corrections, ends and cuts. */
  static Transition step(int i) {
    SeededRandom random = new SeededRandom(31L * i + 7);
    float[] obs = numbers(random, 4);
    float[] action = numbers(random, 4);
    for (int j = 0; j < 4; j++) action[j] = Math.clamp(action[j], -1, 1);
    boolean done = i % 11 == 10;
    return new Transition(
        obs,
        action,
        action,
        (float) random.nextGaussian(),
        done && i % 2 == 0 ? 0 : 1,
        done,
        numbers(random, 4),
        i < 12 || i % 5 == 3 ? Source.PERSON : Source.POLICY,
        1,
        i / 11,
        i % 11,
        i < 12,
        false,
        i,
        false);
  }

  private static float[] numbers(SeededRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = (float) random.nextGaussian();
    return values;
  }

  /** Everything that the next update depends on, besides the buffers. */
  byte[] bytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      state.agent().save(new DataOutputStream(bytes));
      state.sampler.save(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    state.close();
  }
}
