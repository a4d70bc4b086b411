package reins.learner.replay;

import java.lang.foreign.MemorySegment;

/**
 * Rows of transitions with what the cameras saw.
 *
 * @param steps everything but the images
 * @param images [B, bytes of a frame]
 * @param nextImages [B, bytes of a frame]
 */
public record ImageBatch(Batch steps, byte[] images, byte[] nextImages) {
  /** An empty batch of the given sizes. */
  public ImageBatch(int rows, int obsDim, int actionDim, int frameBytes) {
    this(
        new Batch(rows, obsDim, actionDim),
        new byte[Math.multiplyExact(rows, frameBytes)],
        new byte[Math.multiplyExact(rows, frameBytes)]);
  }

  /** Copies a stored transition and its images into a row (written). */
  public void take(ReplayBuffer from, int index, int row) {
    from.copy(index, steps, row);
    from.copyImages(index, MemorySegment.ofArray(images), MemorySegment.ofArray(nextImages), row);
  }
}
