package reins.policy.device;

/**
 * Reads the input reports of 3Dconnexion's devices.
 *
 * <pre>
 *   id 1, 6 bytes    x, y, z          little-endian int16: right, towards the person, down
 *   id 2, 6 bytes    turns about them
 *   id 1, 12 bytes   both, from newer devices
 *   id 3             buttons, one bit each, from the lowest
 * </pre>
 *
 * <p>Others (battery, long presses) are no motion and are left alone.
 *
 * <p>Threads: one owner. Source: HID report descriptors of SpaceNavigator, SpaceMouse Wireless and
 * Compact, as public projects print them.
 */
final class SpaceMouseReports {
  /** Longer reports are cut. */
  static final int MAX_BYTES = 64;

  /** The cap's stop, in the device's counts. */
  static final double FULL_COUNTS = 350;

  private static final int MOTION = 1;
  private static final int TURN = 2;
  private static final int PRESSED = 3;
  private static final int THREE_AXES = 1 + 3 * Short.BYTES;
  private static final int SIX_AXES = 1 + 6 * Short.BYTES;
  private static final int BUTTONS = 32;

  /** [6] deflections, near 1 at the stop. */
  final double[] axes = new double[6];

  /** [32] */
  final boolean[] buttons = new boolean[BUTTONS];

  /**
   * Takes one report.
   *
   * @param length bytes of it, the first its id
   * @return whether it told of axes or buttons
   */
  boolean take(byte[] report, int length) {
    if (length < 2 || length > report.length) return false;
    return switch (report[0]) {
      case MOTION -> length >= SIX_AXES ? axes(report, 0, 6) : axes(report, length, 0, 3);
      case TURN -> axes(report, length, 3, 3);
      case PRESSED -> pressed(report, length);
      default -> false;
    };
  }

  private boolean axes(byte[] report, int length, int first, int count) {
    return length >= THREE_AXES && axes(report, first, count);
  }

  private boolean axes(byte[] report, int first, int count) {
    for (int i = 0; i < count; i++) {
      int low = report[1 + 2 * i] & 0xFF;
      int high = report[2 + 2 * i]; // its sign is the number's
      axes[first + i] = (high << 8 | low) / FULL_COUNTS;
    }
    return true;
  }

  private boolean pressed(byte[] report, int length) {
    for (int i = 0; i < BUTTONS; i++) {
      int at = 1 + i / 8;
      buttons[i] = at < length && (report[at] >> i % 8 & 1) == 1;
    }
    return true;
  }
}
