package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LoopbackOnlyTest {
  /** Seen from a process, since the JDK's own list comes from /proc/self: its first thread's. */
  @Test
  void shouldShareLoopbackAndNothingElseWithProcesses() throws IOException, InterruptedException {
    String trouble = LoopbackOnly.trouble();
    if (trouble != null) System.err.println("*** no network namespace: " + trouble + " ***");
    Assumptions.assumeTrue(trouble == null, trouble);
    String[] said = new String[1];
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String script =
          "sed -n 's/ *\\(.*\\):.*/\\1/p' /proc/net/dev; exec 3<>/dev/tcp/127.0.0.1/"
              + socket.getLocalPort()
              + " && echo reached";
      Thread.ofVirtual().start(() -> said[0] = run("bash", "-c", script)).join();
    }
    assertEquals("lo\nreached", said[0]);
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
