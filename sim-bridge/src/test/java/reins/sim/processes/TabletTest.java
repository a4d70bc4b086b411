package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.Workplace;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.cockpit.Access;
import reins.policy.cockpit.Cockpit;
import reins.policy.cockpit.Moment;
import reins.policy.episode.Episode;
import reins.policy.episode.Phase;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.link.LearnerView;
import reins.policy.observe.Objects;

/**
 * The page of an arm and of a vehicle that stand still: a tablet's sticks, and what nobody means.
 */
@Tag("system")
class TabletTest {
  private static final long POLL_MS = 10;

  @TempDir Path dir;
  private BrowserStage stage;

  @BeforeEach
  void start() {
    stage = new BrowserStage(dir);
  }

  @AfterEach
  void stop() {
    if (stage != null) stage.close();
  }

  /** What the hands of a script have come to, by the number of the action. */
  private double[] moved(String script, String rig) throws Exception {
    Path root = BrowserStage.ROOT.resolve("hardware-configs/rigs");
    Workplace place = Workplace.load(root.resolve(rig + ".yaml"));
    int dim = place.deployment().task().action().dim();
    double[] most = new double[dim];
    AtomicBoolean over = new AtomicBoolean();
    try (Exchange exchange = Exchange.create(dir.resolve(rig));
        Journal journal = new Journal(dir.resolve("person.jsonl"));
        Cockpit cockpit =
            Cockpit.open(
                place,
                new NoPerson(),
                new Cockpit.Options(
                    Access.loopback(), 0, LinkLoss.HOLD, new Pause(), journal, null))) {
      StateFrame state = standing();
      Episode episode = new Episode(place.deployment().task(), _ -> {}, 1, 0, _ -> {});
      cockpit.use(exchange);
      Thread robot =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      state.stamp_ns = System.nanoTime();
                      exchange.publishState(state);
                      cockpit.show(moment(dim, episode));
                      Intent hands =
                          cockpit.person().poll(state.stamp_ns, state, new Objects(), episode);
                      for (int i = 0; i < dim && hands.engaged; i++)
                        most[i] = Math.max(most[i], Math.abs(hands.action[i]));
                      pause();
                    }
                  });
      try {
        stage.browse(script, cockpit.port(), rig);
      } finally {
        over.set(true);
        robot.join();
      }
    }
    return most;
  }

  private static StateFrame standing() {
    StateFrame state = new StateFrame();
    state.mode = Mode.ACTIVE_POLICY.ordinal();
    double[] q_rad = {0, -0.3, 0, -2.4, 0, 2.1, 0.8};
    System.arraycopy(q_rad, 0, state.q_rad, 0, q_rad.length);
    state.p_base_tool_m[2] = 1.5;
    state.q_base_tool[0] = 1;
    state.width_m = 0.05;
    return state;
  }

  private static Moment moment(int dim, Episode episode) {
    return new Moment(
        Phase.RUNNING,
        1,
        3,
        false,
        Source.POLICY,
        7,
        new float[dim],
        new double[] {0.5, 0, 0.02},
        episode.stats(),
        0,
        0,
        0,
        false,
        LearnerView.NONE);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldMoveAnArmByTouch() throws Exception {
    double[] most = moved("tablet", "sim-franka");
    for (int i = 0; i < 3; i++) assertTrue(most[i] > 0.5, "number " + i + ": " + most[i]);
  }

  @Test
  void shouldDoNothingThatNobodyMeans() throws Exception {
    moved("meant", "sim-franka");
  }

  @Test
  void shouldFlyAndTurnByTouch() throws Exception {
    double[] most = moved("tablet", "sim-quad-gate");
    for (int i = 0; i < 4; i++) assertTrue(most[i] > 0.5, "number " + i + ": " + most[i]);
  }
}
