package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.FakeArm;
import reins.policy.Rigs;
import reins.policy.episode.Episode;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.observe.Objects;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;

/** Every ROS device over a real master and real sockets. */
@Timeout(60)
class RosDevicesTest {
  private static final Path RIG = Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml");
  private static final int PATIENCE = 1000;

  @TempDir Path dir;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final StateFrame state = new StateFrame();
  private final Pause pause = new Pause();
  private Master master;
  private ConnectedNode person;
  private ConnectedNode policy;
  private Journal journal;
  private Devices devices;
  private Hands hands;
  private Episode episode;

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    person = node("person");
    policy = node("policy");
    journal = new Journal(dir.resolve("person.jsonl"));
    episode = new Episode(config.task(), new FakeArm(config, 1), 1, 0, _ -> {});
  }

  @AfterEach
  void stop() {
    devices.close();
    journal.close();
    person.shutdown();
    policy.shutdown();
    master.close();
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
  }

  private void open(String... names) {
    devices = Devices.open(RIG, config, policy, List.of(names));
    hands =
        new Hands(
            config,
            new Hands.Setup(new NoPerson(), LinkLoss.HOLD, pause, journal),
            devices.hands());
  }

  private Intent poll() {
    return hands.poll(System.nanoTime(), state, new Objects(), episode);
  }

  /** Sends again and again, as the drivers do, until it shows. */
  private void until(BooleanSupplier shown, Runnable send) throws InterruptedException {
    for (int i = 0; i < PATIENCE && !shown.getAsBoolean(); i++) {
      send.run();
      Thread.sleep(10);
    }
    assertTrue(shown.getAsBoolean(), "did not happen in time");
  }

  private boolean driven() {
    Intent intent = poll();
    return intent.engaged && intent.source == Source.PERSON;
  }

  private Runnable joy(Publisher<DynamicMessage> topic, float[] axes, int... buttons) {
    return () ->
        topic.publish(
            new DynamicMessage(person.getMessageCatalog().get("sensor_msgs/Joy"))
                .set("axes", axes)
                .set("buttons", buttons));
  }

  @Test
  void shouldDriveByAPad() throws Exception {
    open("xbox");
    Publisher<DynamicMessage> joy = person.newPublisher("/joy", "sensor_msgs/Joy");
    float[] left = {1, 0, 1, 0, 0, 1, 0, 0};
    float[] rest = {0, 0, 1, 0, 0, 1, 0, 0};
    int[] none = new int[11];
    until(this::driven, joy(joy, left, none));
    Intent intent = poll();
    assertEquals("xbox", intent.device);
    assertEquals(1, intent.action[1]);
    assertEquals(0, intent.action[0]);
    until(() -> !driven(), joy(joy, rest, none));
    int[] estop = none.clone();
    estop[6] = 1;
    until(() -> poll().estop || pause.on(), joy(joy, rest, estop));
    journal.settle();
    List<String> lines = Files.readAllLines(dir.resolve("person.jsonl"));
    assertEquals(1, lines.stream().filter(l -> l.contains("\"onset\"")).count());
    assertEquals(1, lines.stream().filter(l -> l.contains("\"release\"")).count());
    assertEquals(1, lines.stream().filter(l -> l.contains("\"estop\"")).count());
  }

  @Test
  void shouldLetGoWhereAPadFallsSilentAndSurviveHostileOnes() throws Exception {
    open("xbox");
    Publisher<DynamicMessage> joy = person.newPublisher("/joy", "sensor_msgs/Joy");
    until(this::driven, joy(joy, new float[] {0, 1, 0, 0, 0, 0, 0, 0}));
    until(() -> poll().paused, () -> {});
    until(() -> hands.linkLosses() == 1, () -> poll());
    assertTrue(pause.on());
    for (int i = 0; i < 50; i++) {
      joy(joy, new float[] {Float.NaN, Float.NEGATIVE_INFINITY}).run();
      joy(joy, new float[100_000]).run();
      joy(joy, new float[0]).run();
    }
    until(() -> ((StickHand) devices.hands().getFirst()).malformed() > 0, () -> poll());
    assertFalse(driven());
  }

  @Test
  void shouldDriveBySpacenavsTwoTopics() throws Exception {
    open("spacenav");
    Publisher<DynamicMessage> twist = person.newPublisher("/spacenav/twist", "geometry_msgs/Twist");
    Publisher<DynamicMessage> joy = person.newPublisher("/spacenav/joy", "sensor_msgs/Joy");
    DynamicMessage linear =
        new DynamicMessage(person.getMessageCatalog().get("geometry_msgs/Vector3")).set("z", -0.68);
    Runnable push =
        () ->
            twist.publish(
                new DynamicMessage(person.getMessageCatalog().get("geometry_msgs/Twist"))
                    .set("linear", linear));
    until(this::driven, push);
    assertEquals("spacenav", poll().device);
    assertTrue(poll().action[2] < -0.9);
    until(
        () -> poll().action[3] == 1,
        () -> {
          push.run();
          joy(joy, new float[6], 1, 0).run();
        });
  }

  @Test
  void shouldDriveByALeaderArmWhoseTopicHasAnOrderOfItsOwn() throws Exception {
    open("leader-panda");
    Publisher<DynamicMessage> joints =
        person.newPublisher("/leader/joint_states", "sensor_msgs/JointState");
    List<String> names = new ArrayList<>(Readings.leader().joint_names());
    names.addFirst("another_joint");
    double[] q_rad = {9, 0, -0.785, 0, -2.356, 0, 1.571, 0.785};
    Runnable send =
        () ->
            joints.publish(
                new DynamicMessage(person.getMessageCatalog().get("sensor_msgs/JointState"))
                    .set("name", names)
                    .set("position", q_rad.clone()));
    until(
        this::driven,
        () -> {
          q_rad[1] += 0.01;
          send.run();
        });
    assertEquals("leader-panda", poll().device);
    double y = 0;
    for (int i = 0; i < 200 && y < 1; i++) {
      q_rad[1] += 0.004;
      send.run();
      Thread.sleep(10);
      y += poll().action[1];
    }
    assertTrue(y >= 1, "the base's turn moves the tool to the left: " + y);
  }

  private Path rigAt(String master) throws Exception {
    Path rigs = Files.createDirectories(dir.resolve("rigs"));
    for (String folder : List.of("robots", "tasks", "devices"))
      Files.createSymbolicLink(
          dir.resolve(folder), Rigs.root().resolve("hardware-configs").resolve(folder));
    return Files.writeString(
        rigs.resolve("rig.yaml"), Files.readString(RIG).replace("http://localhost:11411/", master));
  }

  @Test
  void shouldTryAPadThatAPersonMovesAndOneThatNobodyPublishes() throws Exception {
    devices = Devices.open(RIG, config, policy, List.of());
    Path rig = rigAt(master.uri().toString());
    List<String> said = new CopyOnWriteArrayList<>();
    DeviceDoctor.Trial trial = new DeviceDoctor.Trial(rig, "xbox", 0.6, 1);
    String silent = DeviceDoctor.test(trial, said::add).getFirst().text();
    assertTrue(silent.startsWith("nothing was heard: /joy has 0 publishers"), silent);
    assertTrue(said.getFirst().startsWith("Leave the device alone"), said.toString());

    Publisher<DynamicMessage> joy = person.newPublisher("/joy", "sensor_msgs/Joy");
    float[] axes = new float[8];
    Thread hand =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    boolean moving = said.stream().anyMatch(line -> line.startsWith("Now move"));
                    axes[0] = axes[1] = axes[4] = moving ? 0.7f : 0.01f;
                    joy(joy, axes).run();
                    LockSupport.parkNanos(20_000_000);
                  }
                });
    said.clear();
    List<DeviceDoctor.Line> found = DeviceDoctor.test(trial, said::add);
    hand.interrupt();
    hand.join();
    assertTrue(
        found.stream().anyMatch(line -> line.text().equals("never moved beyond 0.20: yaw")),
        found.toString());
    assertTrue(said.getLast().startsWith("x +0.70  y +0.70  z +0.70  yaw +0.00"), said.getLast());
  }

  @Test
  void shouldSayThatThereIsNoMaster() throws Exception {
    devices = Devices.open(RIG, config, policy, List.of());
    DeviceDoctor.Trial trial =
        new DeviceDoctor.Trial(rigAt("http://localhost:1/"), "leader-panda", 1, 1);
    String line = DeviceDoctor.test(trial, _ -> {}).getFirst().text();
    assertTrue(line.startsWith("no ROS master at http://localhost:1/"), line);
  }

  @Test
  void shouldRefuseWhatIsNotThere() {
    devices = Devices.open(RIG, config, policy, List.of());
    for (List<String> names :
        List.of(List.of("nothing"), List.of("xbox", "xbox"), List.of("spacemouse"))) {
      String message =
          assertThrows(ConfigException.class, () -> Devices.open(RIG, config, policy, names))
              .getMessage();
      assertFalse(message.contains("\n"), message);
    }
  }
}
