package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.controller.rt.Check;

class LinkTestTest {
  private static final long MS = 1_000_000;

  private long now_ns = 7 * MS;

  /** A robot that owes a state every millisecond, and keeps every {@code lostEvery}-th back. */
  private class Robot implements Port {
    long lostEvery = Long.MAX_VALUE;

    @Override
    public int read(long tick_ns, RobotState state) {
      long number = tick_ns / MS;
      if (number % lostEvery != 0) state.stamp_ns = number * MS;
      return 0;
    }

    @Override
    public void write(ArmCommand command) {
      throw new AssertionError("nothing is sent in a test of the link");
    }
  }

  private Check listen(Port port) {
    return new LinkTest(port, 7, MS).run(2, () -> now_ns, duration_ns -> now_ns += duration_ns);
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, PASS",
    "200, PASS",
    "50, WARN",
    "25, WARN",
    "12, WARN",
    "9, FAIL",
    "2, FAIL"
  })
  void shouldJudgeByTheShareThatComesInTime(long lostEvery, Check.Verdict verdict) {
    Robot robot = new Robot();
    robot.lostEvery = lostEvery;
    Check check = listen(robot);
    assertEquals(verdict, check.verdict(), check.line());
  }

  @Test
  void shouldSayThatMotionWillBeRough() {
    Robot robot = new Robot();
    robot.lostEvery = 15;
    assertTrue(listen(robot).advice().startsWith("poor"), listen(robot).line());
    robot.lostEvery = 30;
    assertTrue(listen(robot).advice().startsWith("good is"), listen(robot).line());
  }

  @Test
  void shouldCountABurstAsOne() {
    Robot robot =
        new Robot() {
          @Override
          public int read(long tick_ns, RobotState state) {
            state.stamp_ns = tick_ns / (10 * MS) * 10 * MS;
            return 0;
          }
        };
    Check check = listen(robot);
    assertEquals(Check.Verdict.FAIL, check.verdict());
    assertTrue(check.found().startsWith("0.1"), check.line());
  }

  @Test
  void shouldSayThatNothingCame() {
    Robot robot =
        new Robot() {
          @Override
          public int read(long tick_ns, RobotState state) {
            return 0;
          }
        };
    Check check = listen(robot);
    assertTrue(check.failed());
    assertTrue(check.found().contains("no robot state"), check.line());
  }
}
