package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which way of learning, and where its own settings differ from its defaults: {@code algorithm:
 * iql}, or {@code algorithm: {name: iql, expectile: 0.8}}.
 *
 * <p>Which algorithms there are, and what they can be told, only the learner knows.
 *
 * @param settings by the algorithm's own keys
 */
public record AlgorithmConfig(String name, Map<String, Object> settings) {
  private static final String NAME = "name";

  /** Checks the name's form. */
  public AlgorithmConfig {
    Expect.that(
        name.matches("[a-z][a-z0-9_]*"), NAME, "expected lower-case letters, got '" + name + "'");
    settings = Map.copyOf(settings);
  }

  /** An algorithm with its defaults. */
  public static AlgorithmConfig named(String name) {
    return new AlgorithmConfig(name, Map.of());
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static AlgorithmConfig of(Object node) {
    if (node instanceof String name) return named(name);
    if (node instanceof Map<?, ?> map && map.get(NAME) instanceof String name) {
      Map<String, Object> settings = new LinkedHashMap<>();
      map.forEach((key, value) -> settings.put(String.valueOf(key), value));
      settings.remove(NAME);
      return new AlgorithmConfig(name, settings);
    }
    throw new ConfigException("expected the name of an algorithm, or {name: ..., its settings}");
  }

  /** As a task writes it. */
  @JsonValue
  Object written() {
    if (settings.isEmpty()) return name;
    Map<String, Object> map = new LinkedHashMap<>(settings);
    map.put(NAME, name);
    return map;
  }

  /**
   * The algorithm's own settings: its defaults, and over them what the task says.
   *
   * <p>Errors: {@link ConfigException} with one line for a key that the defaults do not have, or a
   * value that does not fit.
   */
  public <T extends Record> T over(T defaults) {
    return ConfigReader.override(defaults, settings, "learning.algorithm");
  }
}
