package reins.sim.data;

import reins.contract.config.Task;

/** Reads a task's quantities back out of recorded observations, as far as they are in them. */
final class Readings {
  private Readings() {}

  /**
   * One quantity's numbers in its own units; null where the task does not observe it.
   *
   * @param obs [O] scaled
   */
  static double[] of(Task task, String name, float[] obs) {
    int at = 0;
    for (Task.ObservationTerm term : task.observation()) {
      int n = term.center().length;
      if (term.name().equals(name)) {
        double[] value = new double[n];
        // x = center + half_range o
        for (int i = 0; i < n; i++)
          value[i] = term.center()[i] + term.half_range()[i] * obs[at + i];
        return value;
      }
      at += n;
    }
    return null;
  }
}
