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
  /** Names and values together, counted as they are in memory, about. */
  static final long MAX_BYTES = 64L << 20;

  private static final int ENTRY_BYTES = 64;
  private static final int MAX_DEPTH = 64;

  private Map<String, Object> root = new LinkedHashMap<>();
  private long bytes;

  /**
   * Errors: {@link IllegalArgumentException} when there is no room, or for a name of too many
   * parts.
   */
  void set(String key, Object value) {
    List<String> path = path(key);
    if (path.size() > MAX_DEPTH)
      throw new IllegalArgumentException(
          "parameter " + key + ": more than " + MAX_DEPTH + " parts");
    Object old = get(key);
    // A new leaf may bring all the namespaces above it.
    long grown =
        weight(value)
            - weight(old)
            + (old == null ? key.length() + ENTRY_BYTES * (long) path.size() : 0);
    if (bytes + grown > MAX_BYTES)
      throw new IllegalArgumentException(
          "parameter " + key + ": the master holds " + (MAX_BYTES >> 20) + " MiB at most");
    bytes += grown;
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
    bytes = Math.max(0, bytes - weight(get(key)));
    if (path.isEmpty()) {
      root = new LinkedHashMap<>();
      bytes = 0;
      return true;
    }
    Map<String, Object> parent = root;
    for (String part : path.subList(0, path.size() - 1)) {
      parent = mapOrNull(parent.get(part));
      if (parent == null) return false;
    }
    return parent.remove(path.getLast()) != null;
  }

  private static long weight(Object value) {
    long sum = ENTRY_BYTES;
    switch (value) {
      case null -> sum = 0;
      case String text -> sum += text.length();
      case byte[] binary -> sum += binary.length;
      case List<?> list -> {
        for (Object each : list) sum += weight(each);
      }
      case Map<?, ?> map -> {
        for (var entry : map.entrySet())
          sum += ENTRY_BYTES + entry.getKey().toString().length() + weight(entry.getValue());
      }
      default -> {}
    }
    return sum;
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
