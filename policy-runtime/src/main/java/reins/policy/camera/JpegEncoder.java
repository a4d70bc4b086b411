package reins.policy.camera;

/** What makes a JPEG file of pixels that were looked at before. Threads: one owner. */
interface JpegEncoder {
  /**
   * One image as a file.
   *
   * @param encoding rgb8, bgr8, rgba8, bgra8 or mono8
   * @param step bytes of a row
   */
  byte[] encode(int width, int height, String encoding, int step, byte[] pixels);
}
