package reins.policy.observe;

import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.Task;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.contract.geometry.Quaternions;

/**
 * Follows a vehicle along its task's course: which way-points it has passed in their order, and how
 * it crossed the gate's plane.
 *
 * <p>Threads: the actor's loop; allocates nothing after construction.
 */
public final class Course {
  private final Goal.Gate gate;
  private final double[] up_world = new double[3];
  private double lastX_m = Double.NaN;
  private double lastY_m;
  private double lastZ_m;

  /** The course of a task; none for an arm. */
  public Course(Task task) {
    gate =
        switch (task) {
          case TaskConfig _ -> null;
          case FlightTask flight -> flight.reward();
        };
  }

  /**
   * Looks at the newest state.
   *
   * @param running whether an episode runs; otherwise the course begins anew
   * @param objects its course written
   */
  public void follow(boolean running, StateFrame state, Objects objects) {
    if (gate == null) return;
    Progress p = objects.course;
    see(state, p);
    if (running) advance(p);
    else restart(p);
    int n = gate.waypoints_m().length;
    for (int i = 0; i < 3; i++)
      p.next_m[i] = (p.passed < n ? gate.waypoints_m()[p.passed][i] : 0) - p.p_gate_body_m[i];
    p.done = n == 0 ? 1 : (double) p.passed / n;
    lastX_m = p.p_gate_body_m[0];
    lastY_m = p.p_gate_body_m[1];
    lastZ_m = p.p_gate_body_m[2];
  }

  private void restart(Progress p) {
    p.passed = 0;
    p.crossing = Progress.Crossing.NONE;
  }

  private void see(StateFrame state, Progress p) {
    double[] origin = gate.p_world_gate_m();
    double[] at = state.p_base_tool_m, v = state.v_base_tool;
    Quaternions.rotate(state.q_base_tool, UP, up_world);
    turn(at[0] - origin[0], at[1] - origin[1], at[2] - origin[2], p.p_gate_body_m);
    turn(v[0], v[1], v[2], p.v_gate_body_m_s);
    turn(up_world[0], up_world[1], up_world[2], p.up_gate_body);
  }

  private static final double[] UP = {0, 0, 1};

  /** From the world's directions to the gate's. */
  private void turn(double x, double y, double z, double[] out) {
    double cos = Math.cos(gate.yaw_rad()), sin = Math.sin(gate.yaw_rad());
    out[0] = cos * x + sin * y;
    out[1] = cos * y - sin * x;
    out[2] = z;
  }

  private void advance(Progress p) {
    int n = gate.waypoints_m().length;
    double[] at = p.p_gate_body_m;
    if (p.passed < n) {
      double[] way = gate.waypoints_m()[p.passed];
      double beside_m = Math.hypot(at[0] - way[0], at[1] - way[1]);
      if (Math.hypot(beside_m, at[2] - way[2]) <= gate.reach_m()) p.passed++;
    }
    boolean crossed = lastX_m < 0 && at[0] >= 0 && p.crossing == Progress.Crossing.NONE;
    if (crossed) p.crossing = judge(p, n);
  }

  private Progress.Crossing judge(Progress p, int n) {
    double[] at = p.p_gate_body_m;
    // The straight line between two steps meets the plane here.
    double share = -lastX_m / (at[0] - lastX_m);
    double y_m = lastY_m + share * (at[1] - lastY_m);
    double z_m = lastZ_m + share * (at[2] - lastZ_m);
    boolean within =
        Math.abs(y_m) <= gate.width_m() / 2 - gate.hull_m()
            && Math.abs(z_m) <= gate.height_m() / 2 - gate.hull_m();
    boolean fast = p.v_gate_body_m_s[0] >= gate.speed_m_s();
    return p.passed == n && within && fast ? Progress.Crossing.THROUGH : Progress.Crossing.MISSED;
  }
}
