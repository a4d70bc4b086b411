package reins.ros.node;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.service.ServiceException;
import reins.ros.topic.Publisher;

/**
 * A node's log on {@code /rosout}, and the two services by which tools read and set what it lets
 * through.
 *
 * <p>Bounds: names of loggers that tools may set, {@link #MAX_LOGGERS}; characters of a message,
 * {@link #MAX_CHARACTERS}.
 */
final class Rosout implements Log {
  private static final int MAX_LOGGERS = 256;
  private static final int MAX_CHARACTERS = 16 << 10;
  private static final String ROOT = "ros";

  private final DefaultNode node;
  private final System.Logger local;
  private final Map<String, Level> levels = new ConcurrentHashMap<>(Map.of(ROOT, Level.INFO));
  private final AtomicInteger seq = new AtomicInteger();
  private final boolean topics;
  private final Publisher<DynamicMessage> publisher;

  Rosout(DefaultNode node, boolean wanted) {
    this.node = node;
    this.local = System.getLogger(node.getName().toString());
    if (!wanted) {
      publisher = null;
      topics = false;
      return;
    }
    topics =
        !Boolean.TRUE.equals(
            node.getParameterTree().get("/rosout_disable_topics_generation", false));
    publisher = node.newPublisher("/rosout", "rosgraph_msgs/Log");
    publisher.setLatchMode(true);
    node.newServiceServer(
        "~get_loggers", "roscpp/GetLoggers", (request, response) -> list(response));
    node.newServiceServer(
        "~set_logger_level",
        "roscpp/SetLoggerLevel",
        (request, response) -> set(request.getString("logger"), request.getString("level")));
  }

  private void list(DynamicMessage response) {
    response.set(
        "loggers",
        levels.entrySet().stream()
            .map(
                entry ->
                    new DynamicMessage(MessageCatalog.standard().get("roscpp/Logger"))
                        .set("name", entry.getKey())
                        .set("level", entry.getValue().name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  private void set(String logger, String level) {
    if (levels.size() >= MAX_LOGGERS && !levels.containsKey(logger))
      throw new ServiceException("more than " + MAX_LOGGERS + " loggers");
    try {
      levels.put(logger, Level.valueOf(level.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "level " + level + ": expected one of debug, info, warn, error, fatal");
    }
  }

  // A logger's own level, or that of the nearest one above it.
  private boolean lets(Level level, String logger) {
    String name = logger;
    while (true) {
      Level own = levels.get(name);
      if (own != null) return level.compareTo(own) >= 0;
      int dot = name.lastIndexOf('.');
      name = dot < 0 ? ROOT : name.substring(0, dot);
    }
  }

  @Override
  public void log(Level level, String message) {
    local.log(
        switch (level) {
          case DEBUG -> System.Logger.Level.DEBUG;
          case INFO -> System.Logger.Level.INFO;
          case WARN -> System.Logger.Level.WARNING;
          case ERROR, FATAL -> System.Logger.Level.ERROR;
        },
        message);
    if (publisher == null || !lets(level, ROOT)) return;
    StackTraceElement where =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .dropWhile(
                            frame ->
                                frame.getClassName().equals(Rosout.class.getName())
                                    || frame.getClassName().equals(Log.class.getName()))
                        .findFirst()
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .orElse(null));
    publish(level, ROOT, message, where);
  }

  @Override
  public void publish(Level level, String logger, String message, StackTraceElement where) {
    if (publisher == null || !lets(level, logger)) return;
    DynamicMessage log = publisher.newMessage();
    log.getMessage("header").set("seq", seq.incrementAndGet()).set("stamp", node.getCurrentTime());
    log.set("level", level.wire)
        .set("name", node.getName().toString())
        .set("msg", message.substring(0, Math.min(MAX_CHARACTERS, message.length())));
    if (where != null)
      log.set("file", String.valueOf(where.getFileName()))
          .set("function", where.getClassName() + "." + where.getMethodName())
          .set("line", Math.max(0, where.getLineNumber()));
    if (topics)
      log.set(
          "topics",
          List.copyOf(node.registrar().publications().stream().map(p -> p.topic()).toList()));
    publisher.publish(log);
  }
}
