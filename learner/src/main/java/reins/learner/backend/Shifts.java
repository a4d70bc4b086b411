package reins.learner.backend;

import java.util.random.RandomGenerator;

/**
 * Random shifts of images: padded by four pixels of their edge and cut back to size anywhere; all
 * cameras of a moment alike, what is seen and what is seen next apart.
 *
 * <p>Source: Kostrikov et al. 2020 (DrQ), section 3.1; SERL draws one shift for all cameras.
 */
public final class Shifts {
  /** Pixels of the padding. */
  public static final int PAD = 4;

  private static final int SIDE = 2 * PAD + 1;

  private Shifts() {}

  /**
   * Draws a shift for each row.
   *
   * @param shifts written
   */
  public static void draw(RandomGenerator random, int[] shifts) {
    for (int b = 0; b < shifts.length; b++) shifts[b] = random.nextInt(SIDE * SIDE);
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
