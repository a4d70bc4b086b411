package reins.ros.tool;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import reins.ros.node.ConnectedNode;

/** {@code ./reins ros node}. */
@Command(name = "node", description = "Nodes.", mixinStandardHelpOptions = true)
final class NodeCommand {
  @ParentCommand private RosMain ros;

  @Command(description = "All nodes that the master knows.")
  void list() {
    try (ConnectedNode node = ros.node()) {
      Graph graph = Graph.of(node);
      TreeSet<String> nodes = new TreeSet<>();
      for (Map<String, List<String>> table :
          List.of(graph.publishers(), graph.subscribers(), graph.providers()))
        table.values().forEach(nodes::addAll);
      nodes.forEach(ros.out()::println);
    }
  }

  @Command(description = "What a node publishes, wants and provides.")
  void info(@Parameters(paramLabel = "NODE") String name) {
    try (ConnectedNode node = ros.node()) {
      Graph graph = Graph.of(node);
      ros.out().println(name + " at " + Graph.value(node, "lookupNode", name));
      print("publishes", name, graph.publishers(), graph.types());
      print("subscribes to", name, graph.subscribers(), graph.types());
      print("provides", name, graph.providers(), Map.of());
    }
  }

  private void print(
      String what, String node, Map<String, List<String>> table, Map<String, String> types) {
    table.forEach(
        (name, nodes) -> {
          if (nodes.contains(node))
            ros.out()
                .println(
                    "  "
                        + what
                        + " "
                        + name
                        + (types.containsKey(name) ? " [" + types.get(name) + "]" : ""));
        });
  }
}
