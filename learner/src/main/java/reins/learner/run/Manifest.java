package reins.learner.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import reins.contract.config.Task;
import reins.contract.data.PolicySpec;

/** What is needed to repeat a run: command, configuration, commit, seed, versions. */
public final class Manifest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Manifest() {}

  /** Writes the manifest of a new run; a resumed run keeps its first. */
  public static void write(RunFolder run, Task task, long seed, int threads, String device) {
    if (run.file(RunFolder.MANIFEST) == null || Files.exists(run.file(RunFolder.MANIFEST))) return;
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("started", Instant.now().toString());
    manifest.put("command", System.getProperty("sun.java.command", "unknown"));
    manifest.put("commit", commit());
    manifest.put("seed", seed);
    manifest.put("threads", threads);
    manifest.put("java", System.getProperty("java.runtime.version"));
    manifest.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    manifest.put("engine", System.getProperty("reins.learner.engine", "fused"));
    manifest.put("device", device);
    manifest.put("fingerprint", PolicySpec.of(task).fingerprint());
    manifest.set("task", JSON.valueToTree(task));
    try {
      run.write(RunFolder.MANIFEST, JSON.writeValueAsBytes(manifest));
    } catch (IOException e) {
      throw new IllegalStateException("manifest.json: " + e.getMessage(), e);
    }
  }

  private static String commit() {
    try {
      Process git =
          new ProcessBuilder(
                  "git", "-C", System.getProperty("reins.root", "."), "rev-parse", "HEAD")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String line = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return line.isEmpty() ? "unknown" : line;
    } catch (IOException e) {
      return "unknown"; // git is not installed
    }
  }
}
