package reins.policy.device;

/** Where SpaceMice are plugged in. */
interface HidBus {
  /** What became of looking for one. */
  enum Found {
    /** It is open. */
    OPEN,
    /** None is plugged in. */
    ABSENT,
    /** One is there and may not be read, or not at all. */
    CLOSED
  }

  /**
   * The result of looking.
   *
   * @param link null unless open
   * @param text the device, or one line on what is wrong and what to do
   */
  record Look(Found found, Link link, String text) {}

  /** An open device. */
  interface Link extends AutoCloseable {
    /** Bytes of the next report, 0 where none came in time, negative where the device is gone. */
    int read(byte[] report, int wait_ms);

    @Override
    void close();
  }

  /** Opens the first SpaceMouse. */
  Look open();
}
