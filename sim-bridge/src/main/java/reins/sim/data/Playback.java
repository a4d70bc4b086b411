package reins.sim.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.learner.dataset.Dataset;
import reins.policy.episode.Episode;
import reins.policy.episode.Phase;
import reins.policy.human.Intent;
import reins.policy.human.Person;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.observe.Objects;
import reins.sim.lockstep.Lockstep;

/**
 * Plays an episode back onto the simulated robot: its actions as if a person gave them, through the
 * same gate and limits, from the object's place at its start.
 *
 * <p>Threads: one.
 */
final class Playback implements Person {
  private static final String TOOL = "tool_position";
  private static final String OBJECT = "object_position";
  private static final int STEPS_MAX = 100_000; // homing takes a few hundred

  private final List<Transition> recorded;
  private final Intent intent = new Intent();
  private final List<Transition> played = new ArrayList<>();

  /**
   * How far the second time was from the first.
   *
   * @param tool_m distance of the tool from where it was, for each step
   * @param action largest difference of an executed number
   */
  record Deviation(int steps, double[] tool_m, double action, boolean solved, boolean solvedThen) {
    double greatest_m() {
      return Arrays.stream(tool_m).max().orElse(0);
    }

    double mean_m() {
      return Arrays.stream(tool_m).average().orElse(0);
    }
  }

  private Playback(List<Transition> recorded) {
    this.recorded = recorded;
    intent.source = Source.SCRIPT;
  }

  /** Errors: {@link ConfigException} where the dataset was recorded for another task. */
  static Deviation run(RigConfig.Resolved config, Dataset data, int episode) {
    TaskConfig task = config.task();
    if (!data.fingerprint().equals(PolicySpec.of(task).fingerprint()))
      throw new ConfigException(
          "play: recorded with another observation, action or policy_hz than %s's; name its --rig or --task"
              .formatted(task.file()));
    Playback player = new Playback(data.episodes().get(episode));
    double[] start_m = place(task, player.recorded.getFirst());
    try (PolicyStore nobody =
            new PolicyStore(PolicySpec.of(task), task.periodNs(), Exploration.none());
        Lockstep lockstep =
            Lockstep.from(
                config,
                new Lockstep.Setup(
                    1, 1, Integer.MAX_VALUE, player, nobody, player.played::add, result -> {}),
                start_m)) {
      for (int i = 0; i < STEPS_MAX && !player.over(); i++) lockstep.step();
    }
    return player.compare(task);
  }

  private boolean over() {
    return !played.isEmpty() && played.getLast().done();
  }

  @Override
  public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
    intent.engaged = episode.phase() == Phase.RUNNING;
    intent.markedAbort = intent.engaged && episode.steps() >= recorded.size();
    if (!intent.engaged || intent.markedAbort) return intent;
    float[] action = recorded.get(episode.steps()).action();
    for (int i = 0; i < action.length; i++) intent.action[i] = action[i];
    return intent;
  }

  /** Where the object lay, by what was seen of it. */
  private static double[] place(TaskConfig task, Transition first) {
    return metres(task, OBJECT, first);
  }

  private static double[] metres(TaskConfig task, String name, Transition t) {
    int at = 0;
    for (TaskConfig.ObservationTerm term : task.observation()) {
      int n = term.center().length;
      if (term.name().equals(name)) {
        double[] value = new double[n];
        for (int i = 0; i < n; i++)
          value[i] = term.center()[i] + term.half_range()[i] * t.obs()[at + i];
        return value;
      }
      at += n;
    }
    throw new ConfigException(
        "%s: observation: expected a term %s to play an episode back".formatted(task.file(), name));
  }

  private Deviation compare(TaskConfig task) {
    int n = Math.min(recorded.size(), played.size());
    double[] tool_m = new double[n];
    double action = 0;
    for (int i = 0; i < n; i++) {
      double[] then = metres(task, TOOL, recorded.get(i));
      double[] now = metres(task, TOOL, played.get(i));
      for (int k = 0; k < 3; k++) tool_m[i] += (now[k] - then[k]) * (now[k] - then[k]);
      tool_m[i] = Math.sqrt(tool_m[i]);
      for (int k = 0; k < task.action().dim(); k++)
        action =
            Math.max(action, Math.abs(played.get(i).action()[k] - recorded.get(i).action()[k]));
    }
    return new Deviation(
        n, tool_m, action, played.getLast().success(), recorded.getLast().success());
  }
}
