package reins.ros.tool;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reins.ros.node.ConnectedNode;
import reins.ros.xmlrpc.RosReply;

/**
 * Who publishes, subscribes to and provides what, as the master knows it.
 *
 * @param publishers by topic
 * @param subscribers by topic
 * @param providers by service
 * @param types by topic
 */
record Graph(
    Map<String, List<String>> publishers,
    Map<String, List<String>> subscribers,
    Map<String, List<String>> providers,
    Map<String, String> types) {

  static Graph of(ConnectedNode node) {
    List<?> state = list(value(node, "getSystemState"));
    Map<String, String> types = new TreeMap<>();
    for (Object row : list(value(node, "getTopicTypes"))) types.put(text(row, 0), text(row, 1));
    return new Graph(rows(state, 0), rows(state, 1), rows(state, 2), types);
  }

  static Object value(ConnectedNode node, String method, Object... parameters) {
    RosReply reply = node.callMaster(method, parameters);
    if (!reply.isSuccess()) throw new IllegalStateException(method + ": " + reply.status());
    return reply.value();
  }

  private static Map<String, List<String>> rows(List<?> state, int index) {
    Map<String, List<String>> rows = new TreeMap<>();
    if (index < state.size())
      for (Object row : list(state.get(index)))
        rows.put(text(row, 0), list(list(row).get(1)).stream().map(Object::toString).toList());
    return rows;
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static String text(Object row, int index) {
    return list(row).size() > index ? list(row).get(index).toString() : "";
  }
}
