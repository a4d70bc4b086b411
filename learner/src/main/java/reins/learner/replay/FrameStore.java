package reins.learner.replay;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Camera images as bytes, each once, however many transitions of however many buffers show it; a
 * frame is one moment of all cameras.
 *
 * <p>What a step ends with is what the next begins with: the two share a frame because their bytes
 * are equal, and for no other reason. So nothing is ever joined that was apart: not across the end
 * of an episode, not across a cut, not where segments of corrections lie side by side.
 *
 * <p>Threads: one writer; readers where nobody writes.
 */
public final class FrameStore {
  /** Streams that may take turns without storing a frame twice. */
  private static final int RECENT = 8;

  private final int frameBytes;
  private final Slabs slabs;
  private final ArrayDeque<Integer> recent = new ArrayDeque<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private int[] references = new int[1024];
  private int used;

  /** An empty store of frames of so many bytes. */
  public FrameStore(int frameBytes) {
    this.frameBytes = frameBytes;
    slabs = new Slabs(frameBytes, Integer.MAX_VALUE);
  }

  /** Bytes of a frame. */
  public int frameBytes() {
    return frameBytes;
  }

  /** Frames that are kept. */
  public int frames() {
    return used - free.size();
  }

  /** Bytes taken from the machine. */
  public long bytes() {
    return slabs.bytes();
  }

  /**
   * The number of a frame with these bytes, held once more; the caller lets go of it.
   *
   * <p>Errors: {@link IllegalArgumentException} where the length is not that of a frame.
   */
  int hold(byte[] frame) {
    if (frame.length != frameBytes)
      throw new IllegalArgumentException(
          "images: expected " + frameBytes + " bytes, got " + frame.length);
    MemorySegment bytes = MemorySegment.ofArray(frame);
    for (int number : recent)
      if (slice(number).mismatch(bytes) < 0) {
        hold(number);
        return number;
      }
    int number = free.isEmpty() ? fresh() : free.pop();
    slice(number).copyFrom(bytes);
    references[number] = 1;
    remember(number);
    return number;
  }

  private int fresh() {
    if (used == references.length) references = Arrays.copyOf(references, 2 * used);
    slabs.grow(used);
    return used++;
  }

  private void remember(int number) {
    hold(number);
    recent.addFirst(number);
    if (recent.size() > RECENT) release(recent.removeLast());
  }

  /** Holds a frame once more. */
  void hold(int number) {
    references[number]++;
  }

  /** Lets go of a frame; its memory is used again when nobody holds it. */
  void release(int number) {
    if (--references[number] == 0) free.push(number);
  }

  /** Copies a frame to a row of a batch (written). */
  void copy(int number, byte[] batch, int row) {
    MemorySegment.copy(slice(number), JAVA_BYTE, 0, batch, row * frameBytes, frameBytes);
  }

  private MemorySegment slice(int number) {
    return slabs.slab(number).asSlice(slabs.at(number), frameBytes);
  }
}
