package reins.learner.backend;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** State that a checkpoint holds: what is loaded continues as what was saved would have. */
public interface Persistent {
  /** Writes the whole state. */
  void save(DataOutput out) throws IOException;

  /**
   * Reads what {@link #save} wrote.
   *
   * <p>Errors: {@link IOException} where sizes disagree with this object's.
   */
  void load(DataInput in) throws IOException;

  /** Writes an array with its length. */
  static void write(DataOutput out, float[] values) throws IOException {
    out.writeInt(values.length);
    byte[] bytes = new byte[4 * values.length];
    ByteBuffer.wrap(bytes).asFloatBuffer().put(values);
    out.write(bytes);
  }

  /** Reads an array of exactly the expected length into {@code values} (written). */
  static void read(DataInput in, float[] values, String name) throws IOException {
    int length = in.readInt();
    if (length != values.length)
      throw new IOException(name + ": expected " + values.length + " numbers, found " + length);
    byte[] bytes = new byte[4 * values.length];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
  }
}
