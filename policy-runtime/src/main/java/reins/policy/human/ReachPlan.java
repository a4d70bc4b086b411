package reins.policy.human;

import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * How to bring the tool to the object: straight there.
 *
 * <p>Threads: one owner.
 */
final class ReachPlan implements Plan {
  private final Steering steering;
  private final double[] target_m = new double[3];
  private double remainingSteps;

  ReachPlan(TaskConfig task) {
    steering = new Steering(task, 0.7);
  }

  @Override
  public void look(StateFrame state, Objects objects) {
    double far_m = 0;
    for (int i = 0; i < 3; i++) {
      target_m[i] = objects.p_base_object_m[i];
      far_m = Math.max(far_m, Math.abs(target_m[i] - state.p_base_tool_m[i]));
    }
    remainingSteps = far_m / steering.step_m();
  }

  @Override
  public void act(StateFrame state, double[] action) {
    for (int i = 0; i < 3; i++) action[i] = steering.toward(state, i, target_m[i]);
  }

  @Override
  public double remainingSteps() {
    return remainingSteps;
  }
}
