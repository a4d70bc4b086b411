package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;

class PersonActionTest {
  private final double[] action = new double[8];

  private static ActionSpace delta(int dim) {
    boolean turns = dim > 4;
    return new ActionSpace.CartesianDelta(
        dim, 0.02, 0.04, turns ? 0.1 : 0, turns ? 0.2 : 0, turns ? 1 : 0, 0.5, 0.15);
  }

  @Test
  void shouldGoOnWithTheGripperAsItIsUntilToldOtherwise() {
    PersonAction person = new PersonAction(delta(4));
    person.begin(0.0, 0.08);
    person.write(new double[] {0.5, -1, 0.25, 1, 1, 1}, 0, action);
    assertArrayEquals(new double[] {0.5, -1, 0.25, 1}, java.util.Arrays.copyOf(action, 4));
    person.write(new double[6], -1, action);
    assertEquals(-1, action[3]);
    person.write(new double[6], 0, action);
    assertEquals(-1, action[3]);
    person.begin(0.08, 0.08);
    person.write(new double[6], 0, action);
    assertEquals(-1, action[3]);
  }

  @Test
  void shouldTurnWhereTheTaskTurns() {
    new PersonAction(delta(7)).write(new double[] {0, 0, 0, 0.1, 0.2, 0.3}, 1, action);
    assertArrayEquals(new double[] {0, 0, 0, 0.1, 0.2, 0.3, 1, 0}, action);
  }

  @Test
  void shouldLeaveOutAGripperThatIsNone() {
    new PersonAction(delta(3)).write(new double[] {1, 1, 1, 1, 1, 1}, 1, action);
    assertArrayEquals(new double[] {1, 1, 1, 0, 0, 0, 0, 0}, action);
  }

  @Test
  void shouldNotSteerSingleJoints() {
    double[] one = {0.1};
    assertTrue(new PersonAction(delta(4)).steerable());
    assertFalse(
        new PersonAction(new ActionSpace.JointDelta(1, 0.1, 0.2, one, one, one, one, 0.5, 0.15))
            .steerable());
  }
}
