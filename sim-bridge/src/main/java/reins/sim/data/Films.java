package reins.sim.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reins.contract.config.ActionSpace;
import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.contract.config.Task;
import reins.contract.data.Transition;
import reins.contract.geometry.Quaternions;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Remark;
import reins.policy.cockpit.Film;
import reins.policy.cockpit.Replay;

/**
 * A dataset's episodes for the cockpit's page: what the observations say about the robot, and
 * nothing that they do not.
 *
 * <p>Threads: any.
 */
final class Films implements Replay.Archive {
  private final String name;
  private final Deployment config;
  private final Dataset data;

  Films(String name, Deployment config, Dataset data) {
    this.name = name;
    this.config = config;
    this.data = data;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int episodes() {
    return data.episodes().size();
  }

  @Override
  public double fps() {
    return data.fps();
  }

  @Override
  public List<String> cameras() {
    return data.images().cameras();
  }

  @Override
  public byte[] image(int episode, int step, int camera) {
    List<byte[][]> steps = data.images().pngs().get(episode);
    return step < steps.size() ? steps.get(step)[camera] : null;
  }

  @Override
  public Film film(int episode) {
    List<Transition> steps = data.episodes().get(episode);
    List<Film.Shot> shots = new ArrayList<>();
    double earned = 0;
    for (Transition t : steps) {
      shots.add(shot(t, t.obs(), earned));
      earned += t.reward();
    }
    Transition last = steps.getLast();
    shots.add(shot(last, last.nextObs(), earned));
    List<Film.Note> notes =
        data.remarks().stream().filter(r -> r.episode() == episode).map(Films::note).toList();
    return new Film(steps.getFirst().demonstration(), end(steps), shots, notes);
  }

  private String end(List<Transition> steps) {
    Transition last = steps.getLast();
    if (last.success()) return "SUCCESS";
    if (last.mask() == 0) return "FAILURE";
    return steps.size() >= config.task().episode_steps() ? "TIME_OUT" : "CUT";
  }

  private Film.Shot shot(Transition t, float[] obs, double earned) {
    return new Film.Shot(
        body(obs),
        Readings.of(config.task(), "object_position", obs),
        t.proposed(),
        t.action(),
        t.source().name().toLowerCase(Locale.ROOT),
        t.policyVersion(),
        earned);
  }

  private Film.Body body(float[] obs) {
    Task task = config.task();
    return switch (config) {
      case RigConfig.Resolved arm -> {
        double[] width_m = Readings.of(task, "gripper_width", obs);
        yield new Film.Body(
            Readings.of(task, "joint_position", obs),
            Readings.of(task, "tool_position", obs),
            orientation(arm),
            width_m == null ? null : width_m[0]);
      }
      case FlightTask.Resolved flight -> flown(flight.task(), obs);
    };
  }

  /** The tool's, where the task does not let it turn; no observation holds it otherwise. */
  private static double[] orientation(RigConfig.Resolved arm) {
    boolean kept =
        arm.task().action() instanceof ActionSpace.CartesianDelta way && way.step_rad() == 0;
    if (!kept) return null;
    double[] q_down = new double[4];
    Quaternions.pointingDown(arm.task().reset().yaw_rad(), q_down);
    return q_down;
  }

  /** Where it was, from where it was seen from the gate, and which way up; not its heading. */
  private static Film.Body flown(FlightTask task, float[] obs) {
    double[] p = Readings.of(task, "gate_position", obs);
    double[] up = Readings.of(task, "gate_attitude", obs);
    Goal.Gate gate = task.reward();
    if (p != null) {
      p = turned(p, gate.yaw_rad());
      for (int k = 0; k < 3; k++) p[k] += gate.p_world_gate_m()[k];
    }
    return new Film.Body(null, p, up == null ? null : tilt(turned(up, gate.yaw_rad())), null);
  }

  private static double[] turned(double[] v, double yaw_rad) {
    double c = Math.cos(yaw_rad), s = Math.sin(yaw_rad);
    return new double[] {c * v[0] - s * v[1], s * v[0] + c * v[1], v[2]};
  }

  /** The shortest turn from the vertical to {@code up}. */
  private static double[] tilt(double[] up) {
    double length = Math.sqrt(up[0] * up[0] + up[1] * up[1] + up[2] * up[2]);
    // q ~ (1 + z.u, z x u)
    double[] q = {length + up[2], -up[1], up[0], 0};
    Quaternions.normalize(q);
    return q;
  }

  private static Film.Note note(Remark remark) {
    return new Film.Note(
        remark.step(),
        remark.said().path("event").asText(),
        remark.said().path("device").asText(null),
        remark.said().path("text").asText(null));
  }
}
