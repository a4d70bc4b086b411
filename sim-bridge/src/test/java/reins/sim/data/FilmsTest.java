package reins.sim.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.Task;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.contract.geometry.Quaternions;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Images;
import reins.learner.dataset.RunDataset;
import reins.policy.cockpit.Film;

/** What a recorded observation tells of a robot, and what it does not. */
class FilmsTest {
  private static final Path CONFIGS = Path.of(System.getProperty("reins.root"), "hardware-configs");

  private static Deployment config(String task) {
    return Deployment.load(CONFIGS, null, task);
  }

  /** An observation of a task that is all 0 but for one term. */
  private static float[] observing(Task task, String name, double... value) {
    float[] obs = new float[task.obsDim()];
    int at = 0;
    for (Task.ObservationTerm term : task.observation()) {
      for (int i = 0; i < term.center().length; i++, at++)
        if (term.name().equals(name))
          obs[at] = (float) ((value[i] - term.center()[i]) / term.half_range()[i]);
    }
    return obs;
  }

  private static Film film(Deployment config, float[] obs, int steps, float reward, float mask) {
    Task task = config.task();
    int dim = task.action().dim();
    List<Transition> episode = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      boolean last = i == steps - 1;
      episode.add(
          new Transition(
              obs,
              new float[dim],
              new float[dim],
              last ? reward : 0,
              last ? mask : 1,
              last,
              obs,
              i == 0 ? Source.POLICY : Source.PERSON,
              5,
              0,
              i,
              false,
              last && reward > 0,
              i,
              false));
    }
    Dataset like = RunDataset.describe(task);
    Dataset data =
        new Dataset(
            like.task(),
            like.robot(),
            like.fingerprint(),
            like.fps(),
            like.stateNames(),
            like.actionNames(),
            List.of(episode),
            Images.NONE,
            List.of());
    return new Films("x", config, data).film(0);
  }

  @Test
  void shouldTellTheToolAndHowItPointsButNoJoints() {
    Deployment config = config("franka-pick-cube");
    Film film = film(config, observing(config.task(), "tool_position", 0.5, -0.1, 0.2), 3, 1, 0);
    assertEquals(4, film.shots().size(), "three steps and where they led");
    Film.Body body = film.shots().getFirst().body();
    assertArrayEquals(new double[] {0.5, -0.1, 0.2}, body.p_m(), 1e-6);
    assertNull(body.q_rad());
    double[] down = new double[3];
    Quaternions.rotate(body.q_tool(), new double[] {0, 0, 1}, down);
    assertArrayEquals(new double[] {0, 0, -1}, down, 1e-12);
    assertEquals(0.04, body.width_m(), 1e-6);
    assertEquals("SUCCESS", film.end());
    assertEquals(1, film.shots().getLast().earned());
    assertEquals(List.of("policy", "person"), drivers(film).subList(0, 2));
  }

  private static List<String> drivers(Film film) {
    return film.shots().stream().map(Film.Shot::driver).toList();
  }

  @Test
  void shouldTellJointsWhereTheTaskObservesThem() {
    Deployment config = config("franka-joint-reach");
    double[] q_rad = {0.1, -0.2, 0.3, -2, 0.1, 2, 0.7};
    Film.Body body =
        film(config, observing(config.task(), "joint_position", q_rad), 1, 0, 1)
            .shots()
            .getFirst()
            .body();
    assertArrayEquals(q_rad, body.q_rad(), 1e-6);
    assertNull(body.q_tool(), "it turns, and nobody noted how");
  }

  @Test
  void shouldTellNothingOfATurningToolsOrientation() {
    Deployment config = config("franka-flip");
    Film.Body body =
        film(config, new float[config.task().obsDim()], 1, 0, 1).shots().getFirst().body();
    assertNotNull(body.p_m());
    assertNull(body.q_tool());
  }

  @Test
  void shouldPlaceAVehicleByItsGate() {
    Deployment config = config("quad-gate");
    Goal.Gate gate = ((FlightTask) config.task()).reward();
    float[] obs = observing(config.task(), "gate_position", -1, 0.5, 0.25);
    float[] up = observing(config.task(), "gate_attitude", 0.6, 0, 0.8);
    for (int i = 0; i < obs.length; i++) if (obs[i] == 0) obs[i] = up[i];
    Film.Body body = film(config, obs, 1, 0, 0).shots().getFirst().body();
    double c = Math.cos(gate.yaw_rad()), s = Math.sin(gate.yaw_rad());
    double[] at = gate.p_world_gate_m();
    assertArrayEquals(
        new double[] {at[0] - c - 0.5 * s, at[1] - s + 0.5 * c, at[2] + 0.25}, body.p_m(), 1e-6);
    double[] z = new double[3];
    Quaternions.rotate(body.q_tool(), new double[] {0, 0, 1}, z);
    assertArrayEquals(new double[] {0.6 * c, 0.6 * s, 0.8}, z, 1e-6);
  }

  @Test
  void shouldSayHowAnEpisodeEnded() {
    Deployment config = config("franka-pick-cube");
    float[] obs = new float[config.task().obsDim()];
    assertEquals("FAILURE", film(config, obs, 2, 0, 0).end());
    assertEquals("CUT", film(config, obs, 2, 0, 1).end());
    assertEquals("TIME_OUT", film(config, obs, config.task().episode_steps(), 0, 1).end());
  }
}
