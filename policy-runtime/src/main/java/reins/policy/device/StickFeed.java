package reins.policy.device;

/** Takes the readings of a device of axes and buttons. Threads: one of the device's own. */
@FunctionalInterface
interface StickFeed {
  /**
   * Takes one reading.
   *
   * @param now_ns when it came, on the loop's clock
   * @param axes as the device has them, full deflection near 1
   */
  void accept(long now_ns, double[] axes, boolean[] buttons);
}
