package reins.policy.device;

/** Where a device's readings come from, open. */
interface Source extends AutoCloseable {
  /** Why nothing may be heard, as the end of a sentence. */
  String trouble();

  @Override
  void close();
}
