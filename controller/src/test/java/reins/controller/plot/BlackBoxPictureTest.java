package reins.controller.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.exchange.Command;
import reins.controller.Bench;
import reins.controller.ControllerMain;
import reins.controller.Rigs;
import reins.controller.loop.SafeTick;

class BlackBoxPictureTest {
  /** Shares of the palette's first two colours: joint 1, and joint 2 or a fault. */
  private static final int BLUE = 0x0072B2;

  private static final int ORANGE = 0xD55E00;

  @TempDir Path folder;

  /** A loop that homed, worked, was pushed, saw NaN and threw: what its black box holds. */
  private Path recorded() throws IOException {
    Path csv = folder.resolve("blackbox-test.csv");
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.home();
      bench.steps(10, Command.ACT, 1, 0.5, 0, 0);
      bench.arm.force_N[1] = 40;
      bench.steps(8, Command.ACT, -1, 0, 0.3, 1);
      bench.ticks(600);
      bench.arm.force_N[1] = 0;
      bench.steps(6, Command.ACT, 0, 0, -1, -1);
      bench.arm.trouble = new IllegalStateException("the port broke");
      SafeTick tick = new SafeTick(bench.loop);
      for (int i = 0; i < 5; i++) tick.tick(bench.now_ns += 1_000_000, 1e-3);
      bench.loop.blackBox().write(csv, String.valueOf(tick.thrown()));
    }
    return csv;
  }

  private static long pixels(BufferedImage image, int colour) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++)
      for (int x = 0; x < image.getWidth(); x++)
        if ((image.getRGB(x, y) & 0xFFFFFF) == colour) count++;
    return count;
  }

  @Test
  void shouldDrawBesideTheFileWhatTheLoopKept() throws IOException {
    Path csv = recorded();
    int code = new picocli.CommandLine(new ControllerMain()).execute("blackbox", csv.toString());
    assertEquals(0, code);
    BufferedImage image = ImageIO.read(folder.resolve("blackbox-test.png").toFile());
    assertTrue(image.getWidth() > 1000 && image.getHeight() > 900, image.toString());
    assertTrue(pixels(image, BLUE) > 1000, "joint 1, x, and the mode");
    assertTrue(pixels(image, ORANGE) > 1000, "joint 2, y, and the faults");
  }

  @Test
  void shouldAskForColumnsByNameAndLetOthersBe() throws IOException {
    Path csv = folder.resolve("box.csv");
    Files.write(
        csv,
        List.of(
            "# why not",
            "new,stamp_ns,dq_rad_s_1,dq_rad_s_2,faults",
            "7,1000000000,0.5,0.0,1",
            "7,1500000000,NaN,0.0,3",
            "7,2000000000,0.25,0.0,2147483648"));
    Track track = Track.read(csv);
    assertEquals("why not", track.why());
    assertEquals(3, track.ticks());
    assertEquals(-0.5, track.time_s()[1], 1e-12);
    assertEquals(List.of("dq_rad_s_1"), track.group("dq_rad_s"), "an unused joint is left out");
    assertEquals(null, track.column("mode"));
    BlackBoxPicture.draw(csv, folder.resolve("box.png"));
    assertTrue(Files.size(folder.resolve("box.png")) > 1000);
  }

  @Test
  void shouldNameTheFileAndTheLine() throws IOException {
    Path csv = folder.resolve("box.csv");
    Files.writeString(csv, "stamp_ns,mode\n1,2\n1\n");
    ConfigException e = assertThrows(ConfigException.class, () -> Track.read(csv));
    assertTrue(e.getMessage().contains("box.csv: tick 2: expected 2 columns"), e.getMessage());
    Files.writeString(csv, "stamp_ns,mode\n1,two\n");
    e = assertThrows(ConfigException.class, () -> Track.read(csv));
    assertTrue(e.getMessage().contains("tick 1"), e.getMessage());
    Files.writeString(csv, "a,b\n1,2\n");
    assertThrows(ConfigException.class, () -> Track.read(csv));
    Files.writeString(csv, "stamp_ns\n");
    assertThrows(ConfigException.class, () -> Track.read(csv));
    assertThrows(ConfigException.class, () -> Track.read(folder.resolve("none.csv")));
  }

  @Test
  void shouldMarkRoundNumbers() {
    Axis axis = new Axis(-0.37, 0.81, 100, 0);
    double step = axis.step(5);
    assertEquals(0.5, step, 1e-12);
    assertEquals(0, axis.first(step), 1e-12);
    assertEquals("0.0", Axis.text(-1e-17, step));
    assertEquals("-20", Axis.text(-20, 20));
    assertEquals(100, axis.px(-0.37), 1e-9);
    assertEquals(0, axis.px(0.81), 1e-9);
  }
}
