package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;
import reins.policy.observe.Objects;

class InsertPlanTest {
  private static final Path RIG = Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml");

  private final TaskConfig task = RigConfig.load(RIG, "franka-peg-insert").task();
  private final Goal.Insert peg = (Goal.Insert) task.reward();
  private final InsertPlan plan = new InsertPlan(task, peg);
  private final StateFrame state = new StateFrame();
  private final Objects objects = new Objects();
  private final double[] action = new double[3];

  InsertPlanTest() {
    double[] mouth_m = {0.45, 0.02, 0.03};
    System.arraycopy(mouth_m, 0, objects.p_base_object_m, 0, 3);
  }

  /** The peg's end so far beside the hole's middle and above its mouth. */
  private InsertPlan.Stage at(double beside_m, double above_m) {
    state.p_base_tool_m[0] = 0.45 + beside_m;
    state.p_base_tool_m[1] = 0.02;
    state.p_base_tool_m[2] = 0.03 + above_m + peg.reach_m();
    plan.look(state, objects);
    plan.act(state, action);
    return plan.stage();
  }

  @Test
  void shouldComeFromAboveAndGoDownWhereItFits() {
    assertEquals(InsertPlan.Stage.ALIGN, at(0.04, 0.08));
    assertTrue(action[0] < 0 && action[2] < 0);
    assertEquals(InsertPlan.Stage.LOWER, at(0.001, 0.01));
    assertTrue(action[2] < 0);
    assertEquals(InsertPlan.Stage.LOWER, at(0.002, -0.01));
  }

  @Test
  void shouldRiseFromTheRimBeforeItMovesAside() {
    assertEquals(InsertPlan.Stage.RISE, at(0.004, 0.0));
    assertEquals(0, action[0]);
    assertTrue(action[2] > 0);
    assertEquals(InsertPlan.Stage.RISE, at(0.04, -0.02));
  }

  @Test
  void shouldCountFewerStepsTheNearerItIs() {
    at(0.04, 0.08);
    double far = plan.remainingSteps();
    at(0.004, 0.0);
    double rim = plan.remainingSteps();
    at(0.0, -0.015);
    double nearlyIn = plan.remainingSteps();
    assertTrue(far > rim && rim > nearlyIn && nearlyIn > 0, far + " " + rim + " " + nearlyIn);
  }
}
