package reins.ros.tool;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import reins.ros.node.ConnectedNode;

/** {@code ./reins ros param}. */
@Command(name = "param", description = "The master's parameters.", mixinStandardHelpOptions = true)
final class ParamCommand {
  @ParentCommand private RosMain ros;

  @Command(description = "The names of all parameters.")
  void list() {
    try (ConnectedNode node = ros.node()) {
      node.getParameterTree().getNames().stream().sorted().forEach(ros.out()::println);
    }
  }

  @Command(description = "A parameter's value, or a namespace's.")
  int get(@Parameters(paramLabel = "NAME") String name) {
    try (ConnectedNode node = ros.node()) {
      Object value = node.getParameterTree().get(name, null);
      if (value == null) throw new IllegalStateException("parameter " + name + " is not set");
      ros.out().println(value);
      return 0;
    }
  }

  @Command(description = "Sets a parameter: a number, true, a word, [a list] or {a: namespace}.")
  void set(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "VALUE") String value) {
    try (ConnectedNode node = ros.node()) {
      node.getParameterTree().set(name, FlowText.parse(value));
    }
  }

  @Command(description = "Deletes a parameter or namespace.")
  int delete(@Parameters(paramLabel = "NAME") String name) {
    try (ConnectedNode node = ros.node()) {
      if (node.getParameterTree().delete(name)) return 0;
      throw new IllegalStateException("parameter " + name + " is not set");
    }
  }
}
