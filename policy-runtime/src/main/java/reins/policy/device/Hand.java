package reins.policy.device;

import java.util.function.Consumer;
import reins.contract.exchange.StateFrame;
import reins.policy.human.Word;

/**
 * One device as the actor's loop sees it: whether somebody has the robot by it, and what they want.
 *
 * <p>Threads: the actor's loop; readings come in on the device's own.
 */
public interface Hand {
  /** What is recorded with its take-overs. */
  String name();

  /** A step of the policy begins. */
  void step(long now_ns);

  /** Whether somebody has the robot by it now. */
  boolean held(long now_ns);

  /** How long whoever has the robot by it was not heard; 0 where silence means rest. */
  long silent_ns(long now_ns);

  /**
   * A take-over begins where the robot is. Returns the share of the step that is over: 0 where what
   * was held before counts.
   */
  double begin(long now_ns, StateFrame state);

  /** The step's action, as far as it can be known now; {@code action} [A] written. */
  void act(long now_ns, double[] action);

  /** Whether what happens within a step changes the step's action. */
  boolean revisable();

  /** Whether the emergency stop was pressed since the last step. */
  boolean stopped();

  /** Hands over the words said since the last step. */
  void speak(Consumer<Word> to);

  /** Takes the robot away; what is held must be let go before it counts again. */
  void drop();
}
