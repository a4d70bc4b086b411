package reins.controller;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reins.contract.config.ConfigException;
import reins.controller.plot.BlackBoxPicture;

/** {@code ./reins controller blackbox FILE}: the last ticks before a fault as a picture. */
@Command(
    name = "blackbox",
    mixinStandardHelpOptions = true,
    description = "Draws a black box file (runs/blackbox-*.csv) as a PNG beside it.")
final class BlackBoxCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Parameters(paramLabel = "FILE", description = "the CSV file that the controller wrote")
  private Path csv;

  @Option(names = "--out", description = "picture to write (default: FILE with .png)")
  private Path png;

  @Override
  public Integer call() {
    Path out = png == null ? beside(csv) : png;
    try {
      BlackBoxPicture.draw(csv, out);
      System.out.println(out);
      return 0;
    } catch (ConfigException e) {
      System.err.println("reins: " + e.getMessage());
      return BAD_INPUT;
    } catch (IOException e) {
      System.err.println("reins: " + out + ": cannot be written: " + e.getMessage());
      return FAILED;
    }
  }

  private static Path beside(Path csv) {
    String name = csv.getFileName().toString().replaceFirst("\\.csv$", "");
    return csv.resolveSibling(name + ".png");
  }
}
