package reins.sim.processes;

import java.util.concurrent.atomic.AtomicReference;
import reins.contract.config.Task;
import reins.learner.LearnerLoop;
import reins.learner.LearnerState;
import reins.learner.serve.LocalActors;

/** The policy that a learner publishes before its first update. */
final class Untrained {
  private Untrained() {}

  static byte[] policy(Task task) {
    AtomicReference<byte[]> published = new AtomicReference<>();
    LearnerState state = LearnerState.open(task, 1, 1, null);
    new LearnerLoop(state, new LocalActors(state.inbox(), p -> published.set(p.onnx()))).close();
    return published.get();
  }
}
