package reins.sim.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.PilotState;
import reins.ros.hot.PilotStateCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.ServiceClient;
import reins.sim.mujoco.MujocoRequired;

/** Flights as their users start them: a simulator and a controller process for each vehicle. */
@Tag("system")
@ExtendWith(MujocoRequired.class)
class FleetTest {
  private static final Path ROOT = Path.of(System.getProperty("reins.root"));
  private static final Path RIGS = ROOT.resolve("hardware-configs/rigs");

  private static void await(String what, BooleanSupplier happened) throws InterruptedException {
    for (int i = 0; i < 9000; i++) {
      if (happened.getAsBoolean()) return;
      Thread.sleep(10);
    }
    throw new AssertionError("never: " + what);
  }

  /** Two Crazyflies that change places know of one another by topics alone. */
  @Test
  void shouldCrossWithoutTouchingOverCrazyswarmsTopics() {
    try (Fleet fleet = new Fleet(ROOT, RIGS.resolve("sim-crazyflie.yaml"), 2)) {
      fleet.start();
      fleet.takeOff();
      // Each to where the other hovers, a little aside of one line.
      double[][] goals_m = {{0.7, 0.05, 1.5}, {-0.7, -0.05, 1.5}};
      double nearest_m = fleet.fly(goals_m, 20, 0.25, null);
      assertEquals(2, fleet.arrived(goals_m, 0.3), "nearest " + nearest_m);
      assertTrue(nearest_m > QuadCrossing.hull_m(fleet.rig(0).flight().quadrotor()));
      for (int i = 0; i < 2; i++) {
        long acted = fleet.counters(i).get(Integer.numberOfTrailingZeros(Fault.BARRIER_ACTED));
        assertTrue(acted > 0, "the filter saw the other");
        assertEquals(0, fleet.counters(i).get(Counters.ALLOCATED_BYTES));
      }
      assertTrue(fleet.controller(0).stop(), "a signal lands it");
      assertEquals(Mode.IDLE.ordinal(), fleet.state(0).mode);
      assertTrue(fleet.state(0).p_base_tool_m[2] < 0.1, "on the ground");
    }
  }

  /** Behind MAVROS: killed in the air, PX4 lands it; a controller that may not arm says why. */
  @Test
  void shouldFlyBehindMavrosAndBeLandedWhereTheControllerIsKilled() throws Exception {
    try (Fleet fleet = new Fleet(ROOT, RIGS.resolve("sim-hummingbird.yaml"), 1)) {
      fleet.start();
      URI master = URI.create(fleet.rig(0).rig().ros().master_uri());
      try (ConnectedNode node =
          ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName("person"))) {
        HotSubscriber<PilotState> state = node.newHotSubscriber("/v1/state", new PilotStateCodec());
        fleet.takeOff();
        fleet.fly(new double[][] {{0.8, 0, 1.5}}, 8, 0.2, null);
        assertEquals(0.8, fleet.state(0).p_base_tool_m[0], 0.3);
        fleet.controller(0).kill();
        await("PX4 lands", () -> state.poll() && state.value().mode == PilotState.LAND);
        await("it stands", () -> state.poll() && !state.value().armed);
        refusesOnAnotherParameter(node, fleet);
      }
    }
  }

  private static void refusesOnAnotherParameter(ConnectedNode node, Fleet fleet) throws Exception {
    try (ServiceClient<DynamicMessage, DynamicMessage> set =
        node.newServiceClient("/v1/param/set", "mavros_msgs/ParamSet")) {
      DynamicMessage request = set.newMessage().set("param_id", "COM_OF_LOSS_T");
      request.getMessage("value").set("real", 5.0);
      assertTrue(set.call(request).getBool("success"));
    }
    fleet.controller(0).start();
    await("it ends", () -> !fleet.controller(0).alive());
    assertEquals(3, fleet.controller(0).exitCode());
    String log = Files.readString(fleet.controller(0).log());
    assertTrue(
        log.contains(
            "refused to arm: parameter COM_OF_LOSS_T: expected 0.6 to 1.0, the autopilot has 5.0"),
        log);
    assertFalse(fleet.controller(0).alive());
  }
}
