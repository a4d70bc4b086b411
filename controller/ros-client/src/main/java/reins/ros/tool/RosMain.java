package reins.ros.tool;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import reins.ros.message.MessageCatalog;
import reins.ros.name.GraphName;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** {@code ./reins ros}: looks at and into a running ROS system. */
@Command(
    name = "ros",
    description =
        "Topics, nodes, parameters, services and bags of a ROS 1 system (ROS_MASTER_URI).",
    mixinStandardHelpOptions = true,
    subcommands = {
      TopicCommand.class,
      NodeCommand.class,
      ParamCommand.class,
      ServiceCommand.class,
      BagCommand.class,
      GenerateCommand.class
    })
public final class RosMain {
  @Option(
      names = "--messages",
      scope = ScopeType.INHERIT,
      description = "a folder of further definitions: PACKAGE/msg/NAME.msg")
  private java.nio.file.Path messages;

  @Option(
      names = "--master",
      scope = ScopeType.INHERIT,
      description = "the master's address, instead of ROS_MASTER_URI")
  private java.net.URI master;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(run(new PrintWriter(System.out, true), arguments));
  }

  /** Runs one command and returns its exit code: 0 done, 1 failed, 2 bad input. */
  static int run(PrintWriter out, String... arguments) {
    CommandLine line = new CommandLine(new RosMain());
    line.setOut(out);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println("reins ros: " + e.getMessage());
          return e instanceof IllegalArgumentException ? 2 : 1;
        });
    return line.execute(arguments);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  MessageCatalog catalog() {
    return messages == null ? MessageCatalog.standard() : MessageCatalog.of(messages);
  }

  private NodeConfiguration configuration() {
    return master == null
        ? NodeConfiguration.of(System.getenv())
        : NodeConfiguration.of(System.getenv(), "__master:=" + master);
  }

  /** A node of its own name for one command. */
  ConnectedNode node() {
    return ConnectedNode.start(
        configuration()
            .setNodeName(GraphName.newAnonymous("reins_ros").toString())
            .setMessageCatalog(catalog())
            .setRosout(false));
  }
}
