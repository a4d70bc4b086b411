package reins.controller.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.ros.master.Master;

/**
 * The shipped rig ur5e against a stand-in on the wire that plays ur_robot_driver, by joint
 * positions as shipped and by joint speeds as its comment says.
 */
@Tag("system")
class UrDriverTest {
  private static final List<String> MESSAGES =
      List.of("ur_dashboard_msgs/RobotMode", "ur_dashboard_msgs/SafetyMode");

  @TempDir Path folder;

  @BeforeEach
  void requireRospy() {
    Script.requireRospy();
  }

  private Script standIn(Master master) throws Exception {
    Path python = PythonMessages.make(folder, MESSAGES, List.of("std_srvs/Trigger"));
    Script.copy(folder, "standin.py");
    Path script = Script.copy(folder, "standin_ur.py");
    Script standIn =
        Script.python(folder, master.uri(), List.of(script.toString(), python.toString(), "500"));
    standIn.awaitOutput("ready");
    return standIn;
  }

  private static JsonNode report(Script standIn) throws Exception {
    standIn.order("report");
    String all = standIn.output();
    String line = all.lines().filter(l -> l.startsWith("{")).reduce("{}", (a, b) -> b);
    JsonNode report = new ObjectMapper().readTree(line);
    assertEquals("[]", report.get("wrong").toString(), all);
    return report;
  }

  private void drive(String counted, UnaryOperator<String> rig) throws Exception {
    try (Master master = Master.start("localhost", 0);
        Script ur = standIn(master);
        Controller controller = Controller.start(folder, master.uri(), "ur5e", rig)) {
      controller.await(Mode.HOLD);
      StateFrame state = controller.state();
      double x_m = state.p_base_tool_m[0];
      // pi is the pan's angle at home: joints are told apart by name, not by place.
      assertEquals(Math.PI, state.q_rad[0], 0.01);
      assertEquals(Math.PI / 2, state.q_rad[2], 0.01);
      controller.send(3, Command.ACT, 0.2, 0, 0.1);
      double moved_m = controller.state().p_base_tool_m[0] - x_m;
      assertTrue(moved_m > 0.03 && moved_m < 0.2, "moved " + moved_m);
      JsonNode told = report(ur);
      assertTrue(told.get(counted).asLong() > 50, told::toString);
      assertTrue(told.get("fastest").asDouble() < 0.5 * Math.PI + 0.01, told::toString);
      stopIsLeftToAPerson(ur, controller);
      assertEquals(0, controller.terminate(), controller::output);
      assertEquals(0, report(ur).get("last_speed").asDouble());
      long before = report(ur).get(counted).asLong();
      Thread.sleep(300);
      assertEquals(before, report(ur).get(counted).asLong(), "commands end with the controller");
      assertEquals(0, ur.end(), ur::output);
    }
  }

  private static void stopIsLeftToAPerson(Script ur, Controller controller) throws Exception {
    ur.order("stop");
    controller.await(Mode.SAFE_STOP);
    controller.send(0.5, Command.ACT, 1, 0, 0);
    JsonNode stopped = report(ur);
    assertEquals(0, stopped.get("unlocks").asLong());
    assertEquals(0, stopped.get("last_speed").asDouble());
    double[] q = controller.state().q_rad.clone();
    ur.order("hand");
    controller.send(0.5, Command.ACT, 1, 0, 0);
    assertEquals(q[1], controller.state().q_rad[1], 1e-3, "it does not go on by itself");
  }

  /** Too early, the robot refuses; a person asks again, and starts the robot's program. */
  @Test
  void shouldUnlockAProtectiveStopWhereAPersonAsks() throws Exception {
    try (Master master = Master.start("localhost", 0);
        Script ur = standIn(master);
        Person person = new Person(master.uri());
        Controller controller = Controller.start(folder, master.uri(), "ur5e")) {
      controller.await(Mode.HOLD);
      controller.send(1, Command.ACT, 0.2, 0, 0.1);
      ur.order("stop");
      controller.await(Mode.SAFE_STOP);
      person.asks("recover");
      Waiting.until(controller::output, () -> controller.output().contains("until 5s after"));
      assertEquals(Mode.RECOVERING.ordinal(), controller.state().mode);
      Thread.sleep(5000);
      person.asks("recover");
      Waiting.until(() -> "asked twice", () -> unlocks(ur) == 2);
      controller.send(0.5, Command.ACT, 0.2, 0, 0);
      assertEquals(Mode.RECOVERING.ordinal(), controller.state().mode, "its program does not run");
      long points = report(ur).get("points").asLong();
      ur.order("play");
      controller.await(Mode.HOLD);
      controller.send(1, Command.ACT, 0.2, 0, 0);
      JsonNode moved = report(ur);
      assertTrue(moved.get("points").asLong() > points + 5, moved::toString);
      assertEquals(2, moved.get("unlocks").asLong());
      assertEquals(0, controller.terminate(), controller::output);
      assertEquals(0, ur.end(), ur::output);
    }
  }

  private static long unlocks(Script ur) {
    try {
      return report(ur).get("unlocks").asLong();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldMoveByPointsAheadOfTheArm() throws Exception {
    drive("points", rig -> rig);
  }

  @Test
  void shouldMoveByJointSpeeds() throws Exception {
    drive(
        "speeds",
        rig ->
            rig.replace("interface: ur_position", "interface: ur_velocity")
                .replaceAll(
                    "(?s)trajectory_topic:.*?status:",
                    "velocity_topic: /joint_group_vel_controller/command\n"
                        + "    runs_on_when_killed: true\n    status:"));
  }
}
