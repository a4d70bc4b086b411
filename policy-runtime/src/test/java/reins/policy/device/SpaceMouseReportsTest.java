package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Reports as the devices' descriptors lay them out; none was at hand to record from. */
class SpaceMouseReportsTest {
  private final SpaceMouseReports reports = new SpaceMouseReports();

  private boolean take(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    return reports.take(bytes, bytes.length);
  }

  @Test
  void shouldReadTranslationAndTurnFromTwoReports() {
    assertTrue(take("01 5e 01 a2 fe 00 00")); // 350, -350, 0
    assertTrue(take("02 af 00 00 00 ff ff")); // 175, 0, -1
    assertArrayEquals(new double[] {1, -1, 0, 0.5, 0, -1 / 350.0}, reports.axes, 1e-12);
    assertTrue(take("01 00 00 00 00 00 00"));
    assertArrayEquals(new double[] {0, 0, 0, 0.5, 0, -1 / 350.0}, reports.axes, 1e-12);
  }

  @Test
  void shouldReadSixAxesFromOneReport() {
    assertTrue(take("01 5e 01 00 00 a2 fe 23 00 dd ff 5e 01"));
    assertArrayEquals(new double[] {1, 0, -1, 0.1, -0.1, 1}, reports.axes, 1e-12);
  }

  @Test
  void shouldReadButtonsByBit() {
    assertTrue(take("03 02 00 10"));
    for (int i = 0; i < 32; i++) assertEquals(i == 1 || i == 20, reports.buttons[i], "button " + i);
    assertTrue(take("03 01"));
    for (int i = 0; i < 32; i++) assertEquals(i == 0, reports.buttons[i], "button " + i);
  }

  @Test
  void shouldLeaveOtherReportsAndShortOnesAlone() {
    take("01 5e 01 5e 01 5e 01");
    double[] before = reports.axes.clone();
    assertFalse(take("17 64")); // battery
    assertFalse(take("01 00 00 00 00 00"));
    assertFalse(take("02 00 00 00 00 00"));
    assertFalse(take("03"));
    assertFalse(reports.take(new byte[4], 9));
    assertFalse(reports.take(new byte[4], 0));
    assertArrayEquals(before, reports.axes);
  }

  @Property
  void shouldStayBoundedOnAnyBytes(
      @ForAll @Size(max = 64) byte[] bytes, @ForAll @IntRange(min = -1, max = 70) int length) {
    SpaceMouseReports any = new SpaceMouseReports();
    any.take(bytes, length);
    for (double axis : any.axes) assertTrue(Math.abs(axis) <= 32768 / 350.0);
  }
}
