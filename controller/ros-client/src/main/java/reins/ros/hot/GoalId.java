package reins.ros.hot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * actionlib_msgs/GoalID of one sender: its name and ten digits, so that an id is written and
 * recognised without a string.
 */
final class GoalId {
  private static final int DIGITS = 10;
  private static final long HIGHEST_DIGIT = 1_000_000_000L;
  private static final int TIME_BYTES = 2 * Integer.BYTES;
  private static final long NANOS = 1_000_000_000L;

  private final byte[] sender;

  GoalId(String sender) {
    this.sender = sender.getBytes(StandardCharsets.UTF_8);
  }

  int bytes() {
    return TIME_BYTES + Integer.BYTES + sender.length + DIGITS;
  }

  void put(ByteBuffer out, long stamp_ns, long number) {
    out.putInt((int) (stamp_ns / NANOS)).putInt((int) (stamp_ns % NANOS));
    out.putInt(sender.length + DIGITS);
    for (int i = 0; i < sender.length; i++) out.put(sender[i]);
    for (long place = HIGHEST_DIGIT; place > 0; place /= 10)
      out.put((byte) ('0' + number / place % 10));
  }

  /** Reads an id; -1 where another sender made it or the bytes are none. */
  long number(ByteBuffer in) {
    if (in.remaining() < bytes()) return -1;
    in.position(in.position() + TIME_BYTES);
    if (in.getInt() != sender.length + DIGITS || !HotWire.matches(in, sender)) return -1;
    long number = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = in.get() - '0';
      if (digit < 0 || digit > 9) return -1;
      number = 10 * number + digit;
    }
    return number;
  }
}
