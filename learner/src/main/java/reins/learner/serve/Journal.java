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
import java.util.function.Consumer;
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
    LastSeen seen = new LastSeen();
    Path copy = copy(file); // opening a log cuts off its torn tail
    try {
      RecordLog.open(
              copy,
              bytes -> {
                Record record = TransitionCodec.parse(bytes);
                Transition t = codec.decode(record, seen.of(record.getSession()));
                seen.note(record.getSession(), t);
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

  /**
   * Makes room: steps that are kept elsewhere leave the journal, which goes on knowing that it had
   * them. The file is whole at any moment, the old one or the new one.
   *
   * @param steps so many, oldest first
   * @return how many steps are left
   */
  public static long forget(Path file, long steps) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Map<Long, Record> known = new LinkedHashMap<>();
    long[] left = {-steps};
    read(
        file,
        record -> {
          if (!record.hasTransition() || left[0]++ < 0) known.put(record.getSession(), record);
        });
    try {
      Files.deleteIfExists(next);
      try (RecordLog shorter = RecordLog.open(next, bytes -> {})) {
        for (Record record : known.values())
          shorter.append(record.toBuilder().clearTransition().build().toByteArray());
        long[] seen = {0};
        read(
            file,
            record -> {
              if (record.hasTransition() && seen[0]++ >= steps)
                shorter.append(whole(record, known.remove(record.getSession())).toByteArray());
            });
        shorter.force();
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be replaced: " + e.getMessage(), e);
    }
    return Math.max(0, left[0]);
  }

  /** With the picture that it began with, where only the record before it had that. */
  private static Record whole(Record record, Record before) {
    if (before == null || !record.getTransition().getImage().isEmpty()) return record;
    Record.Builder whole = record.toBuilder();
    whole.getTransitionBuilder().setImage(before.getTransition().getNextImage());
    return whole.build();
  }

  private static void read(Path file, Consumer<Record> reader) {
    RecordLog.open(file, bytes -> reader.accept(TransitionCodec.parse(bytes))).close();
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
