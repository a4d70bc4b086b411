package reins.controller.motion;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

/**
 * Makes of what is wanted, now and then, what the law is to follow in every tick: a reference that
 * moves within limits of velocity, acceleration and jerk, and that goes on from where it is
 * whatever is wanted next. One of {@link #hold}, {@link #follow}, {@link #home} is called in each
 * tick.
 *
 * <p>Threads: the control loop's. Nothing here allocates, waits or throws.
 */
public interface MotionGenerator {
  /** The one for this task's kind of action. */
  static MotionGenerator of(RobotConfig robot, TaskConfig task) {
    return switch (task.action()) {
      case ActionSpace.CartesianDelta delta -> new CartesianMotion(robot, task, delta);
      case ActionSpace.JointDelta delta -> new JointMotion(robot, task, delta);
      case ActionSpace.Wrench wrench -> new WrenchMotion(robot, task, wrench);
    };
  }

  /** Puts the reference on the measured arm, at rest. */
  void place(RobotState state);

  /** Draws a reference outside the workspace back to its edge, where it has a place of its own. */
  void confine();

  /** Comes to rest, and stays. */
  void hold(double dt_s, RobotState state);

  /**
   * Takes a new action.
   *
   * @param action [A] each in [-1, 1]
   * @param setpoint by how much leash and workspace cut it short is written
   * @return bits of {@link Fault} where leash or workspace cut it short
   */
  int step(double[] action, RobotState state, Setpoint setpoint);

  /**
   * Takes another action in the place of the last one, from where that one began, as if it had been
   * taken then: its bounds are the same. Where an action is no displacement there is nothing to go
   * back to.
   *
   * @param action [A] each in [-1, 1]
   * @param setpoint as {@link #step}
   * @return as {@link #step}
   */
  default int revise(double[] action, RobotState state, Setpoint setpoint) {
    return step(action, state, setpoint);
  }

  /** Moves on towards what the last action wants. */
  void follow(double dt_s, RobotState state);

  /** Moves on towards the task's reset pose. */
  void home(double dt_s, RobotState state);

  /** Whether the arm rests at the reset pose after {@link #home}. */
  boolean homed();

  /** Writes law, references, and how far they are behind for their limits. */
  void fill(Setpoint setpoint);
}
