package reins.learner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  @TempDir Path folder;

  @Test
  void shouldGoOnAfterSigkillAtAnyMomentAsIfItHadNeverCome() throws Exception {
    kill(ThreadLocalRandom.current().nextInt(50, 400));
    for (String algorithm : Lockstep.ALGORITHMS) {
      Path run = folder.resolve(algorithm);
      try (Lockstep resumed = Lockstep.open(TestTasks.any(algorithm), run);
          Lockstep unkilled = Lockstep.open(TestTasks.any(algorithm), null)) {
        assertTrue(resumed.state().resumed(), algorithm);
        int steps = (int) resumed.state().inbox().stored();
        assertTrue(steps > 20, algorithm + ": " + steps);
        unkilled.run(0, steps);
        resumed.learn();
        String where = algorithm + ", killed after " + steps + " steps";
        assertArrayEquals(unkilled.bytes(), resumed.bytes(), where);
        unkilled.run(steps, steps + 15);
        resumed.run(steps, steps + 15);
        assertArrayEquals(unkilled.bytes(), resumed.bytes(), where);
      }
    }
  }

  /** Runs all algorithms in a process of their own and kills it in the middle of something. */
  private void kill(int after_ms) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dreins.root=" + System.getProperty("reins.root", ".."));
    command.add(TrainUntilKilled.class.getName());
    command.add(folder.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      String line;
      do {
        line = out.readLine();
        said.append(line).append('\n');
      } while (line != null && !line.equals("under way"));
      assertTrue(process.isAlive(), said.toString());
      Thread.sleep(after_ms);
    } finally {
      process.destroyForcibly(); // SIGKILL
      process.waitFor();
    }
  }
}
