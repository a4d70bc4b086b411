package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.config.FlightRigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.FlightDrive;
import reins.controller.quad.PlayedVehicle;
import reins.controller.quad.port.Pilot;
import reins.controller.safety.EstopLatch;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.ServiceClient;

/** People and the autopilot around a running flight: what is asked of whom, and in which order. */
class FlightDeskTest {
  private final Exchange exchange = Exchange.inProcess();
  private PlayedVehicle vehicle;
  private FlightDrive drive;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StateFrame state = new StateFrame();
  private volatile String refusal;
  private volatile Runnable engaging = () -> {};
  private volatile boolean stopping;
  private volatile boolean throwing;
  private Master master;
  private ConnectedNode control;
  private ConnectedNode person;
  private FlightDesk desk;
  private Thread loop;

  /** An autopilot that does what it is asked, and writes it down. */
  private final Pilot pilot =
      new Pilot() {
        @Override
        public void prepare() {}

        @Override
        public void engage() {
          if (refusal != null) throw new IllegalStateException(refusal);
          asked.add("engage");
          engaging.run();
        }

        @Override
        public void disengage() {
          asked.add("disengage");
        }

        @Override
        public void land() {
          asked.add("land");
        }
      };

  @BeforeEach
  void open() {
    open("sim-hummingbird");
  }

