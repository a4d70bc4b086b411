package reins.learner.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import reins.contract.config.ConfigException;
import reins.contract.config.Task;
import reins.contract.data.PolicySpec;

/**
 * What is needed to repeat a run: command, configuration, commit, seed, versions; and where it went
 * on with another configuration, since when and in what.
 */
public final class Manifest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Manifest() {}

  /**
   * Writes the manifest of a new run; that of a resumed one is kept, and notes what differs.
   *
   * @return what a resumed run's task now says differently, as {@code path: before -> now}
   */
  public static List<String> write(
      RunFolder run, Task task, long seed, int threads, String device) {
    Path file = run.file(RunFolder.MANIFEST);
    if (file == null) return List.of();
    if (Files.exists(file)) return resume(run, file, task);
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
    write(run, manifest);
    return List.of();
  }

  private static List<String> resume(RunFolder run, Path file, Task task) {
    try {
      ObjectNode manifest = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
      JsonNode now = JSON.readTree(JSON.writeValueAsBytes(task));
      List<String> changes = new ArrayList<>();
      compare("", manifest.path("task"), now, changes);
      if (changes.isEmpty()) return changes;
      ObjectNode note = manifest.withArray("resumed").addObject();
      note.put("at", Instant.now().toString());
      note.put("commit", commit());
      changes.forEach(note.putArray("changes")::add);
      manifest.set("task", now);
      write(run, manifest);
      return changes;
    } catch (IOException | ClassCastException e) {
      throw new ConfigException(file + ": not a manifest: " + e.getMessage());
    }
  }

  private static void compare(String at, JsonNode before, JsonNode now, List<String> changes) {
    if (before.equals(now)) return;
    if (!before.isObject() || !now.isObject()) {
      changes.add("%s: %s -> %s".formatted(at, before.isMissingNode() ? "none" : before, now));
      return;
    }
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    for (String name : names)
      compare(at.isEmpty() ? name : at + "." + name, before.path(name), now.path(name), changes);
  }

  private static void write(RunFolder run, ObjectNode manifest) {
    try {
      run.write(RunFolder.MANIFEST, JSON.writeValueAsBytes(manifest));
    } catch (IOException e) {
      throw new IllegalStateException("manifest.json: " + e.getMessage(), e);
    }
  }

  /** Of the code that runs; "unknown" outside of a repository. */
  public static String commit() {
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
