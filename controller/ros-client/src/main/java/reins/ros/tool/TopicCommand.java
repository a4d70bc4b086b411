package reins.ros.tool;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageText;
import reins.ros.message.RawCodec;
import reins.ros.message.RawMessage;
import reins.ros.message.WireFormatException;
import reins.ros.node.ConnectedNode;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;

/** {@code ./reins ros topic}. */
@Command(
    name = "topic",
    description = "Topics and their messages.",
    mixinStandardHelpOptions = true)
final class TopicCommand {
  private static final int WAITING = 1000;
  private static final double MEGA = 1e6;

  @ParentCommand private RosMain ros;

  @Command(description = "All topics, their types, how many publish and subscribe.")
  void list() {
    try (ConnectedNode node = ros.node()) {
      Graph graph = Graph.of(node);
      TreeSet<String> topics = new TreeSet<>(graph.publishers().keySet());
      topics.addAll(graph.subscribers().keySet());
      for (String topic : topics)
        ros.out()
            .printf(
                "%s [%s] %d publishers, %d subscribers%n",
                topic,
                graph.types().getOrDefault(topic, "*"),
                graph.publishers().getOrDefault(topic, java.util.List.of()).size(),
                graph.subscribers().getOrDefault(topic, java.util.List.of()).size());
    }
  }

  @Command(description = "Prints a topic's messages, whatever their type.")
  void echo(
      @Parameters(paramLabel = "TOPIC") String topic,
      @Option(names = "-n", defaultValue = "0", description = "stop after so many; 0: never")
          long count)
      throws InterruptedException {
    try (ConnectedNode node = ros.node()) {
      BlockingQueue<RawMessage> queue = listen(node, topic);
      for (long i = 0; count == 0 || i < count; i++) {
        try {
          ros.out().print(MessageText.format(queue.take().decode()));
        } catch (WireFormatException e) {
          ros.out().println("unreadable: " + e.getMessage());
        }
        ros.out().println("---");
        ros.out().flush();
      }
    }
  }

  @Command(description = "Messages a second, each second.")
  void hz(
      @Parameters(paramLabel = "TOPIC") String topic,
      @Option(names = "--seconds", defaultValue = "0", description = "0: until interrupted")
          int seconds)
      throws InterruptedException {
    measure(topic, seconds, false);
  }

  @Command(description = "Megabytes a second, each second.")
  void bw(
      @Parameters(paramLabel = "TOPIC") String topic,
      @Option(names = "--seconds", defaultValue = "0", description = "0: until interrupted")
          int seconds)
      throws InterruptedException {
    measure(topic, seconds, true);
  }

  private void measure(String topic, int seconds, boolean bandwidth) throws InterruptedException {
    PrintWriter out = ros.out();
    long[] seen = new long[2];
    try (ConnectedNode node = ros.node()) {
      node.newSubscriber(topic, new RawCodec(), TopicLimits.DEFAULT.withQueueSize(WAITING))
          .addMessageListener(
              message -> {
                synchronized (seen) {
                  seen[0]++;
                  seen[1] += message.bytes().length;
                }
              });
      long before_ns = System.nanoTime();
      for (int i = 0; seconds == 0 || i < seconds; i++) {
        Thread.sleep(1000);
        long now_ns = System.nanoTime();
        double span_s = (now_ns - before_ns) * 1e-9;
        before_ns = now_ns;
        synchronized (seen) {
          if (bandwidth)
            out.printf(
                "%.3f MB/s, mean %.0f bytes%n",
                seen[1] / span_s / MEGA, seen[0] == 0 ? 0.0 : (double) seen[1] / seen[0]);
          else out.printf("%.3f messages/s%n", seen[0] / span_s);
          seen[0] = 0;
          seen[1] = 0;
        }
        out.flush();
      }
    }
  }

  @Command(description = "Publishes a message: once, latched for 3 s, or at a rate.")
  void pub(
      @Parameters(paramLabel = "TOPIC") String topic,
      @Parameters(paramLabel = "TYPE") String type,
      @Parameters(paramLabel = "VALUES", defaultValue = "{}") String values,
      @Option(names = "-r", description = "messages a second") Double rate_hz,
      @Option(names = "-n", defaultValue = "0", description = "stop after so many; 0: never")
          long count)
      throws InterruptedException {
    if (!(FlowText.parse(values) instanceof Map<?, ?> map))
      throw new IllegalArgumentException(values + ": expected {field: value, ...}");
    try (ConnectedNode node = ros.node()) {
      Publisher<DynamicMessage> publisher = node.newPublisher(topic, type);
      DynamicMessage message = MessageText.fill(publisher.newMessage(), map);
      if (rate_hz == null) {
        publisher.setLatchMode(true);
        publisher.publish(message);
        Thread.sleep(3000);
        return;
      }
      for (long i = 0; count == 0 || i < count; i++) {
        publisher.publish(message);
        Thread.sleep((long) (1000 / rate_hz));
      }
    }
  }

  static BlockingQueue<RawMessage> listen(ConnectedNode node, String topic) {
    BlockingQueue<RawMessage> queue = new LinkedBlockingQueue<>(WAITING);
    node.newSubscriber(topic, new RawCodec(), TopicLimits.DEFAULT)
        .addMessageListener(message -> offer(queue, message), WAITING);
    return queue;
  }

  private static void offer(BlockingQueue<RawMessage> queue, RawMessage message) {
    try {
      queue.put(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
