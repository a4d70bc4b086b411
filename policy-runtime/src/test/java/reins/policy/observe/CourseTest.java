package reins.policy.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;
import reins.policy.observe.Progress.Crossing;

/** A gate that is flown through towards the world's y: the course is the same in its own frame. */
class CourseTest {
  private final FlightTask task =
      (FlightTask)
          Deployment.load(Rigs.root().resolve("hardware-configs"), null, "quad-gate")
              .task()
              .with(
                  Map.of(
                      "reward",
                      Map.of("yaw_rad", Math.PI / 2, "p_world_gate_m", List.of(1.0, 0.5, 1.5))));
  private final Goal.Gate gate = task.reward();
  private final Course course = new Course(task);
  private final StateFrame state = new StateFrame();
  private final Objects objects = new Objects();

  /** Is somewhere in the gate's frame with a velocity along its x. */
  private void at(double x, double y, double z, double speed_m_s, boolean running) {
    double[] o = gate.p_world_gate_m();
    state.p_base_tool_m[0] = o[0] - y;
    state.p_base_tool_m[1] = o[1] + x;
    state.p_base_tool_m[2] = o[2] + z;
    state.v_base_tool[1] = speed_m_s;
    state.q_base_tool[0] = 1;
    course.follow(running, state, objects);
  }

  private void waypoint(int i) {
    double[] way = gate.waypoints_m()[i];
    at(way[0] - 0.2, way[1] + 0.1, way[2], 1, true);
  }

  private void begin() {
    at(-3, -1, 0, 0, false);
    at(-3, -1, 0, 0, true);
  }

  @Test
  void shouldCountWaypointsInTheirOrderAndPassTheGateAtSpeed() {
    begin();
    assertArrayEquals(new double[] {-3, -1, 0}, objects.course.p_gate_body_m, 1e-9);
    waypoint(1);
    assertEquals(0, objects.course.passed);
    waypoint(0);
    waypoint(1);
    assertEquals(1, objects.course.done);
    assertArrayEquals(
        new double[] {-objects.course.p_gate_body_m[0], -objects.course.p_gate_body_m[1], 0},
        objects.course.next_m,
        1e-9);
    at(-0.1, 0.3, 0.1, 2.5, true);
    assertEquals(Crossing.NONE, objects.course.crossing);
    at(0.1, 0.3, 0.1, 2.5, true);
    assertEquals(Crossing.THROUGH, objects.course.crossing);
    assertArrayEquals(new double[] {2.5, 0, 0}, objects.course.v_gate_body_m_s, 1e-9);
    assertArrayEquals(new double[] {0, 0, 1}, objects.course.up_gate_body, 1e-9);
    begin();
    assertEquals(0, objects.course.passed);
    assertEquals(Crossing.NONE, objects.course.crossing);
  }

  @Test
  void shouldMissAGateTakenTooSlowlyBesideItOrTooEarly() {
    assertEquals(Crossing.MISSED, crossed(true, 0, 0, gate.speed_m_s() - 0.1));
    double edge_m = gate.width_m() / 2 - gate.hull_m();
    assertEquals(Crossing.THROUGH, crossed(true, edge_m - 0.01, 0, 3));
    assertEquals(Crossing.MISSED, crossed(true, edge_m + 0.01, 0, 3));
    assertEquals(Crossing.MISSED, crossed(true, 0, -edge_m - 0.01, 3));
    assertEquals(Crossing.MISSED, crossed(false, 0, 0, 3));
    assertFalse(objects.course.done == 1);
  }

  private Crossing crossed(boolean afterWaypoints, double y, double z, double speed_m_s) {
    begin();
    if (afterWaypoints) {
      waypoint(0);
      waypoint(1);
    }
    at(-0.1, y, z, speed_m_s, true);
    at(0.1, y, z, speed_m_s, true);
    return objects.course.crossing;
  }
}
