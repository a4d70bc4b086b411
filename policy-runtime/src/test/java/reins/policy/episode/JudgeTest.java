package reins.policy.episode;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;
import reins.policy.observe.Objects;

class JudgeTest {
  private final StateFrame state = new StateFrame();
  private final Objects objects = new Objects();

  private RigConfig.Resolved load(String task) {
    return RigConfig.load(Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml"), task);
  }

  private void set(double[] tool, double[] object) {
    System.arraycopy(tool, 0, state.p_base_tool_m, 0, 3);
    System.arraycopy(object, 0, objects.p_base_object_m, 0, 3);
  }

  @Test
  void shouldCallItReachedWithinTheToleranceInSpace() {
    var task = load("franka-reach").task();
    double r = ((Goal.Reach) task.reward()).tolerance_m();
    Judge judge = new Judge(task);
    set(new double[] {0.4, 0, 0.2}, new double[] {0.4, 0.6 * r, 0.2 + 0.7 * r});
    assertTrue(judge.succeeded(state, objects));
    set(new double[] {0.4, 0, 0.2}, new double[] {0.4, 0.8 * r, 0.2 + 0.7 * r});
    assertFalse(judge.succeeded(state, objects));
  }

  @Test
  void shouldCallItInsertedOnlyInTheHole() {
    var task = load("franka-peg-insert").task();
    Goal.Insert peg = (Goal.Insert) task.reward();
    Judge judge = new Judge(task);
    double[] mouth = {0.45, 0, 0.03};
    double deep = 0.03 + peg.reach_m() - peg.depth_m();
    set(new double[] {0.451, 0.001, deep - 1e-4}, mouth);
    assertTrue(judge.succeeded(state, objects));
    set(new double[] {0.451, 0.001, deep + 1e-4}, mouth);
    assertFalse(judge.succeeded(state, objects));
    set(new double[] {0.55, 0, deep - 0.01}, mouth);
    assertFalse(judge.succeeded(state, objects), "beside the block");
  }

  @Test
  void shouldCallItLiftedAboveWhereItLay() {
    Judge judge = new Judge(load("franka-pick-cube").task());
    set(new double[3], new double[] {0.4, 0, 0.121});
    assertTrue(judge.succeeded(state, objects));
    set(new double[3], new double[] {0.4, 0, 0.119});
    assertFalse(judge.succeeded(state, objects));
  }
}
