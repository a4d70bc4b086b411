package reins.learner.algo;

import java.util.Map;

/**
 * What one update measured; the module's README has each metric's formula.
 *
 * @param updates gradient steps so far
 * @param values by metric name, in a fixed order
 */
public record UpdateStats(long updates, Map<String, Double> values) {
  /** Refuses what is not finite: training cannot recover from it, the last checkpoint can. */
  public UpdateStats {
    values.forEach(
        (name, value) -> {
          if (!Double.isFinite(value))
            throw new NotFinite(name + " is " + value + " at update " + updates);
        });
  }

  /** An update gave a number that is none. */
  public static final class NotFinite extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NotFinite(String message) {
      super(message);
    }
  }
}
