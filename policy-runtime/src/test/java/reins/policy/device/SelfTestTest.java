package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {
  private static final long READING_NS = 16_000_000;
  private final SelfTest test =
      new SelfTest(new SelfTest.Expectation(new String[] {"x", "y", null}, 0.08, 0.2, 100_000_000));
  private long now_ns = 1;

  private void read(int count, double x, double y) {
    for (int i = 0; i < count; i++) {
      now_ns += READING_NS;
      test.accept(now_ns, new double[] {x, y, 0});
    }
  }

  private String only() {
    List<DeviceDoctor.Line> found = test.findings(now_ns, "nobody publishes");
    assertEquals(1, found.size(), found.toString());
    assertFalse(found.getFirst().good());
    return found.getFirst().text();
  }

  @Test
  void shouldPassADeviceThatRestsAndMoves() {
    read(50, 0.02, 0);
    test.move();
    read(20, -0.8, 0);
    read(20, 0, 0.9);
    DeviceDoctor.Line line = test.findings(now_ns, "").getFirst();
    assertTrue(line.good(), line.text());
    assertTrue(line.text().startsWith("90 readings at 6"), line.text());
    assertTrue(test.show().startsWith("x +0.00  y +0.90  readings 90"), test.show());
  }

  @Test
  void shouldSayThatNothingWasHeard() {
    test.move();
    assertEquals("nothing was heard: nobody publishes", only());
  }

  @Test
  void shouldKnowADeviceThatSendsOnlyZeros() {
    read(50, 0, 0);
    test.move();
    read(50, 0, 0);
    assertTrue(only().contains("every axis zero"), only());
  }

  @Test
  void shouldFindDriftAtRest() {
    read(50, 0.12, 0);
    test.move();
    read(20, -0.8, 0.9);
    assertTrue(only().startsWith("x was at 0.120 while nobody touched it"), only());
  }

  @Test
  void shouldNameAxesThatNeverMoved() {
    read(50, 0, 0);
    test.move();
    read(20, 0.8, 0.1);
    assertEquals("never moved beyond 0.20: y", only());
  }

  @Test
  void shouldFindSilenceWhileItWasMoved() {
    test.move();
    read(20, 0.8, 0.9);
    now_ns += 300_000_000;
    read(20, 0.8, 0.9);
    List<DeviceDoctor.Line> found = test.findings(now_ns, "");
    assertTrue(found.getLast().text().startsWith("silent for 316 ms"), found.toString());
    now_ns += 900_000_000;
    found = test.findings(now_ns, "");
    assertTrue(found.getLast().text().startsWith("silent for 900 ms"), found.toString());
  }

  @Test
  void shouldFindAFileOfAnotherDevice() {
    test.unusable();
    assertTrue(only().startsWith("1 readings lack an axis"), only());
  }
}
