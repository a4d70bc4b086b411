package reins.learner.algo;

import java.util.List;
import java.util.ServiceLoader;
import reins.contract.config.ConfigException;
import reins.contract.config.Task;

/**
 * A way of learning, found by the name that a task gives.
 *
 * <p>A new one is a package with an implementation of this, named in {@code
 * META-INF/services/reins.learner.algo.Algorithm}; nothing else has to know.
 */
public interface Algorithm {
  /** As {@code learning.algorithm} in a task's YAML. */
  String name();

  /**
   * What it is made of for a task.
   *
   * <p>Errors: {@link ConfigException} with one line for settings it does not have.
   */
  Recipe recipe(Task task);

  /**
   * The algorithm of a task.
   *
   * <p>Errors: {@link ConfigException} with one line that lists the names there are.
   */
  static Algorithm of(Task task) {
    String wanted = task.learning().algorithm().name();
    List<Algorithm> known =
        ServiceLoader.load(Algorithm.class).stream().map(ServiceLoader.Provider::get).toList();
    return known.stream()
        .filter(a -> a.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "learning.algorithm: expected one of %s, got '%s'"
                        .formatted(known.stream().map(Algorithm::name).sorted().toList(), wanted)));
  }
}
