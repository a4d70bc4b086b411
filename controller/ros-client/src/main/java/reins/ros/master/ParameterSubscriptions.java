package reins.ros.master;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which nodes want to hear of changes to which parameters.
 *
 * <p>Threads: guarded by the master's lock.
 */
final class ParameterSubscriptions {
  private static final int MAX_NODES = 1000;

  private final Map<String, Set<String>> apisByKey = new LinkedHashMap<>();

  /** Errors: {@link IllegalArgumentException} when the table is full. */
  void add(String key, String api) {
    if (apisByKey.size() >= Registrations.MAX_ROWS && !apisByKey.containsKey(key))
      throw new IllegalArgumentException(
          "the master holds " + Registrations.MAX_ROWS + " parameter subscriptions at most");
    Set<String> already = apisByKey.getOrDefault(key, Set.of());
    if (already.size() >= MAX_NODES && !already.contains(api))
      throw new IllegalArgumentException(
          "parameter " + key + " has " + MAX_NODES + " subscribers at most");
    apisByKey.computeIfAbsent(key, absent -> new LinkedHashSet<>()).add(api);
  }

  boolean remove(String key, String api) {
    Set<String> apis = apisByKey.get(key);
    if (apis == null || !apis.remove(api)) return false;
    if (apis.isEmpty()) apisByKey.remove(key);
    return true;
  }

  /**
   * Visits every subscriber that a change of {@code changed} concerns, with the key it is to be
   * told of: the changed one where it lies at or below the subscription, the subscription's own
   * where the change replaced a namespace above it.
   */
  void concerned(String changed, BiConsumer<String, String> apiAndKey) {
    apisByKey.forEach(
        (key, apis) -> {
          if (isAtOrBelow(changed, key)) apis.forEach(api -> apiAndKey.accept(api, changed));
          else if (isAtOrBelow(key, changed)) apis.forEach(api -> apiAndKey.accept(api, key));
        });
  }

  private static boolean isAtOrBelow(String key, String namespace) {
    return key.equals(namespace) || key.startsWith(namespace.equals("/") ? "/" : namespace + "/");
  }
}
