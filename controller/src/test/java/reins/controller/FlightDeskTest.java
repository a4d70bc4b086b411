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
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.FlightDrive;
import reins.controller.quad.PlayedVehicle;
import reins.controller.quad.port.Pilot;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.ServiceClient;

/** People and the autopilot around a running flight: what is asked of whom, and in which order. */
class FlightDeskTest {
  private final FlightRigConfig.Resolved rig = FlightRigConfig.load(Rigs.file("sim-hummingbird"));
  private final Exchange exchange = Exchange.inProcess();
  private final PlayedVehicle vehicle = new PlayedVehicle(rig.flight(), exchange);
  private final FlightDrive drive = new FlightDrive(rig.flight(), vehicle, exchange);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StateFrame state = new StateFrame();
  private volatile String refusal;
  private volatile boolean stopping;
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
    master = Master.start("localhost", 0);
    control = node("reins_sim_hummingbird");
    person = node("person");
    vehicle.drivenBy(drive.loop(), drive::tick);
    drive.arm(true);
    vehicle.tick();
    desk = FlightDesk.open(control, rig.rig(), drive, pilot, exchange);
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
    stopping = true;
    loop.join();
    control.close();
    person.close();
    master.close();
    exchange.close();
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

  @Test
  void shouldSayWhyItDoesNotTakeOff() {
    refusal = "parameter COM_OF_LOSS_T: expected 0.6 to 1.0, the autopilot has 5.0";
    DynamicMessage answer = call("take_off");
    assertFalse(answer.getBool("success"));
    assertEquals(refusal, answer.getString("message"));
    assertTrue(in(Mode.IDLE));
    refusal = null;
    drive.loop().panel().arm(false);
    String why = call("take_off").getString("message");
    assertTrue(why.startsWith("refused: has to be armed"), why);
    assertEquals(List.of("engage", "disengage"), asked, "not left armed on the ground");
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
}
