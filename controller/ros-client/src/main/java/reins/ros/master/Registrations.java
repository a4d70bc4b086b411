package reins.ros.master;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who offers or wants each name: one table for publishers, one for subscribers, one for services.
 *
 * <p>Threads: guarded by the master's lock.
 */
final class Registrations {
  /** Of each kind; a large robot has some hundreds. */
  static final int MAX_ROWS = 10_000;

  /** By topic or service, then by node, the address it gave. */
  private final Map<String, Map<String, String>> apiByNodeByName = new LinkedHashMap<>();

  /** Errors: {@link IllegalArgumentException} when the table is full. */
  void add(String name, String node, String api) {
    Map<String, String> nodes = apiByNodeByName.getOrDefault(name, Map.of());
    if (!nodes.containsKey(node) && rowCount() >= MAX_ROWS)
      throw new IllegalArgumentException("the master holds " + MAX_ROWS + " registrations at most");
    apiByNodeByName.computeIfAbsent(name, absent -> new LinkedHashMap<>()).put(node, api);
  }

  private int rowCount() {
    int rows = 0;
    for (Map<String, String> nodes : apiByNodeByName.values()) rows += nodes.size();
    return rows;
  }

  /** Whether the entry was there with this address, and is now gone. */
  boolean remove(String name, String node, String api) {
    Map<String, String> nodes = apiByNodeByName.get(name);
    if (nodes == null || !nodes.remove(node, api)) return false;
    if (nodes.isEmpty()) apiByNodeByName.remove(name);
    return true;
  }

  void removeName(String name) {
    apiByNodeByName.remove(name);
  }

  /** Removes all entries of a node and returns the names they stood under. */
  List<String> removeNode(String node) {
    List<String> names = new ArrayList<>();
    apiByNodeByName.forEach(
        (name, nodes) -> {
          if (nodes.remove(node) != null) names.add(name);
        });
    apiByNodeByName.values().removeIf(Map::isEmpty);
    return names;
  }

  boolean hasNode(String node) {
    return apiByNodeByName.values().stream().anyMatch(nodes -> nodes.containsKey(node));
  }

  boolean has(String name) {
    return apiByNodeByName.containsKey(name);
  }

  List<String> apis(String name) {
    return List.copyOf(apiByNodeByName.getOrDefault(name, Map.of()).values());
  }

  List<String> names() {
    return List.copyOf(apiByNodeByName.keySet());
  }

  /** Rows of name and nodes, as the system's state is reported. */
  List<Object> rows() {
    List<Object> rows = new ArrayList<>();
    apiByNodeByName.forEach((name, nodes) -> rows.add(List.of(name, List.copyOf(nodes.keySet()))));
    return rows;
  }
}
