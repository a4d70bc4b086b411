package reins.ros.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.ros.master.Master;

/**
 * {@code ./reins bench ros}: round trips and image throughput of this client, roscpp, rospy and a
 * bare socket, alternating in one run, in a network of its own where the machine allows it.
 */
@Command(
    name = "bench ros",
    mixinStandardHelpOptions = true,
    description = "Round trips and throughput beside roscpp, rospy and a bare socket.")
public final class RosBench implements Callable<Integer> {
  private static final String INSIDE = "REINS_BENCH_INSIDE";
  private static final List<String> PAIRS =
      List.of("reins", "roscpp", "rospy", "reins-roscpp", "nio");
  private static final List<String> IMAGES = List.of("reins-hot", "reins", "roscpp");

  @Option(names = "--json", description = "one JSON object per line")
  private Path json;

  @Option(names = "--rounds", defaultValue = "4", description = "of all pairs, alternating")
  private int rounds;

  @Option(names = "--messages", defaultValue = "5000", description = "measured, at 1 kHz")
  private int messages;

  @Option(names = "--warmup", defaultValue = "2000", description = "messages before them, at 1 kHz")
  private int warmup;

  @Option(names = "--images", defaultValue = "3000", description = "640x480, three bytes a pixel")
  private int images;

  @Option(names = "--cases", split = ",", defaultValue = "rtt,image", description = "which of them")
  private List<String> cases;

  private final String[] arguments;

  private RosBench(String[] arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RosBench(arguments)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (System.getenv(INSIDE) == null && canUnshare()) return again();
    if (System.getenv(INSIDE) == null)
      System.err.println("bench ros: no network namespace here; other traffic may disturb");
    Path folder = Files.createTempDirectory("reins-bench-ros");
    try {
      Peers peers = new Peers(folder);
      System.err.println("bench ros: compiling the roscpp peer");
      peers.compile();
      report(measure(peers));
      return 0;
    } catch (IOException e) {
      System.err.println("bench ros: " + e.getMessage());
      return 1;
    }
  }

  private static boolean canUnshare() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-n", "sh", "-c", "ip link set lo up").start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  // The same command in a network that has a loopback and nothing else.
  private int again() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
    command.addAll(Peers.java(RosBench.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(INSIDE, "1");
    return builder.start().waitFor();
  }

  /** By pair, then by what was measured, a value for each round. */
  private Map<String, Map<String, double[]>> measure(Peers peers) throws Exception {
    Map<String, Map<String, double[]>> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String pair : cases.contains("rtt") ? PAIRS : List.<String>of())
        // Each with a master of its own, so that nobody meets who was there before.
        try (Master master = Master.start("localhost", 0)) {
          keep(all, "rtt " + pair, round, rtt(peers.under(master.uri()), pair));
        }
      for (String who : cases.contains("image") ? IMAGES : List.<String>of())
        try (Master master = Master.start("localhost", 0)) {
          keep(all, "image " + who, round, throughput(peers.under(master.uri()), who));
        }
    }
    return all;
  }

  private void keep(Map<String, Map<String, double[]>> all, String key, int round, String result) {
    System.err.println("bench ros: round " + (round + 1) + ", " + key + ": " + result);
    for (String word : result.split(" ")) {
      String[] pair = word.split("=");
      all.computeIfAbsent(key, absent -> new LinkedHashMap<>())
              .computeIfAbsent(pair[0], absent -> new double[rounds])[round] =
          Double.parseDouble(pair[1]);
    }
  }

  private String rtt(Peers peers, String pair) throws Exception {
    String warm = Integer.toString(warmup);
    String count = Integer.toString(messages);
    Process pong =
        switch (pair) {
          case "reins" -> peers.reins("pong");
          case "rospy" -> peers.rospy("pong");
          case "nio" -> peers.reins("nio-pong");
          default -> peers.roscpp("pong");
        };
    try {
      Process ping =
          switch (pair) {
            case "roscpp" -> peers.roscpp("ping", warm, count);
            case "rospy" -> peers.rospy("ping", warm, count);
            case "nio" -> peers.reins("nio-ping", warm, count, Peers.line(pong, "PORT"));
            default -> peers.reins("ping", warm, count);
          };
      Peers.endTogether(pong, ping);
      try {
        return Peers.line(ping, "RESULT");
      } finally {
        Peers.stop(ping);
      }
    } finally {
      Peers.stop(pong);
    }
  }

  private String throughput(Peers peers, String who) throws Exception {
    boolean ours = !who.equals("roscpp");
    String[] source = {"source", Integer.toString(images / 2), Integer.toString(images)};
    Process sink =
        ours ? peers.reins(who.equals("reins-hot") ? "hot_sink" : "sink") : peers.roscpp("sink");
    try {
      Process from = ours ? peers.reins(source) : peers.roscpp(source);
      Peers.endTogether(sink, from);
      try {
        return Peers.line(from, "RESULT");
      } finally {
        Peers.stop(from);
      }
    } finally {
      Peers.stop(sink);
    }
  }

  private void report(Map<String, Map<String, double[]>> all) throws IOException {
    StringBuilder lines = new StringBuilder();
    if (cases.contains("rtt"))
      for (String pair : PAIRS)
        lines.append(rttLine(pair, all.get("rtt " + pair), all.get("rtt roscpp"))).append("}\n");
    if (cases.contains("image"))
      for (String who : IMAGES)
        lines
            .append(imageLine(who, all.get("image " + who), all.get("image roscpp")))
            .append("}\n");
    System.out.print(lines);
    if (json != null)
      Files.writeString(
          json, lines, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private StringBuilder rttLine(
      String pair, Map<String, double[]> values, Map<String, double[]> roscpp) {
    StringBuilder line = open("rtt_14_doubles_1kHz", pair);
    number(line, "rtt_p50_us", Samples.median(values.get("p50_us")));
    number(line, "rtt_p99_us", Samples.median(values.get("p99_us")));
    number(line, "rtt_p50_to_roscpp", ratio(values, roscpp, "p50_us"));
    number(line, "rtt_p99_to_roscpp", ratio(values, roscpp, "p99_us"));
    number(line, "lost", Arrays.stream(values.get("lost")).sum());
    if (pair.startsWith("reins"))
      number(line, "alloc_bytes_per_message", Samples.median(values.get("alloc")));
    return line;
  }

  private StringBuilder imageLine(
      String who, Map<String, double[]> values, Map<String, double[]> roscpp) {
    StringBuilder line = open("image_640x480_one_way", who);
    number(line, "throughput_MB_s", Samples.median(values.get("throughput_MB_s")));
    number(line, "throughput_to_roscpp", ratio(values, roscpp, "throughput_MB_s"));
    return line;
  }

  private StringBuilder open(String what, String who) {
    return new StringBuilder("{\"bench\":\"ros\",\"case\":\"")
        .append(what)
        .append("\",\"who\":\"")
        .append(who)
        .append("\",\"rounds\":")
        .append(rounds);
  }

  private static void number(StringBuilder line, String key, double value) {
    line.append(String.format(Locale.ROOT, ",\"%s\":%.4f", key, value));
  }

  // Round by round, because the machine's hour changes and a ratio within a round does not.
  private double ratio(Map<String, double[]> ours, Map<String, double[]> theirs, String key) {
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) ratios[i] = ours.get(key)[i] / theirs.get(key)[i];
    return Samples.median(ratios);
  }
}
