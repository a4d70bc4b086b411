package reins.sim.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.learner.dataset.Dataset;
import reins.policy.Performance;
import reins.policy.Session;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Phase;
import reins.policy.human.Intent;
import reins.policy.human.Person;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.observe.Objects;
import reins.sim.lockstep.Lockstep;
import reins.sim.report.Interruption;

/**
 * Plays an episode back onto a robot: its actions as if a person gave them, through the same gate
 * and limits, from the object's place at its start.
 *
 * <p>Threads: one.
 */
final class Playback implements Person {
  private static final String TOOL = "tool_position";
  private static final String OBJECT = "object_position";
  private static final Path FOLDER = Path.of("runs", "play");
  private static final int STEPS_MAX = 1000; // homing takes less than a hundred
  private static final int GRACE_STEPS = 5; // in which the end may come a little later

  private final List<Transition> recorded;
  private final Intent intent = new Intent();
  private final List<Transition> played = new ArrayList<>();
  private EpisodeResult result;

  /**
   * How far the second time was from the first.
   *
   * @param tool_m distance of the tool from where it was, for each step
   * @param action largest difference of an executed number
   * @param byPerson steps in which somebody had taken over
   */
  record Deviation(
      int steps,
      double[] tool_m,
      double action,
      boolean solved,
      boolean solvedThen,
      long byPerson) {
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

  /**
   * In lockstep, onto the simulated arm.
   *
   * <p>Errors: {@link ConfigException} where the task does not observe where tool and object are.
   */
  static Deviation run(RigConfig.Resolved config, Dataset data, int episode) {
    TaskConfig task = config.task();
    Playback player = new Playback(data.episodes().get(episode));
    double[] start_m = metres(task, OBJECT, player.recorded.getFirst());
    try (PolicyStore nobody =
            new PolicyStore(PolicySpec.of(task), task.periodNs(), Exploration.none());
        Lockstep lockstep =
            Lockstep.from(
                config,
                new Lockstep.Setup(
                    1, 1, Integer.MAX_VALUE, player, nobody, player.played::add, player::ended),
                start_m)) {
      for (int i = 0; i < STEPS_MAX + player.recorded.size() && player.result == null; i++)
        lockstep.step();
    }
    return player.compare(task);
  }

  /**
   * In real time, onto whatever robot the rig's controller drives; Ctrl-C holds it and ends.
   *
   * @param port of the operator's page, or null: the usual one
   * @return null where it was ended before the robot's episode was
   */
  static Deviation perform(RigConfig.Resolved config, Dataset data, int episode, Integer port)
      throws Exception {
    TaskConfig task = config.task();
    Playback player = new Playback(data.episodes().get(episode));
    double[] start_m = metres(task, OBJECT, player.recorded.getFirst());
    Performance performance = new Performance(player, start_m, player.played::add, player::ended);
    Session session = Session.of(Workplace.of(config), performance, FOLDER, port);
    try (Interruption _ = new Interruption(session::stop)) {
      session.run();
    }
    return player.result == null ? null : player.compare(task);
  }

  private void ended(EpisodeResult how) {
    if (result == null) result = how;
  }

  @Override
  public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
    intent.engaged = episode.phase() == Phase.RUNNING;
    if (!intent.engaged) return intent;
    int step = episode.steps();
    intent.markedAbort = step >= recorded.size() + GRACE_STEPS;
    float[] action = recorded.get(Math.min(step, recorded.size() - 1)).action();
    for (int i = 0; i < action.length; i++)
      intent.action[i] = step < recorded.size() ? action[i] : 0;
    return intent;
  }

  private static double[] metres(TaskConfig task, String name, Transition t) {
    double[] value = Readings.of(task, name, t.obs());
    if (value != null) return value;
    throw new ConfigException(
        "%s: observation: expected a term %s to play an episode back".formatted(task.file(), name));
  }

  private Deviation compare(TaskConfig task) {
    if (result == null || played.isEmpty())
      throw new ConfigException(
          "play: the robot did not begin: the object does not come to rest where it was recorded");
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
    long byPerson = played.stream().filter(t -> t.source() == Source.PERSON).count();
    boolean solvedThen = recorded.getLast().success();
    return new Deviation(n, tool_m, action, result.success(), solvedThen, byPerson);
  }
}
