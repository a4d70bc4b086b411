package reins.controller.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class StringConstantsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A class whose words nobody ever says. */
  private static final class Wordy {
    static int next(int i) {
      if (i < 0)
        throw new IllegalStateException("this is never said, and is a constant all the same");
      return i * 31 + 7 & 0xffff;
    }
  }

  /** One that is hot after it was interned. */
  private static int heat(int x) {
    for (int i = 0; i < 1000; i++) x = Wordy.next(x);
    return x;
  }

  @Test
  void shouldLeaveNothingToAllocateForTheCompiler() {
    int x = heat(1);
    assertTrue(StringConstants.intern() > 1000, "those of the JDK too");
    long before = THREADS.getCurrentThreadAllocatedBytes();
    before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) x = heat(x);
    assertEquals(0, THREADS.getCurrentThreadAllocatedBytes() - before);
    assertTrue(x >= 0);
  }
}