  private void open(String name) {
    FlightRigConfig.Resolved rig = FlightRigConfig.load(Rigs.file(name));
    vehicle = new PlayedVehicle(rig.flight(), exchange);
    drive = new FlightDrive(rig.flight(), vehicle, exchange);
    stopping = false;
    master = Master.start("localhost", 0);
    control = node("reins_sim_hummingbird");
    person = node("person");
    vehicle.drivenBy(
        drive.loop(),
        (now_ns, dt_s) -> throwing ? drive.retreat(now_ns, dt_s) : drive.tick(now_ns, dt_s));
    drive.arm(true);
    vehicle.tick();
    desk = FlightDesk.open(control, rig, drive, pilot, exchange);
    loop =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stopping) {
                    vehicle.run(0.02);
                    pause();
                  }
                });
  }

  @AfterEach
  void close() throws InterruptedException {
    stop();
    exchange.close();
  }

  private void stop() throws InterruptedException {
    stopping = true;
    loop.join();
    control.close();
    person.close();
    master.close();
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(String what, BooleanSupplier happened) {
    for (int i = 0; i < 4000; i++) {
      if (happened.getAsBoolean()) return;
      pause();
    }
    throw new AssertionError("never: " + what);
  }

  /** Whatever was asked of the loop it has heard. */
  private void ticks(int n) {
    exchange.latestState(state);
    long until = state.seq + n;
    await(
        "ticks",
        () -> {
          exchange.latestState(state);
          return state.seq >= until;
        });
  }

  private DynamicMessage call(String service) {
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        person.newServiceClient("/reins_sim_hummingbird/" + service, "std_srvs/Trigger")) {
      return client.call(client.newMessage());
    }
  }

  private boolean in(Mode mode) {
    exchange.latestState(state);
    return state.mode == mode.ordinal();
  }

  @Test
  void shouldEngageTakeOffLandAndDisarm() {
    DynamicMessage answer = call("take_off");
    assertTrue(answer.getBool("success"), answer.getString("message"));
    assertEquals(List.of("engage"), asked);
    await("in the air", () -> !in(Mode.IDLE));
    // Nobody sends frames: it climbs, hovers for half a second, lands.
    await("on the ground", () -> in(Mode.IDLE));
    await("disarmed", () -> asked.contains("disengage"));
    assertEquals(List.of("engage", "disengage"), asked);
    assertFalse(call("take_off").getBool("success"), "a landing takes the arming away");
  }

  /** Once down, a person arms it and sends it up again, and the policy goes on. */
  @Test
  void shouldGoUpAgainOnceItIsArmedAnewAndFlyThePolicy() {
    call("take_off");
    await("in the air", () -> in(Mode.HOLD));
    call("land");
    await("landing", () -> in(Mode.RECOVERING));
    await("on the ground", () -> in(Mode.IDLE));
    await("disarmed", () -> asked.contains("disengage"));
    try (ServiceClient<DynamicMessage, DynamicMessage> arm =
        person.newServiceClient("/reins_sim_hummingbird/arm", "std_srvs/SetBool")) {
      assertTrue(arm.call(arm.newMessage().set("data", true)).getBool("success"));
    }
    DynamicMessage answer = call("take_off");
    assertEquals("it takes off", answer.getString("message"));
    refused("refused: it flies");
    await("hovers", () -> in(Mode.HOLD));
    ActionFrame frame = new ActionFrame();
    exchange.latestAction(frame);
    frame.command = Command.ACT.ordinal();
    await(
        "follows the policy",
        () -> {
          frame.seq++;
          exchange.latestState(state);
          frame.stamp_ns = state.stamp_ns;
          exchange.publishAction(frame);
          return in(Mode.ACTIVE_POLICY);
        });
  }

  @Test
  void shouldSayWhyItDoesNotTakeOff() {
    refusal = "parameter COM_OF_LOSS_T: expected 0.6 to 1.0, the autopilot has 5.0";
    DynamicMessage answer = call("take_off");
    assertFalse(answer.getBool("success"));
    assertEquals(refusal, answer.getString("message"));
    assertTrue(in(Mode.IDLE));
    assertEquals(List.of("disengage"), asked, "wherever it stopped, it is not left armed");
  }

  /**
   * Offboard and arming are not tried: motors of what no person allows do not turn for a second.
   */
  @Test
  void shouldAskNothingOfTheAutopilotWhereItMayNotTakeOff() {
    drive.loop().panel().arm(false);
    refused("refused: has to be armed");
    drive.loop().panel().estop().trip(EstopLatch.Cause.TOPIC);
    drive.loop().panel().arm(true);
    refused("refused: has to be armed");
    assertEquals(List.of(), asked);
  }

  @Test
  void shouldAskNothingOfTheAutopilotInTheAir() {
    call("take_off");
    await("in the air", () -> !in(Mode.IDLE));
    refused("refused: it flies");
    assertEquals(List.of("engage"), asked);
  }

  /** What the loop takes back between its word and the take-off. */
  @Test
  void shouldDisengageWhereTheTakeOffIsRefusedAfterAll() {
    engaging = () -> drive.loop().panel().estop().trip(EstopLatch.Cause.TOPIC);
    refused("refused: has to be armed");
    assertEquals(List.of("engage", "disengage"), asked);
  }

  private void refused(String why) {
    ticks(3);
    DynamicMessage answer = call("take_off");
    assertFalse(answer.getBool("success"));
    assertTrue(answer.getString("message").startsWith(why), answer.getString("message"));
  }

  /** Our own dead-man: a loop that stands still does not wait for the autopilot's. */
  @Test
  void shouldHaveTheAutopilotLandWhereTheLoopStandsStill() {
    call("take_off");
    await("high", () -> in(Mode.ARMING) && state.p_base_tool_m[2] > 1);
    desk.deadMan();
    await("landed by the autopilot", () -> asked.contains("land"));
    assertTrue(drive.loop().panel().estop().tripped(), "and does not go on as if nothing had been");
  }

  /** Whose own loops fly it sees itself: its landing is better than ours without a state. */
  @Test
  void shouldHaveTheAutopilotLandABlindOneThatItsOwnLoopsFly() throws InterruptedException {
    stop();
    open("sim-crazyflie");
    goBlind();
    await("landed by the autopilot", () -> asked.contains("land"));
    await("down", () -> in(Mode.IDLE));
    await("disarmed", () -> asked.contains("disengage"));
    assertEquals(List.of("engage", "land", "disengage"), asked, "once");
  }

  @Test
  void shouldDescendByItselfWhereItSendsThrust() {
    goBlind();
    await("down", () -> in(Mode.IDLE));
    await("disarmed", () -> asked.contains("disengage"));
    assertEquals(List.of("engage", "disengage"), asked);
  }

  private void goBlind() {
    call("take_off");
    await("high", () -> in(Mode.ARMING) && state.p_base_tool_m[2] > 1);
    throwing = true;
    await("blind", () -> !in(Mode.ARMING));
  }
}
