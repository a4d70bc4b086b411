package reins.ros.interop;

import static reins.ros.Eventually.eventually;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node of another client library, told by lines what to do and heard by lines: peer.py and
 * peer.cpp take the same commands.
 *
 * <pre>
 *   advertise TOPIC joints|image|text once|latch     subscribe TOPIC joints|image|text
 *   connected TOPIC      waits for a subscriber      publish TOPIC FIRST COUNT HZ   (0: at once)
 *   serve SERVICE        std_srvs/SetBool            connect SERVICE setbool|trigger once|persistent
 *   call SERVICE [true|false]                        close TOPIC|SERVICE
 *   set NAME int|double|bool|text|list|map VALUE     get, cached NAME KIND     has, delete NAME
 * </pre>
 *
 * Each ends with {@code done} and an answer, or {@code failed} and a reason; what a subscriber
 * hears comes in between.
 */
final class Peer implements AutoCloseable {
  /** Whose client library it is. */
  enum Library {
    ROSPY,
    ROSCPP;

    /** What its service answers with. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final int LIMIT_S = 10;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private int commands;

  /**
   * @param name the node's
   */
  Peer(Ros ros, Library library, URI master, String name) {
    ros.resource("samples.py");
    List<String> command =
        switch (library) {
          case ROSPY -> List.of(Ros.PYTHON, ros.resource("peer.py").toString(), name);
          case ROSCPP -> List.of(ros.roscppPeer().toString(), name);
        };
    try {
      process = ros.builder(master, command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader = Thread.ofPlatform().daemon().name("peer " + name).start(this::read);
  }

  void awaitReady() {
    await("its start", "ready");
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine())
        synchronized (lines) {
          lines.add(line);
        }
    } catch (IOException ended) {
      // With the process.
    }
  }

  /** Gives a command and returns its number at once. */
  int begin(String command) {
    try {
      process
          .getOutputStream()
          .write((++commands + " " + command + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new IllegalStateException(command + ": the peer has ended: " + lines(), e);
    }
    return commands;
  }

  /** Waits for a command's end and returns its answer. */
  String finish(int number) {
    String line = await("the end of command " + number, "done " + number, "failed " + number);
    if (line.startsWith("failed")) throw new IllegalStateException(line);
    return line.substring(("done " + number + " ").length()).strip();
  }

  String ask(String command) {
    return finish(begin(command));
  }

  /** What it has heard on a topic so far. */
  List<String> heard(String topic) {
    String before = "heard " + topic + " ";
    return lines().stream()
        .filter(line -> line.startsWith(before))
        .map(line -> line.substring(before.length()))
        .toList();
  }

  /** All that it has printed, its library's complaints included. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** All that it has printed after its first {@code from} lines. */
  List<String> lines(int from) {
    List<String> all = lines();
    return all.subList(from, all.size());
  }

  private String await(String what, String... beginnings) {
    eventually(what, () -> find(beginnings) != null || (!process.isAlive() && !reader.isAlive()));
    String found = find(beginnings);
    if (found == null) throw new IllegalStateException("the peer ended: " + lines());
    return found;
  }

  private String find(String... beginnings) {
    for (String line : lines())
      for (String beginning : beginnings)
        if (line.equals(beginning) || line.startsWith(beginning + " ")) return line;
    return null;
  }

  /** Lets the node leave by itself, which tells its master. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (IOException ended) {
      // It was gone before.
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
