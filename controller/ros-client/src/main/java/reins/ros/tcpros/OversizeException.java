package reins.ros.tcpros;

import java.io.IOException;

/**
 * A peer claims a message longer than this side takes; the stream cannot be trusted any further.
 */
final class OversizeException extends IOException {
  OversizeException(int length, int most) {
    super("a message of " + length + " bytes, at most " + most + " taken");
  }
}
