package reins.ros.log4j;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import reins.ros.node.ConnectedNode;
import reins.ros.node.Log;

/**
 * Sends everything that the root logger lets through to {@code /rosout} as well, in a node's name,
 * with its level and the line that said it, from {@link #attach} to {@link #close}.
 *
 * <pre>
 *   try (ConnectedNode node = ConnectedNode.start(configuration);
 *       RosoutAppender _ = RosoutAppender.attach(node)) { ... }
 * </pre>
 *
 * <p>Threads: whichever speaks, which never waits for a peer; finding its line allocates, so none
 * of a control loop's.
 */
public final class RosoutAppender implements AutoCloseable {
  private final LoggerConfig root;
  private final Appender appender;

  private RosoutAppender(LoggerConfig root, Appender appender) {
    this.root = root;
    this.appender = appender;
  }

  /** Begins to send; ends with {@link #close}, at the latest when the node ends. */
  public static RosoutAppender attach(ConnectedNode node) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Appender appender = new Appender(node);
    appender.start();
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.addAppender(appender, null, null);
    return new RosoutAppender(root, appender);
  }

  @Override
  public void close() {
    root.removeAppender(appender.getName());
    appender.stop();
  }

  private static final class Appender extends AbstractAppender {
    private final ConnectedNode node;

    Appender(ConnectedNode node) {
      super("rosout " + node.getName(), null, null, true, Property.EMPTY_ARRAY);
      this.node = node;
    }

    @Override
    public void append(LogEvent event) {
      // The node's own log has sent its words there already.
      if (node.isShutdown() || event.getLoggerName().equals(node.getName().toString())) return;
      node.getLog()
          .publish(level(event.getLevel()), event.getLoggerName(), words(event), event.getSource());
    }

    private static Log.Level level(Level level) {
      if (level.isMoreSpecificThan(Level.FATAL)) return Log.Level.FATAL;
      if (level.isMoreSpecificThan(Level.ERROR)) return Log.Level.ERROR;
      if (level.isMoreSpecificThan(Level.WARN)) return Log.Level.WARN;
      return level.isMoreSpecificThan(Level.INFO) ? Log.Level.INFO : Log.Level.DEBUG;
    }

    private static String words(LogEvent event) {
      String message = event.getMessage().getFormattedMessage();
      if (event.getThrown() == null) return message;
      StringWriter trace = new StringWriter();
      event.getThrown().printStackTrace(new PrintWriter(trace));
      return message + "\n" + trace.toString().stripTrailing();
    }
  }
}
