package reins.policy.observe;

import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.RobotConfig;
import reins.contract.config.Task;
import reins.contract.config.Task.ObservationTerm;
import reins.contract.exchange.StateFrame;

/**
 * Lines up the task's observation terms, scaled to about [-1, 1] and cut at five half ranges.
 *
 * <p>Threads: the actor's loop; allocates nothing after construction.
 */
public final class ObservationBuilder {
  /** A reading further out than this many half ranges says no more. */
  private static final double CLIP = 5;

  private final Quantity[] quantities;
  private final ObservationTerm[] terms;
  private final double[] raw = new double[Math.max(3, RobotConfig.MAX_JOINTS)];
  private final int length;

  /**
   * Resolves the terms by name. Errors: {@link ConfigException} for an unknown name or a wrong
   * length.
   */
  public ObservationBuilder(Task task, int joints) {
    List<ObservationTerm> listed = task.observation();
    terms = listed.toArray(ObservationTerm[]::new);
    quantities = new Quantity[terms.length];
    for (int i = 0; i < terms.length; i++)
      quantities[i] = resolve(task.name(), i, terms[i], joints);
    length = task.obsDim();
  }

  private static Quantity resolve(String task, int index, ObservationTerm term, int joints) {
    String path = "task " + task + ": observation[" + index + "]";
    Quantity quantity =
        Quantity.named(term.name())
            .orElseThrow(
                () ->
                    new ConfigException(
                        path
                            + ".name: expected one of "
                            + Quantity.names()
                            + ", got '"
                            + term.name()
                            + "'"));
    int expected = quantity.length(joints);
    if (term.center().length != expected)
      throw new ConfigException(
          path
              + ".center: "
              + term.name()
              + " has "
              + expected
              + " numbers, got "
              + term.center().length);
    return quantity;
  }

  /** Length O of the observation. */
  public int length() {
    return length;
  }

  /**
   * Builds one observation; a reading that is not finite becomes 0, the middle of its range. {@code
   * out} [O] written.
   */
  public void build(StateFrame state, Objects objects, float[] out) {
    int at = 0;
    for (int t = 0; t < terms.length; t++) {
      quantities[t].read(state, objects, raw);
      double[] center = terms[t].center();
      double[] half_range = terms[t].half_range();
      for (int i = 0; i < center.length; i++) {
        // o = clip((x - center) / half_range, -5, 5)
        double scaled = (raw[i] - center[i]) / half_range[i];
        out[at++] = Double.isFinite(scaled) ? (float) Math.clamp(scaled, -CLIP, CLIP) : 0;
      }
    }
  }
}
