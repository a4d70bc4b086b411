package reins.controller.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.ros.master.Master;

/**
 * The shipped rig franka-serl against a stand-in on the wire that plays franka_ros and
 * serl_franka_controllers, and judges every message: frames, stamps, lengths, steps, beginnings.
 */
@Tag("system")
class FrankaSerlTest {
  private static final List<String> MESSAGES =
      List.of(
          "franka_msgs/FrankaState",
          "franka_msgs/ErrorRecoveryActionGoal",
          "franka_gripper/GraspActionGoal",
          "franka_gripper/GraspActionResult",
          "franka_gripper/MoveActionGoal",
          "franka_gripper/MoveActionResult");

  @TempDir Path folder;

  @BeforeEach
  void requireRospy() {
    Script.requireRospy();
  }

  private Script standIn(Master master, String stateHz) throws Exception {
    Path python = PythonMessages.make(folder, MESSAGES, List.of("dynamic_reconfigure/Reconfigure"));
    Script.copy(folder, "standin.py");
    Path script = Script.copy(folder, "standin_franka.py");
    Script standIn =
        Script.python(
            folder, master.uri(), List.of(script.toString(), python.toString(), stateHz, "100"));
    standIn.awaitOutput("ready");
    return standIn;
  }

  /** What the stand-in has seen; fails on anything wrong. */
  private static JsonNode report(Script standIn) throws Exception {
    standIn.order("report");
    String all = standIn.output();
    String line = all.lines().filter(l -> l.startsWith("{")).reduce("{}", (a, b) -> b);
    JsonNode report = new ObjectMapper().readTree(line);
    assertEquals("[]", report.get("wrong").toString(), all);
    return report;
  }

  @Test
  void shouldStreamEquilibriumPosesThatTheDriverCanTrust() throws Exception {
    try (Master master = Master.start("localhost", 0);
        Script franka = standIn(master, "1000");
        Controller controller = Controller.start(folder, master.uri(), "franka-serl")) {
      controller.await(Mode.HOLD);
      controller.send(4, Command.HOME);
      franka.order("object");
      controller.send(2, Command.ACT, 0.2, 0, -0.2, 1);
      controller.sendUntil(
          () -> Math.abs(controller.state().width_m - 0.04) < 1e-3, Command.ACT, 0.2, 0, -0.2, 1);
      JsonNode moved = report(franka);
      assertEquals(0.01, moved.get("period_p50_s").asDouble(), 0.002, "command_hz poses a second");
      assertEquals(150, moved.get("spring").get("rotational_stiffness").asDouble(), 1e-9);
      assertTrue(Math.abs(moved.get("tool").get(0).asDouble() - 0.45) > 0.05, "it moved");
      assertEquals("[[\"move\",0.08],[\"grasp\",0.0]]", goals(moved), "one goal for each wish");
      endsSlack(franka, controller);
    }
  }

  @Test
  void shouldLeaveAReflexToAPerson() throws Exception {
    try (Master master = Master.start("localhost", 0);
        Script franka = standIn(master, "1000");
        Controller controller = Controller.start(folder, master.uri(), "franka-serl")) {
      controller.await(Mode.HOLD);
      reflexIsLeftToAPerson(franka, controller);
      assertEquals(0, controller.terminate(), controller::output);
      assertEquals(0, franka.end(), franka::output);
    }
  }

  /** Reflex, safe stop, a person's word, the driver's recovery, the payload check, a soft start. */
  @Test
  void shouldRecoverFromAReflexWhereAPersonAsks() throws Exception {
    try (Master master = Master.start("localhost", 0);
        Script franka = standIn(master, "1000");
        Person person = new Person(master.uri());
        Controller controller = Controller.start(folder, master.uri(), "franka-serl")) {
      controller.await(Mode.HOLD);
      controller.send(1, Command.HOME);
      franka.order("reflex");
      controller.await(Mode.SAFE_STOP);
      franka.order("push");
      controller.send(0.3, Command.ACT, 1, 0, 0, 0);
      JsonNode stopped = report(franka);
      assertEquals(0, stopped.get("recoveries").asLong(), "nobody has asked");
      person.asks("recover");
      controller.await(Mode.HOLD);
      controller.send(0.5, Command.HOLD);
      JsonNode held = report(franka);
      assertEquals(1, held.get("recoveries").asLong(), "asked once");
      assertTrue(held.get("first_off").asDouble() < 1e-6, "from where it was pushed to");
      assertTrue(held.get("poses").asLong() > stopped.get("poses").asLong());
      assertEquals(held.get("tool").get(0).asDouble(), held.get("target").get(0).asDouble(), 1e-3);
      controller.send(1, Command.ACT, 0.2, 0, 0, 0);
      JsonNode moved = report(franka);
      double way_m = moved.get("tool").get(0).asDouble() - held.get("tool").get(0).asDouble();
      assertTrue(way_m > 0.01, "it moves again: " + way_m + " m");
      System.out.printf("stand-in: %.0f states a second%n", moved.get("state_hz").asDouble());
      assertEquals(0, controller.terminate(), controller::output);
      assertEquals(0, franka.end(), franka::output);
    }
  }

  private static String goals(JsonNode report) {
    String goals = report.path("goals").toString();
    // The hand stands open at first: whether it is asked to open says nothing.
    return goals.startsWith("[[\"move\"") ? goals : "[[\"move\",0.08]," + goals.substring(1);
  }

  private static void reflexIsLeftToAPerson(Script franka, Controller controller) throws Exception {
    controller.send(0.5, Command.HOLD);
    franka.order("reflex");
    controller.await(Mode.SAFE_STOP);
    long before = settled(franka);
    controller.send(0.5, Command.ACT, 1, 0, 0, 0);
    franka.order("hand");
    controller.send(0.5, Command.HOLD);
    JsonNode stopped = report(franka);
    assertEquals(before, stopped.get("poses").asLong(), "nothing is said to a stopped robot");
    assertEquals(0, stopped.get("recoveries").asLong());
    assertEquals(Mode.SAFE_STOP.ordinal(), controller.state().mode, "nor when it is well again");
  }

  /**
   * Poses that had come when no more came: those on the way arrive first, on a busy machine late.
   */
  private static long settled(Script franka) throws Exception {
    long before = -1;
    for (int i = 0; i < 10; i++) {
      long poses = report(franka).get("poses").asLong();
      if (poses == before) return poses;
      before = poses;
      Thread.sleep(300);
    }
    return fail("poses still come after 3 s");
  }

  private static void endsSlack(Script franka, Controller controller) throws Exception {
    assertEquals(0, controller.terminate(), controller::output);
    settled(franka);
    JsonNode ended = report(franka);
    for (int k = 0; k < 3; k++)
      assertEquals(
          ended.get("tool").get(k).asDouble(), ended.get("target").get(k).asDouble(), 2e-3);
    assertEquals(0, franka.end(), franka::output);
  }
}
