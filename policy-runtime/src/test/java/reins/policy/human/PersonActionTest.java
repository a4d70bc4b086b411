package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;

class PersonActionTest {
  private final double[] action = new double[8];

  private static PersonAction delta(int dim) {
    boolean turns = dim > 4;
    return new PersonAction(
        Rigs.with(
            new ActionSpace.CartesianDelta(
                dim, 0.02, 0.04, turns ? 0.1 : 0, turns ? 0.2 : 0, turns ? 1 : 0, 0.5, 0.15)));
  }

  private static void begin(PersonAction person, double width_m, double[] q_rad) {
    StateFrame state = new StateFrame();
    state.width_cmd_m = width_m;
    System.arraycopy(q_rad, 0, state.q_rad, 0, q_rad.length);
    person.begin(state, 0.08);
  }

  /** A leader arm's: its joints are the robot's. */
  @Test
  void shouldTakeNumbersThatAreTheActionsOwnAsTheyAre() {
    PersonAction person = new PersonAction(Rigs.doing("franka-joint-reach").task().action());
    double[] step = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 2};
    person.write(step, 1, action);
    assertArrayEquals(new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1, 1}, action);
  }

  @Test
  void shouldGoOnWithTheGripperAsItIsUntilToldOtherwise() {
    PersonAction person = delta(4);
    begin(person, 0, new double[7]);
    person.write(new double[] {0.5, -1, 0.25, 1, 1, 1}, 0, action);
    assertArrayEquals(new double[] {0.5, -1, 0.25, 1}, java.util.Arrays.copyOf(action, 4));
    person.write(new double[6], -1, action);
    assertEquals(-1, action[3]);
    person.write(new double[6], 0, action);
    assertEquals(-1, action[3]);
    begin(person, 0.08, new double[7]);
    person.write(new double[6], 0, action);
    assertEquals(-1, action[3]);
  }

  @Test
  void shouldTurnWhereTheTaskTurns() {
    delta(7).write(new double[] {0, 0, 0, 0.1, 0.2, 0.3}, 1, action);
    assertArrayEquals(new double[] {0, 0, 0, 0.1, 0.2, 0.3, 1, 0}, action);
  }

  @Test
  void shouldLeaveOutAGripperThatIsNone() {
    delta(3).write(new double[] {1, 1, 1, 1, 1, 1}, 1, action);
    assertArrayEquals(new double[] {1, 1, 1, 0, 0, 0, 0, 0}, action);
  }

  /** The joints' steps move the tool the way that the stick points, and turn it hardly. */
  @Test
  void shouldMoveTheToolWhereTheTaskMovesJoints() {
    RigConfig.Resolved config = Rigs.doing("franka-joint-reach");
    ActionSpace.JointDelta space = (ActionSpace.JointDelta) config.task().action();
    double[] q_rad = space.q_reset_rad().clone();
    PersonAction person = new PersonAction(config);
    begin(person, 0.08, q_rad);
    double[] ways = {1, -0.5, 0.3};
    for (int axis = 0; axis < 3; axis++) {
      double[] axes = new double[6];
      axes[axis] = ways[axis];
      person.write(axes, 0, action);
      double[] before_m = tool(config.robot(), q_rad), moved_rad = q_rad.clone();
      for (int i = 0; i < 7; i++) {
        assertTrue(Math.abs(action[i]) <= 1);
        moved_rad[i] += space.step_rad() * action[i];
      }
      double[] after_m = tool(config.robot(), moved_rad);
      double along = Math.signum(ways[axis]) * (after_m[axis] - before_m[axis]), beside = 0;
      for (int k = 0; k < 3; k++)
        if (k != axis) beside = Math.max(beside, Math.abs(after_m[k] - before_m[k]));
      assertTrue(along > 0.004, axis + ": " + along);
      assertTrue(beside < 0.15 * along, axis + ": " + beside + " beside " + along);
      assertEquals(-1, action[7]);
    }
  }

  @Test
  void shouldSlowDownAllJointsAlikeNearAnArmThatIsStretchedOut() {
    RigConfig.Resolved config = Rigs.doing("franka-joint-reach");
    PersonAction person = new PersonAction(config);
    begin(person, 0.08, new double[7]);
    person.write(new double[] {1, 1, 1, 1, 1, 1}, 0, action);
    double most = 0;
    for (int i = 0; i < 7; i++) most = Math.max(most, Math.abs(action[i]));
    assertTrue(most <= 1 && most > 0, "most " + most);
  }

  private static double[] tool(RobotConfig robot, double[] q_rad) {
    double[] t = {1, 0, 0, 0, 1, 0, 0, 0, 1}, p = new double[3];
    for (int i = 0; i < 7; i++) {
      RobotConfig.Joint j = robot.joints().get(i);
      for (int k = 0; k < 3; k++) p[k] += t[3 * k] * j.a_m();
      double ca = Math.cos(j.alpha_rad()), sa = Math.sin(j.alpha_rad());
      double c = Math.cos(q_rad[i]), s = Math.sin(q_rad[i]);
      double[] turn = {c, -s, 0, ca * s, ca * c, -sa, sa * s, sa * c, ca};
      double[] next = new double[9];
      for (int r = 0; r < 3; r++)
        for (int m = 0; m < 3; m++)
          for (int k = 0; k < 3; k++) next[3 * r + m] += t[3 * r + k] * turn[3 * k + m];
      t = next;
      for (int k = 0; k < 3; k++) p[k] += t[3 * k + 2] * j.d_m();
    }
    double reach_m = robot.flange().d_m() + robot.tool().z_m();
    for (int k = 0; k < 3; k++) p[k] += t[3 * k + 2] * reach_m;
    return p;
  }
}
