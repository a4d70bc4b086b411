package reins.policy.human;

import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * How somebody who can do the task goes on from wherever things stand: each step looks at the
 * present state alone, so that any mess is just another state.
 *
 * <p>Threads: one owner.
 */
interface Plan {
  /** Looks at the present state. */
  void look(StateFrame state, Objects objects);

  /** The next action without noise. {@code action} [A] written. */
  void act(StateFrame state, double[] action);

  /** Steps of a person who makes no mistake from here to the goal. */
  double remainingSteps();

  /** Forgets what it saw: a new episode. */
  default void reset() {}

  /** The plan that reaches a task's goal. */
  static Plan of(Deployment config) {
    return switch (config) {
      case RigConfig.Resolved arm -> ofArm(arm);
      case FlightTask.Resolved flight -> new CoursePlan(flight);
    };
  }

  private static Plan ofArm(RigConfig.Resolved config) {
    return switch (config.task().reward()) {
      case Goal.Lift lift -> new GraspPlan(config.task(), config.robot().gripper(), lift);
      case Goal.Reach _ -> new ReachPlan(config.task());
      case Goal.Insert peg -> new InsertPlan(config.task(), peg);
    };
  }
}
