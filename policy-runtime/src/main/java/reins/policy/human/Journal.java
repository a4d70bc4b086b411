package reins.policy.human;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.policy.episode.Episode;

/**
 * What the person did, one JSON object per line: onsets, releases, words and typed sentences, with
 * the device and the stamp of the step, which is the transition's.
 *
 * <p>Threads: any; a thread of its own writes, so nobody waits for a disk. Errors: a file that
 * cannot be written is said once; the robot goes on.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Journal.class);

  private static final long END_WITHIN_S = 5;

  private final Path file;
  private final ExecutorService pen =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("journal").daemon().factory());
  private Writer writer;

  /** Appends to the file. */
  public Journal(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      complain(e);
    }
  }

  /**
   * Notes what happened in this step.
   *
   * @param device what it was done with
   */
  public void write(long now_ns, String event, String device, Episode episode) {
    note(now_ns, event, device, episode, "");
  }

  /**
   * Notes what somebody typed about this step.
   *
   * @param text quoted as JSON has it
   */
  public void write(long now_ns, String event, String device, Episode episode, String text) {
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(text));
    note(now_ns, event, device, episode, ", \"text\": \"" + quoted + "\"");
  }

  private void note(long now_ns, String event, String device, Episode episode, String more) {
    String line =
        "{\"event\": \"%s\", \"device\": \"%s\", \"phase\": \"%s\", \"episode\": %d, \"step\": %d, \"stamp_ns\": %d%s}%n"
            .formatted(
                event,
                device,
                episode.phase().name().toLowerCase(Locale.ROOT),
                episode.number(),
                episode.steps(),
                now_ns,
                more);
    try {
      pen.execute(() -> append(line));
    } catch (RejectedExecutionException e) {
      // Closed: the loop ends, and its last step is nobody's.
    }
  }

  private void append(String line) {
    if (writer == null) return;
    try {
      writer.write(line);
      writer.flush();
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException e) {
    LOG.warn("{}: cannot be written: {}; what the person does is not noted", file, e.getMessage());
    writer = null;
  }

  /** Waits until all that was noted so far lies in the file. */
  public void settle() {
    CompletableFuture.runAsync(() -> {}, pen).join();
  }

  @Override
  public void close() {
    if (pen.isShutdown()) return;
    pen.execute(this::end);
    pen.shutdown();
    try {
      if (!pen.awaitTermination(END_WITHIN_S, TimeUnit.SECONDS))
        LOG.warn("{}: its disk does not answer; the last lines may be missing", file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    if (writer == null) return;
    try {
      writer.close();
    } catch (IOException e) {
      complain(e);
    }
  }
}
