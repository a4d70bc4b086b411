package reins.ros.master;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree of parameters; a namespace is a map.
 *
 * <p>Threads: guarded by the master's lock. Values given out are copies down to the leaves.
 */
final class ParameterStore {
  private Map<String, Object> root = new LinkedHashMap<>();

  void set(String key, Object value) {
    List<String> path = path(key);
    if (path.isEmpty()) {
      if (!(value instanceof Map<?, ?> map))
        throw new IllegalArgumentException("parameter /: expected a struct");
      root = copyOf(map);
      return;
    }
    Map<String, Object> parent = root;
    for (String part : path.subList(0, path.size() - 1)) {
      Map<String, Object> child = mapOrNull(parent.get(part));
      // A leaf in the way gives place to a namespace, as the original master has it.
      if (child == null) parent.put(part, child = new LinkedHashMap<>());
      parent = child;
    }
    parent.put(path.getLast(), value instanceof Map<?, ?> map ? copyOf(map) : value);
  }

  /** The value or namespace at a key, or null. */
  Object get(String key) {
    Object value = root;
    for (String part : path(key)) {
      Map<String, Object> parent = mapOrNull(value);
      value = parent == null ? null : parent.get(part);
      if (value == null) return null;
    }
    return value instanceof Map<?, ?> map ? copyOf(map) : value;
  }

  boolean delete(String key) {
    List<String> path = path(key);
    if (path.isEmpty()) {
      root = new LinkedHashMap<>();
      return true;
    }
    Map<String, Object> parent = root;
    for (String part : path.subList(0, path.size() - 1)) {
      parent = mapOrNull(parent.get(part));
      if (parent == null) return false;
    }
    return parent.remove(path.getLast()) != null;
  }

  /** The key's place nearest above a namespace that has its first part, or null. */
  String search(String namespace, String key) {
    if (key.startsWith("/")) return get(key) == null ? null : key;
    String first = path(key).getFirst();
    List<String> above = path(namespace);
    for (int depth = above.size(); depth >= 0; depth--) {
      String prefix = depth == 0 ? "/" : "/" + String.join("/", above.subList(0, depth)) + "/";
      // Only the first part must be there, so that a node may then set the rest beside it.
      if (get(prefix + first) != null) return prefix + key;
    }
    return null;
  }

  /** The full names of all leaves. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    collect("", root, names);
    return names;
  }

  private static void collect(String prefix, Map<String, Object> map, List<String> names) {
    map.forEach(
        (name, value) -> {
          Map<String, Object> child = mapOrNull(value);
          if (child == null) names.add(prefix + "/" + name);
          else collect(prefix + "/" + name, child, names);
        });
  }

  private static Map<String, Object> copyOf(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (name, value) ->
            copy.put(name.toString(), value instanceof Map<?, ?> child ? copyOf(child) : value));
    return copy;
  }

  @SuppressWarnings("unchecked") // Every map in the tree was made by copyOf.
  private static Map<String, Object> mapOrNull(Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
  }

  private static List<String> path(String key) {
    return java.util.Arrays.stream(key.split("/")).filter(part -> !part.isEmpty()).toList();
  }
}
