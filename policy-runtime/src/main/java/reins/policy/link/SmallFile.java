package reins.policy.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A few longs in a file that is always whole: written beside it, then moved over it.
 *
 * <p>Threads: one owner. Errors: {@link UncheckedIOException} naming the file.
 */
final class SmallFile {
  private final Path file;
  private final Path next;
  private final ByteBuffer bytes;

  SmallFile(Path file, int longs) {
    this.file = file;
    next = file.resolveSibling(file.getFileName() + ".next");
    bytes = ByteBuffer.allocate(8 * longs);
  }

  /**
   * What was written last; zeros where nothing was, or it is not of this size. {@code out} written.
   */
  void read(long[] out) {
    try {
      byte[] read = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
      ByteBuffer values =
          ByteBuffer.wrap(read.length == 8 * out.length ? read : new byte[8 * out.length]);
      for (int i = 0; i < out.length; i++) out[i] = values.getLong();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Replaces the longs. */
  void write(long... values) {
    bytes.clear();
    for (long value : values) bytes.putLong(value);
    try {
      Files.write(next, bytes.array());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
