package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightTask;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.policy.ActorLoop;
import reins.policy.FakeFlight;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.device.Devices;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.HoverScene;
import reins.policy.episode.Outcome;
import reins.policy.episode.Phase;
import reins.policy.human.Device;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Silence;
import reins.policy.human.Word;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

/** The page's desk over a vehicle, under a clock of the test's own. */
class FlightDeskTest {
  private static final long FRAME_NS = 20_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;
  private final FlightTask.Resolved config = (FlightTask.Resolved) Rigs.gate().deployment();
  private final FakeFlight flight = new FakeFlight(config);
  private final Pulse pulse = new Pulse();
  private final List<Transition> recorded = new ArrayList<>();
  private final List<EpisodeResult> results = new ArrayList<>();
  private final double[] axes = new double[6];
  private PolicyStore policies;
  private Journal journal;
  private Desk desk;
  private ActorLoop loop;
  private Viewer page;
  private Word word;
  private boolean silent;
  private long seq;

  @BeforeEach
  void start() {
    journal = new Journal(dir.resolve("person.jsonl"));
    PolicySpec spec = PolicySpec.of(config.task());
    policies = new PolicyStore(spec, Long.MAX_VALUE, Exploration.none());
    policies.offer(1, new OnnxFiles(spec, 1, 16).answering(0, 0, 0, 0).bytes());
    LinkLoss whenLost = LinkLoss.valueOf(Rigs.gate().cockpit().link_lost().toUpperCase());
    desk = new Desk(config, new NoPerson(), whenLost, new Pause(), journal, pulse, new Tally());
    loop =
        ActorLoop.learning(
            new ActorLoop.Parts(
                config,
                flight.exchange,
                flight,
                desk,
                new HoverScene(config, 1),
                recorded::add,
                policies,
                results::add),
            1,
            0);
    page = new Viewer(desk.nextNumber(), null);
    desk.join(page);
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step();
    assertEquals(Phase.RUNNING, loop.episode().phase());
    step();
  }

  @AfterEach
  void stop() {
    policies.close();
    journal.close();
  }

  private void step() {
    loop.step(flight.now_ns);
    for (long at = 0; at < config.task().periodNs() && !silent; at += FRAME_NS) {
      long now_ns = flight.now_ns + at;
      Long said = word == null || word.urgent() ? null : (Long) (seq + 1);
      InputFrame frame =
          new InputFrame(
              ++seq,
              pulse.beat(now_ns),
              axes.clone(),
              0,
              false,
              Device.STICKS,
              word,
              null,
              said,
              null);
      desk.accept(page, frame, now_ns);
      word = null;
    }
    flight.period();
  }

  private Command command() {
    return Command.values()[loop.chosen().frame.command];
  }

  @Test
  void shouldGiveTheVehicleToThePersonAtTheSticksAndRecordWhoFlew() throws IOException {
    double y_m = flight.state.p_base_tool_m[1];
    axes[1] = 1;
    axes[5] = -0.5;
    for (int i = 0; i < 4; i++) step();
    assertEquals(Mode.INTERVENTION.ordinal(), flight.state.mode);
    assertTrue(flight.state.p_base_tool_m[1] > y_m + 0.3);
    axes[1] = axes[5] = 0;
    for (int i = 0; i < 12; i++) step();
    assertEquals(Mode.ACTIVE_POLICY.ordinal(), flight.state.mode);
    List<Transition> theirs = recorded.stream().filter(Transition::intervention).toList();
    assertTrue(theirs.size() >= 4, theirs.size() + " transitions");
    Transition one = theirs.get(2);
    assertEquals(Source.PERSON, one.source());
    assertEquals(1, one.action()[1], 1e-6);
    assertEquals(-(0.5 - 0.08) / 0.92, one.action()[3], 1e-6);
    assertEquals(0, one.proposed()[1], 1e-6);
    assertEquals(Source.POLICY, recorded.getLast().source());
    journal.settle();
    List<String> lines = Files.readAllLines(dir.resolve("person.jsonl"));
    assertEquals(2, lines.size(), lines.toString());
    assertEquals(
        theirs.getFirst().stamp_ns(), JSON.readTree(lines.getFirst()).get("stamp_ns").asLong());
    assertTrue(lines.getLast().contains("\"event\": \"release\", \"device\": \"sticks\""));
  }

  /** Hover at once, down when the link is given up, and nothing more until somebody says start. */
  @Test
  void shouldLandAVehicleWhosePersonIsLost() {
    axes[0] = 0.3;
    for (int i = 0; i < 3; i++) step();
    silent = true;
    long last_ns = page.heard_ns;
    while (command() == Command.ACT) step();
    assertEquals(Command.HOLD, command());
    assertTrue(loop.chosen().frame.stamp_ns - last_ns <= Silence.RETURN_NS);
    while (command() == Command.HOLD) step();
    assertEquals(Command.LAND, command());
    assertTrue(loop.chosen().frame.stamp_ns - last_ns <= 1_100_000_000L);
    assertEquals(Outcome.ABORTED, results.getLast().outcome());
    for (int i = 0; i < 100; i++) step();
    assertEquals(Command.LAND, command());
    assertEquals(0, flight.state.p_base_tool_m[2]);
    assertTrue(desk.standing().paused());
    silent = false;
    axes[0] = 0;
    word = Word.START;
    step();
    step();
    assertEquals(Command.HOLD, command(), "motors off: somebody has to send it up");
    assertFalse(desk.standing().paused());
    assertTrue(
        Words.of(config)
            .mode(Mode.of(flight.state.mode), 0)
            .contains("services arm and take_off send it up"));
    flight.sendUp();
    for (int i = 0; i < 200 && flight.state.mode != Mode.ACTIVE_POLICY.ordinal(); i++) step();
    assertEquals(Mode.ACTIVE_POLICY.ordinal(), flight.state.mode);
    assertEquals(Phase.RUNNING, loop.episode().phase());
  }

  @Test
  void shouldLandInTheStepAfterAClosedPage() {
    axes[0] = 0.3;
    for (int i = 0; i < 3; i++) step();
    desk.leave(page);
    silent = true;
    step();
    assertEquals(Command.LAND, command());
  }

  @Test
  void shouldTellThePageWhatToDrawAndWhereItIs() {
    RobotPicture drawn = RobotPicture.of(Rigs.gate());
    RobotPicture.Vehicle body = (RobotPicture.Vehicle) drawn.body();
    assertEquals(0.046, body.arm_m());
    assertEquals(1.5, body.gate().p_world_gate_m()[0]);
    assertEquals(List.of("away", "left", "up", "turn"), drawn.labels());
    assertEquals(-1, drawn.gripper());
    assertTrue(drawn.pointing());
    JsonNode sent = JSON.valueToTree(drawn);
    assertEquals(0.8, sent.at("/body/gate/width_m").asDouble());
  }

  @Test
  void shouldRefuseALeaderArmInOneLine() {
    Path rig = Rigs.root().resolve("hardware-configs/rigs/sim-quad-gate.yaml");
    String message =
        assertThrows(
                ConfigException.class,
                () -> Devices.open(rig, config, null, List.of("leader-panda")))
            .getMessage();
    assertTrue(message.contains("leader-panda") && message.contains("does not fly"), message);
    assertFalse(message.contains("\n"));
  }
}
