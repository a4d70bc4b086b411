package reins.sim.world;

import reins.contract.config.RobotConfig;
import reins.sim.mujoco.Doubles;
import reins.sim.mujoco.Model;
import reins.sim.mujoco.SimState;

/**
 * The joint torques that hold an arm against gravity, from the axes and centres of mass that MuJoCo
 * has just computed: exact, without a second simulation at zero speed.
 *
 * <p>Threads: the one that steps the state. Allocates nothing after construction.
 */
final class GravityTorque {
  private final SimState state;
  private final int n;
  private final int[] joint;
  private final int[] body;
  private final double[] mass_kg;
  private final double[] g_m_s2 = new double[3];

  GravityTorque(Model model, SimState state, RobotConfig robot) {
    this.state = state;
    n = robot.n();
    joint = new int[n];
    body = new int[n];
    mass_kg = new double[n];
    for (int i = 0; i < n; i++) {
      joint[i] = model.joint(robot.joints().get(i).name());
      body[i] = model.bodyOf(joint[i]);
      mass_kg[i] = model.subtreeMass_kg(body[i]);
    }
    model.gravity_m_s2(g_m_s2);
  }

  /**
   * At the coordinates of the latest first half of a step.
   *
   * @param tau_Nm [n] written
   */
  void compute(double[] tau_Nm) {
    Doubles anchor = state.jointAnchor();
    Doubles axis = state.jointAxis();
    Doubles com = state.subtreeCom();
    for (int i = 0; i < n; i++) {
      int j = 3 * joint[i];
      int b = 3 * body[i];
      double rx = com.get(b) - anchor.get(j);
      double ry = com.get(b + 1) - anchor.get(j + 1);
      double rz = com.get(b + 2) - anchor.get(j + 2);
      // tau_i = -axis_i . (r x m g), r from the axis to the centre of mass of all that the joint
      // carries
      double moment =
          axis.get(j) * (ry * g_m_s2[2] - rz * g_m_s2[1])
              + axis.get(j + 1) * (rz * g_m_s2[0] - rx * g_m_s2[2])
              + axis.get(j + 2) * (rx * g_m_s2[1] - ry * g_m_s2[0]);
      tau_Nm[i] = -mass_kg[i] * moment;
    }
  }
}
