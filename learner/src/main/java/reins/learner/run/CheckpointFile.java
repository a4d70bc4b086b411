package reins.learner.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import reins.learner.backend.Persistent;

/**
 * A checkpoint on disk: replaced atomically, so that a process killed at any moment leaves the last
 * whole one.
 *
 * <pre>
 *   | magic u64 | crc32c of the rest u32 | state |
 * </pre>
 */
public final class CheckpointFile {
  private static final String NAME = "checkpoint.bin";
  private static final long MAGIC = 0x5245494e53_000002L; // REINS, version 2
  private static final int HEADER_BYTES = 12;

  private final RunFolder run;

  /** A run's checkpoint. */
  public CheckpointFile(RunFolder run) {
    this.run = run;
  }

  /** Writes the whole state. */
  public void save(Persistent state) {
    if (run.file(NAME) == null) return;
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      state.save(new DataOutputStream(body));
      byte[] bytes = body.toByteArray();
      ByteArrayOutputStream file = new ByteArrayOutputStream(HEADER_BYTES + bytes.length);
      DataOutputStream out = new DataOutputStream(file);
      out.writeLong(MAGIC);
      out.writeInt(crc(bytes, 0));
      out.write(bytes);
      run.write(NAME, file.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the state back where there is one.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line where the file is damaged or belongs
   * to other settings.
   *
   * @return whether there was a checkpoint
   */
  public boolean load(Persistent state) {
    Path file = run.file(NAME);
    if (file == null || !Files.exists(file)) return false;
    try {
      byte[] bytes = Files.readAllBytes(file);
      DataInput in = new DataInputStream(new ByteArrayInputStream(bytes));
      if (bytes.length < HEADER_BYTES || in.readLong() != MAGIC)
        throw new IllegalArgumentException(file + ": not a checkpoint of this version");
      if (in.readInt() != crc(bytes, HEADER_BYTES))
        throw new IllegalArgumentException(file + ": damaged, its checksum does not match");
      state.load(in);
      return true;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": does not fit these settings: " + e.getMessage(), e);
    }
  }

  private static int crc(byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, bytes.length - from);
    return (int) crc.getValue();
  }
}
