package reins.learner.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reins.contract.data.PolicySpec;
import reins.contract.data.RecordLog;
import reins.contract.data.Transition;
import reins.wire.Record;

/** A run's journal, looked at by others than its learner. */
public final class Journal {
  private Journal() {}

  /**
   * The episodes of a journal, each with its steps in order; of one that is still being written, as
   * far as it goes.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line for a record of other sizes.
   */
  public static List<List<Transition>> episodes(Path file, PolicySpec spec) {
    TransitionCodec codec = new TransitionCodec(spec);
    Map<String, List<Transition>> episodes = new LinkedHashMap<>();
    Path copy = copy(file); // opening a log cuts off its torn tail
    try {
      RecordLog.open(
              copy,
              bytes -> {
                Record record = codec.parse(bytes);
                Transition t = codec.decode(record);
                episodes
                    .computeIfAbsent(
                        record.getSession() + "/" + t.episode(), k -> new ArrayList<>())
                    .add(t);
              })
          .close();
      return List.copyOf(episodes.values());
    } finally {
      delete(copy);
    }
  }

  private static Path copy(Path file) {
    if (!Files.isRegularFile(file))
      throw new IllegalArgumentException(file + ": no such file; expected the folder of a run");
    try {
      Path copy = Files.createTempFile("reins-journal", ".bin");
      return Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be copied: " + e.getMessage(), e);
    }
  }

  private static void delete(Path copy) {
    try {
      Files.delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(copy + ": cannot be deleted: " + e.getMessage(), e);
    }
  }
}
