package reins.sim.bench.cockpit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import reins.sim.bench.rt.CannotMeasure;

/**
 * Chromium at the cockpit's own page: a key goes down in the browser, the page's scripts see it and
 * say so over their WebSocket.
 *
 * <p>Threads: one. Errors: {@link CannotMeasure} with the driver's words.
 */
final class BrowserPresser implements Presser {
  private static final String SCRIPT = "presses.mjs";
  private static final String HOLD_KEY = "KeyT";
  private static final String START_KEY = "Space";
  private static final long END_WITHIN_S = 10;

  private final Process driver;
  private final Writer to;
  private final BufferedReader from;
  private boolean holding;
  private boolean waiting;
  private String key = "";
  private double spread_ms;

  /**
   * Starts the browser, without a page.
   *
   * @param modules folder whose node_modules hold playwright-core
   * @param folder for the script and the driver's words
   */
  BrowserPresser(Path modules, Path folder) {
    try (InputStream script = BrowserPresser.class.getResourceAsStream(SCRIPT)) {
      Path file = folder.resolve(SCRIPT);
      Files.write(file, script.readAllBytes());
      driver =
          new ProcessBuilder("node", file.toString(), modules.toString())
              .redirectError(folder.resolve("browser.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("node cannot be started", e);
    }
    to = driver.outputWriter();
    from = driver.inputReader();
  }

  /** Opens the page; it must be the one in command. */
  void open(int port) {
    say("open http://127.0.0.1:" + port);
    spread_ms = Long.parseLong(hear()) * 1e-6;
    holding = false;
  }

  /** Closes it: somebody else may command. */
  void leave() {
    ask("close");
  }

  /** Half of it is how far the page's clock may be off. */
  double spread_ms() {
    return spread_ms;
  }

  @Override
  public void hold(boolean on) {
    if (on != holding) ask("tap " + HOLD_KEY);
    holding = on;
  }

  @Override
  public void down(int way) {
    key = way > 0 ? "KeyA" : "KeyD";
    say("down " + key);
    waiting = true;
  }

  @Override
  public Press pressed() {
    String[] times = hear().split(" ");
    waiting = false;
    return new Press(Long.parseLong(times[0]), Long.parseLong(times[1]));
  }

  @Override
  public void up() {
    if (waiting) pressed();
    ask("up " + key);
  }

  @Override
  public void goOn() {
    ask("tap " + START_KEY);
  }

  private void ask(String line) {
    say(line);
    hear();
  }

  private void say(String line) {
    try {
      to.write(line + "\n");
      to.flush();
    } catch (IOException e) {
      throw new CannotMeasure("the browser's driver ended: " + e.getMessage());
    }
  }

  private String hear() {
    try {
      String line = from.readLine();
      if (line == null) throw new CannotMeasure("the browser's driver ended");
      if (!line.startsWith("ok ")) throw new CannotMeasure("the browser: " + line);
      return line.substring(3).strip();
    } catch (IOException e) {
      throw new CannotMeasure("the browser's driver ended: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      to.close(); // the driver ends with its input
      if (!driver.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) driver.destroyForcibly();
    } catch (IOException e) {
      driver.destroyForcibly();
    } catch (InterruptedException e) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
