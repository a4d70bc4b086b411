package reins.learner.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import reins.learner.export.PublishedPolicy;

/**
 * The folder of one run, {@code runs/<name>/}; or none, for a run that leaves nothing behind.
 *
 * <pre>
 *   manifest.json   command, configuration, commit, seed, versions
 *   journal.bin     every transition, in the order the learner took it
 *   checkpoint.bin  networks, optimizers, random state, counters
 *   metrics.jsonl   one line per measured update
 *   events.out.*    the same for TensorBoard
 *   policies/       the newest few, by version
 *   health.html     what is wrong with the training; health.json for scripts
 * </pre>
 *
 * <p>Threads: the learner's.
 */
public final class RunFolder {
  /** What was asked for, and with which versions: every run has it. */
  public static final String MANIFEST = "manifest.json";

  private static final int POLICIES_KEPT = 5;
  private static final String SUFFIX = ".onnx";

  private final Path folder; // null: keep nothing

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens or creates a folder; {@code null} keeps nothing. */
  public static RunFolder open(Path folder) {
    if (folder != null) {
      try {
        Files.createDirectories(folder.resolve("policies"));
      } catch (IOException e) {
        throw new UncheckedIOException(folder + ": cannot be created: " + e.getMessage(), e);
      }
    }
    return new RunFolder(folder);
  }

  /** A file in the folder; {@code null} where nothing is kept. */
  public Path file(String name) {
    return folder == null ? null : folder.resolve(name);
  }

  /** Keeps a policy among the newest few, before anybody else sees it. */
  public PublishedPolicy keep(PublishedPolicy policy) {
    if (folder == null) return policy;
    write("policies/" + policy.version() + SUFFIX, policy.onnx(), false);
    List<Long> versions = versions();
    for (long old : versions.subList(0, Math.max(0, versions.size() - POLICIES_KEPT)))
      delete(folder.resolve("policies/" + old + SUFFIX));
    return policy;
  }

  /** The newest policy's version; 0: none. */
  public long newestPolicy() {
    if (folder == null) return 0;
    List<Long> versions = versions();
    return versions.isEmpty() ? 0 : versions.getLast();
  }

  private List<Long> versions() {
    List<Long> versions = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("policies"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{1,18}\\" + SUFFIX))
          .forEach(
              name -> versions.add(Long.parseLong(name, 0, name.length() - SUFFIX.length(), 10)));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + "/policies: " + e.getMessage(), e);
    }
    versions.sort(null);
    return versions;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Writes a file whole or not at all: beside its place, to the disk, then renamed. */
  public void write(String name, byte[] content) {
    write(name, content, true);
  }

  /**
   * Writes a file for people to look at: whole or not at all, but not worth waiting for the disk.
   */
  public void show(String name, String content) {
    write(name, content.getBytes(StandardCharsets.UTF_8), false);
  }

  private void write(String name, byte[] content, boolean force) {
    if (folder == null) return;
    Path target = folder.resolve(name);
    Path beside = folder.resolve(name + ".tmp");
    try {
      Files.write(beside, content);
      if (force) force(beside);
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(target + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
