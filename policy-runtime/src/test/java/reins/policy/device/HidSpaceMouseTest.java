package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;

/** The reading thread over a bus of the test's own, and hidapi itself as far as it goes here. */
@Timeout(20)
class HidSpaceMouseTest {
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<Double> heard = new LinkedBlockingQueue<>();
  private volatile int opened;
  private volatile HidBus.Look look =
      new HidBus.Look(HidBus.Found.OPEN, new Played(), "a SpaceMouse");

  private final class Played implements HidBus.Link {
    @Override
    public int read(byte[] report, int wait_ms) {
      try {
        String next = reports.poll(wait_ms, TimeUnit.MILLISECONDS);
        if (next == null) return 0;
        if (next.equals("gone")) return -1;
        byte[] bytes = HexFormat.of().parseHex(next);
        System.arraycopy(bytes, 0, report, 0, bytes.length);
        return bytes.length;
      } catch (InterruptedException e) {
        return -1;
      }
    }

    @Override
    public void close() {}
  }

  private HidBus.Look open() {
    opened++;
    return look;
  }

  private double next() throws InterruptedException {
    Double value = heard.poll(10, TimeUnit.SECONDS);
    assertTrue(value != null, "nothing heard");
    return value;
  }

  @Test
  void shouldReadReportsAndFindTheDeviceAgain() throws Exception {
    try (HidSpaceMouse _ =
        HidSpaceMouse.open(this::open, "mouse", (now_ns, axes, _) -> heard.add(axes[0]), 5)) {
      reports.add("015e0100000000");
      assertEquals(1, next());
      reports.add("1764");
      reports.add("ff");
      HidBus.Look there = look;
      look = new HidBus.Look(HidBus.Found.ABSENT, null, "none");
      reports.add("gone");
      int before = opened;
      while (opened < before + 3) Thread.sleep(5);
      look = there;
      reports.add("01a2fe00000000");
      assertEquals(-1, next());
    }
  }

  @Test
  void shouldSayInOneLineWhyItCannotBeRead() {
    look = new HidBus.Look(HidBus.Found.CLOSED, null, UdevRule.advice(0x256f));
    String message =
        assertThrows(
                ConfigException.class,
                () -> HidSpaceMouse.open(this::open, "mouse", (now_ns, axes, pressed) -> {}))
            .getMessage();
    assertTrue(message.startsWith("device mouse: no right to read it: put KERNEL==\"hidraw*\""));
    assertTrue(message.contains("ATTRS{idVendor}==\"256f\""), message);
    assertEquals(1, message.lines().count());
  }

  /** hidapi loads and lists; on a machine without a SpaceMouse it finds none. */
  @Test
  void shouldLoadHidapi() {
    HidBus.Look found = new Hid4javaBus().open();
    if (found.link() != null) found.link().close();
    assertTrue(!found.text().contains("cannot be loaded"), found.text());
  }

  @Test
  void shouldLookAtAMachineWithoutAskingAnybody(@TempDir Path inputs) throws Exception {
    Files.createFile(inputs.resolve("js0"));
    Files.createFile(inputs.resolve("event0"));
    List<DeviceDoctor.Line> lines = DeviceDoctor.look(this::open, inputs);
    assertEquals(2, lines.size());
    assertEquals("SpaceMouse: a SpaceMouse", lines.getFirst().text());
    assertTrue(lines.getLast().good() && lines.getLast().text().startsWith("gamepad at "));
    look = new HidBus.Look(HidBus.Found.ABSENT, null, "none");
    assertTrue(DeviceDoctor.look(this::open, inputs.resolve("none")).getFirst().good());
    look = new HidBus.Look(HidBus.Found.CLOSED, null, "no right");
    assertTrue(!DeviceDoctor.look(this::open, inputs.resolve("none")).getFirst().good());
  }
}
