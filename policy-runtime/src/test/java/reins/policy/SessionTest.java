package reins.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Phase;
import reins.policy.human.Intent;
import reins.policy.human.LinkLoss;
import reins.policy.human.Person;
import reins.policy.observe.Objects;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;

/** The whole process but for its JVM, in real time: mapped exchange, ROS topics, spool. */
@Timeout(90)
class SessionTest {
  private static final long PATIENCE_MS = 40_000;
  @TempDir Path dir;
  private Master master;
  private RigConfig.Resolved config;
  private ConnectedNode world;
  private Thread controller;
  private volatile boolean down;
  private volatile FakeArm arm;

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    config = Rigs.at(dir.resolve("exchange"), master.uri().toString(), 1);
    world =
        ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("fake_world"));
    startController();
  }

  @AfterEach
  void stop() throws Exception {
    stopController();
    world.shutdown();
    master.close();
  }

  /** A controller, an arm and a tracker that tick every 10 ms on the machine's clock. */
  private void startController() {
    down = false;
    arm = new FakeArm(config, 1, Exchange.create(dir.resolve("exchange")));
    HotPublisher<PoseStamped> tracker =
        world.newHotPublisher(config.rig().ros().object_topic(), new PoseStampedCodec("base"));
    HotSubscriber<PoseStamped> scene =
        world.newHotSubscriber(config.rig().ros().scene_topic(), new PoseStampedCodec("base"));
    controller =
        Thread.ofPlatform()
            .start(
                () -> {
                  Objects seen = new Objects();
                  PoseStamped pose = tracker.newMessage();
                  while (!down) {
                    arm.now_ns = System.nanoTime();
                    if (scene.poll()) arm.placeAt(scene.value().position_m);
                    arm.tick();
                    arm.latest(seen);
                    System.arraycopy(seen.p_base_object_m, 0, pose.position_m, 0, 3);
                    tracker.publish(pose);
                    sleep(10);
                  }
                  tracker.shutdown();
                  scene.shutdown();
                });
  }

  private void stopController() throws InterruptedException {
    down = true;
    controller.join();
  }

  private static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long end_ns = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!what.getAsBoolean() && System.nanoTime() < end_ns) Thread.sleep(20);
    assertTrue(what.getAsBoolean(), "did not happen in time");
  }

  private Session.Options options(int evaluate, Path policy) {
    return options(evaluate, policy, Session.HeldDevices.NONE);
  }

  private Session.Options options(int evaluate, Path policy, Session.HeldDevices held) {
    return new Session.Options(
        1,
        true,
        evaluate,
        policy,
        dir.resolve("spool"),
        dir.resolve("out.json"),
        Session.CockpitDoor.SHUT,
        held,
        null);
  }

  private Thread running(Session session) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                session.run();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  private long demonstrations() {
    return new reins.policy.link.Ledger(dir.resolve("spool")).earlierDemonstrations();
  }

  @Test
  void shouldRecordDemonstrationsOverARestartOfItselfAndOfTheController() throws Exception {
    Session first = new Session(Workplace.of(config), options(0, null));
    Thread process = running(first);
    await(() -> demonstrations() == 1);
    stopController();
    startController();
    await(() -> demonstrations() == 2);
    first.stop();
    process.join();
    ActionFrame last = new ActionFrame();
    arm.exchange.latestAction(last);
    assertEquals(Command.HOLD.ordinal(), last.command);
    String line = Files.readString(dir.resolve("out.json")).strip();
    assertTrue(line.contains("\"demonstrations\": 2"), line);
    assertFalse(line.contains("\"recorded\": 0"), line);
    assertTrue(line.contains("\"acknowledged\": 0"), line);

    Session second = new Session(Workplace.of(config), options(0, null));
    process = running(second);
    await(() -> demonstrations() == 3);
    second.stop();
    process.join();
  }

  /** A pad by joy_node's topic, through the whole process. */
  @Test
  void shouldGiveTheRobotToAPadAndTakeItBack() throws Exception {
    Path rig = Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml");
    Session.HeldDevices held = new Session.HeldDevices(rig, List.of("xbox"), LinkLoss.HOLD);
    Session session = new Session(Workplace.of(config), options(0, null, held));
    Thread process = running(session);
    Publisher<DynamicMessage> joy = world.newPublisher("/joy", "sensor_msgs/Joy");
    float[] axes = new float[8];
    Path journal = dir.resolve("spool/person.jsonl");
    ActionFrame action = new ActionFrame();
    await(() -> arm.state.mode == Mode.INTERVENTION.ordinal());
    axes[0] = 1;
    await(
        () -> {
          push(joy, axes);
          arm.exchange.latestAction(action);
          return action.source == Source.PERSON.ordinal()
              && action.command == Command.ACT.ordinal()
              && action.action[1] == 1;
        });
    axes[0] = 0;
    await(
        () -> {
          push(joy, axes);
          arm.exchange.latestAction(action);
          return action.source == Source.SCRIPT.ordinal();
        });
    session.stop();
    process.join();
    List<String> lines = Files.readAllLines(journal);
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(lines.getFirst().contains("\"onset\", \"device\": \"xbox\""), lines.getFirst());
    assertTrue(lines.getLast().contains("\"release\", \"device\": \"xbox\""), lines.getLast());
  }

  private void push(Publisher<DynamicMessage> joy, float[] axes) {
    joy.publish(
        new DynamicMessage(world.getMessageCatalog().get("sensor_msgs/Joy")).set("axes", axes));
  }

  @Test
  void shouldEvaluateAPolicyFileAndEnd() throws Exception {
    PolicySpec spec = PolicySpec.of(config.task());
    Path policy = dir.resolve("policy.onnx");
    Files.write(policy, new OnnxFiles(spec, 1, 16).answering(0, 0, 0, 0).bytes());
    Session session = new Session(Workplace.of(config), options(1, policy));
    Thread process = running(session);
    await(() -> arm.state.mode == Mode.ACTIVE_POLICY.ordinal());
    // The fake world helps, so that the episode is short.
    arm.lift();
    process.join();
    String line = Files.readString(dir.resolve("out.json")).strip();
    assertTrue(line.startsWith("{\"bench\": \"eval\", \"case\": \"franka-pick-cube\""), line);
    assertTrue(line.contains("\"episodes\": 1"), line);
    assertTrue(line.contains("\"success_ratio\": 1.00000"), line);
  }

  /** Somebody who says what to do in each step, with the object where they want it. */
  @Test
  void shouldActAPerformanceOnceAndEnd() throws Exception {
    double[] p_base_object_m = {0.47, -0.06, 0.02};
    List<Transition> acted = new ArrayList<>();
    List<EpisodeResult> ended = new ArrayList<>();
    Intent intent = new Intent();
    intent.source = Source.SCRIPT;
    Person actor =
        (_, _, _, episode) -> {
          intent.engaged = episode.phase() == Phase.RUNNING;
          intent.action[1] = 0.1 * (episode.steps() + 1);
          intent.markedAbort = episode.steps() == 4;
          return intent;
        };
    Performance what = new Performance(actor, p_base_object_m, acted::add, ended::add);
    Session session = Session.of(Workplace.of(config), what, dir.resolve("play"), 0);
    running(session).join();
    assertEquals(1, ended.size());
    assertEquals(3, acted.size()); // what the fourth led to was not seen
    for (int i = 0; i < 3; i++) {
      assertEquals(Source.SCRIPT, acted.get(i).source());
      assertEquals(0.1 * (i + 1), acted.get(i).action()[1], 1e-6);
    }
    assertArrayEquals(p_base_object_m, arm.cube_m, 1e-6);
    ActionFrame last = new ActionFrame();
    arm.exchange.latestAction(last);
    assertEquals(Command.HOLD.ordinal(), last.command);
  }

  /** Two who write actions would drive the robot by turns. */
  @Test
  void shouldWaitUntilNobodyElseActsOnTheRig() throws Exception {
    Session first = new Session(Workplace.of(config), options(0, null));
    Thread process = running(first);
    await(() -> arm.state.mode == Mode.INTERVENTION.ordinal());
    Intent intent = new Intent();
    List<Phase> asked = new CopyOnWriteArrayList<>();
    Person actor =
        (_, _, _, episode) -> {
          asked.add(episode.phase());
          return intent;
        };
    Performance what = new Performance(actor, new double[3], _ -> {}, _ -> {});
    Session second = Session.of(Workplace.of(config), what, dir.resolve("play"), 0);
    Thread other = running(second);
    sleep(500);
    assertTrue(asked.isEmpty(), "acts beside another");
    first.stop();
    process.join();
    await(() -> !asked.isEmpty());
    second.stop();
    other.join();
  }

  @Test
  void shouldRefuseAPolicyThatDoesNotFitInOneLine() throws Exception {
    Path policy = dir.resolve("policy.onnx");
    Files.write(policy, new byte[100]);
    Session session = new Session(Workplace.of(config), options(1, policy));
    String message = assertThrows(ConfigException.class, session::run).getMessage();
    assertTrue(message.startsWith("policy " + policy + ": "), message);
  }

  @Test
  void shouldNotLandAnArm() {
    Session.HeldDevices held =
        new Session.HeldDevices(
            Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml"),
            List.of("xbox"),
            LinkLoss.LAND);
    Session session = new Session(Workplace.of(config), options(0, null, held));
    String message = assertThrows(ConfigException.class, session::run).getMessage();
    assertTrue(message.contains("--link-lost land: expected hold or policy"), message);
  }

  @Test
  void shouldNameAMissingPolicyFile() {
    Session session = new Session(Workplace.of(config), options(1, dir.resolve("none.onnx")));
    String message = assertThrows(ConfigException.class, session::run).getMessage();
    assertTrue(message.contains("none.onnx"), message);
  }
}
