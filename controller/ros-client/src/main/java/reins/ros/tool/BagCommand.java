package reins.ros.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import reins.ros.bag.BagReader;
import reins.ros.bag.BagWriter;
import reins.ros.message.RawCodec;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;
import reins.ros.node.ConnectedNode;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;

/** {@code ./reins ros bag}. */
@Command(
    name = "bag",
    description = "Recorded topics (rosbag 2.0).",
    mixinStandardHelpOptions = true)
final class BagCommand {
  private static final int QUEUE = 256;
  private static final long NANOS = 1_000_000_000L;

  @ParentCommand private RosMain ros;

  @Command(description = "Records topics until interrupted, or for --seconds.")
  void record(
      @Option(
              names = {"-O", "--output"},
              required = true,
              paramLabel = "FILE")
          Path file,
      @Option(names = "--seconds", defaultValue = "0", description = "0: until interrupted")
          int seconds,
      @Option(
              names = {"-a", "--all"},
              description = "every topic, those that appear meanwhile too")
          boolean all,
      @Parameters(paramLabel = "TOPIC", arity = "0..*") List<String> topics)
      throws IOException, InterruptedException {
    if (all == (topics != null)) throw new IllegalArgumentException("expected TOPIC... or --all");
    BagWriter bag = new BagWriter(file);
    Thread atExit = new Thread(() -> close(bag), "bag-close");
    Runtime.getRuntime().addShutdownHook(atExit);
    Map<String, Subscriber<RawMessage>> subscribers = new HashMap<>();
    long dropped = 0;
    long lost = 0;
    try (ConnectedNode node = ros.node()) {
      for (int i = 0; seconds == 0 || i < seconds; i++) {
        for (String topic : all ? Graph.of(node).publishers().keySet() : topics)
          subscribers.computeIfAbsent(topic, absent -> subscribe(node, absent, bag));
        Thread.sleep(1000);
      }
      for (Subscriber<?> subscriber : subscribers.values()) {
        dropped += subscriber.getDroppedMessages();
        lost += subscriber.getLostMessages();
      }
    } finally {
      bag.close();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
    // After the last message, so that the number is the bag's.
    ros.out().printf("%d messages recorded, %d dropped, %d lost%n", bag.messages(), dropped, lost);
  }

  private static Subscriber<RawMessage> subscribe(ConnectedNode node, String topic, BagWriter bag) {
    Subscriber<RawMessage> subscriber =
        node.newSubscriber(topic, new RawCodec(), TopicLimits.DEFAULT.withQueueSize(QUEUE));
    String name = subscriber.getTopicName().toString();
    subscriber.addMessageListener(message -> write(bag, name, message, node.getCurrentTime()));
    return subscriber;
  }

  private static void write(BagWriter bag, String topic, RawMessage message, RosTime time) {
    try {
      bag.write(topic, message, time);
    } catch (java.nio.channels.ClosedChannelException closing) {
      // The last messages of a recording that has ended.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void close(BagWriter bag) {
    try {
      bag.close();
    } catch (IOException e) {
      System.err.println("reins ros: the bag could not be finished: " + e.getMessage());
    }
  }

  @Command(description = "Publishes what a bag holds, at the pace it was recorded.")
  void play(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(names = "-r", defaultValue = "1", description = "faster (2) or slower (0.5)")
          double rate,
      @Option(
              names = "--wait",
              defaultValue = "1",
              description = "seconds between advertising and the first message")
          double wait_s)
      throws IOException, InterruptedException {
    if (!(rate > 0)) throw new IllegalArgumentException("-r " + rate + ": expected more than 0");
    try (ConnectedNode node = ros.node()) {
      Map<String, Publisher<RawMessage>> publishers = new HashMap<>();
      try (BagReader bag = new BagReader(file)) {
        bag.forEach(
            (topic, time, message) ->
                publishers.computeIfAbsent(
                    topic,
                    absent ->
                        node.newPublisher(
                            topic,
                            new RawCodec(message.type()),
                            TopicLimits.DEFAULT.withQueueSize(QUEUE))));
      }
      Thread.sleep((long) (1000 * wait_s));
      long[] start = {System.nanoTime(), -1};
      try (BagReader bag = new BagReader(file)) {
        bag.forEach(
            (topic, time, message) -> {
              if (start[1] < 0) start[1] = time.toNanos();
              sleepUntil(start[0] + (long) ((time.toNanos() - start[1]) / rate));
              publishers.get(topic).publish(message);
            });
      }
      // What waits for slow subscribers goes out before the connections close.
      Thread.sleep(500);
    }
  }

  private static void sleepUntil(long end_ns) throws IOException {
    try {
      long left_ns = end_ns - System.nanoTime();
      if (left_ns > 0) Thread.sleep(left_ns / 1_000_000, (int) (left_ns % 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Command(description = "What a bag holds: time, topics, types, counts.")
  void info(@Parameters(paramLabel = "FILE") Path file) throws IOException {
    Map<String, long[]> counts = new TreeMap<>();
    Map<String, String> types = new HashMap<>();
    long[] span_ns = {Long.MAX_VALUE, Long.MIN_VALUE};
    try (BagReader bag = new BagReader(file)) {
      bag.forEach(
          (topic, time, message) -> {
            counts.computeIfAbsent(topic, absent -> new long[1])[0]++;
            types.put(topic, message.type().toString());
            span_ns[0] = Math.min(span_ns[0], time.toNanos());
            span_ns[1] = Math.max(span_ns[1], time.toNanos());
          });
    }
    if (!counts.isEmpty())
      ros.out()
          .printf(
              "start %s, %.3f s%n",
              java.time.Instant.ofEpochSecond(span_ns[0] / NANOS, span_ns[0] % NANOS),
              (span_ns[1] - span_ns[0]) * 1e-9);
    counts.forEach(
        (topic, count) -> ros.out().printf("%8d  %s  %s%n", count[0], topic, types.get(topic)));
    ros.out().flush();
  }
}
