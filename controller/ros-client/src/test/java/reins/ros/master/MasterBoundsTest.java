package reins.ros.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import reins.ros.xmlrpc.RosReply;

/** What callers without end may do to a master: fill its tables, and no more. */
class MasterBoundsTest {
  private final MasterApi api = new MasterApi(new Notifications(), () -> null);

  private RosReply call(String method, Object... parameters) {
    return RosReply.of(api.call(method, List.of(parameters)));
  }

  @Test
  void shouldHoldSoManyRegistrations() {
    for (int i = 0; i < Registrations.MAX_ROWS; i++)
      assertTrue(
          call("registerSubscriber", "/n", "/t" + i, "std_msgs/String", "http://localhost:1/")
              .isSuccess());
    RosReply full =
        call("registerSubscriber", "/n", "/more", "std_msgs/String", "http://localhost:1/");
    assertEquals(-1, full.code());
    assertTrue(full.status().contains("10000 registrations at most"), full.status());
    call("unregisterSubscriber", "/n", "/t0", "http://localhost:1/");
    assertTrue(
        call("registerSubscriber", "/n", "/more", "std_msgs/String", "http://localhost:1/")
            .isSuccess());
    assertEquals(
        -1, call("registerSubscriber", "/n", "/" + "x".repeat(2000), "*", "http://a").code());
  }

  @Test
  void shouldHoldSoManyBytesOfParameters() {
    String megabyte = "x".repeat(1 << 20);
    int set = 0;
    while (call("setParam", "/n", "/p" + set, megabyte).isSuccess()) set++;
    assertTrue(set > 60 && set <= 64, set + " MiB");
    assertTrue(call("setParam", "/n", "/p0", "short").isSuccess());
    assertTrue(call("setParam", "/n", "/again", megabyte).isSuccess());
    call("deleteParam", "/n", "/");
    assertTrue(call("setParam", "/n", "/again", megabyte).isSuccess());
    assertEquals(-1, call("setParam", "/n", "/a".repeat(100), 1).code());
  }
}
