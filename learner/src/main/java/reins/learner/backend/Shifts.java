package reins.learner.backend;

import java.util.random.RandomGenerator;

/**
 * Random shifts of images: padded by a few pixels of their edge and cut back to size anywhere; all
 * cameras of a moment alike, what is seen and what is seen next apart.
 *
 * <p>Source: Kostrikov et al. 2020 (DrQ), section 3.1; SERL draws one shift for all cameras.
 */
public final class Shifts {
  /** Most pixels of the padding: DrQ's, whose images have 84. */
  public static final int PAD = 4;

  /** The image as it is. */
  public static final int NONE = at(0, 0);

  private static final int SIDE = 2 * PAD + 1;

  private Shifts() {}

  /**
   * Draws a shift for each row.
   *
   * @param pad pixels of the padding
   * @param shifts written
   */
  public static void draw(RandomGenerator random, int pad, int[] shifts) {
    int side = 2 * pad + 1;
    for (int b = 0; b < shifts.length; b++) {
      int drawn = random.nextInt(side * side);
      shifts[b] = at(drawn / side - pad, drawn % side - pad);
    }
  }

  private static int at(int dy, int dx) {
    return (dy + PAD) * (2 * PAD + 1) + dx + PAD;
  }

  /** Pixels that the picture's content moves up: -4 to 4. */
  public static int dy(int shift) {
    return shift / SIDE - PAD;
  }

  /** Pixels that the picture's content moves left: -4 to 4. */
  public static int dx(int shift) {
    return shift % SIDE - PAD;
  }
}
