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

  /** Whether somebody has the robot by it now. */
  boolean held(long now_ns);

  /** How long whoever has the robot by it was not heard; 0 where silence means rest. */
  long silent_ns(long now_ns);

  /** A take-over begins where the robot is. */
  void begin(StateFrame state);

  /** The step's action; {@code action} [A] written. */
  void act(double[] action);

  /** Hands over the words said since the last step. */
  void speak(Consumer<Word> to);

  /** Takes the robot away; what is held must be let go before it counts again. */
  void drop();
}
