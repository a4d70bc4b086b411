package reins.policy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.ConfigException;
import reins.contract.exchange.Exchange;

/**
 * Opens the controller's shared memory, waits for it at the start, and notices when a restarted
 * controller made it anew. Whoever has opened it is the only one who acts on the rig: its action
 * slot knows one writer.
 *
 * <p>Threads: the actor's loop.
 */
final class ExchangeDoor implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(ExchangeDoor.class);
  private static final long LOOK_EVERY_MS = 200;
  private static final long STALE_NS = 500_000_000;

  private final Path file;
  private FileChannel sole;
  private Exchange exchange;
  private Object opened;
  private long looked_ns;

  ExchangeDoor(Path file) {
    this.file = file;
  }

  /**
   * Waits until the controller has created it and nobody else acts on it; null where told to stop
   * first.
   */
  Exchange await(BooleanSupplier stop) throws InterruptedException {
    String said = "";
    while (!stop.getAsBoolean()) {
      try {
        if (sole == null) sole = claim();
        return open();
      } catch (ConfigException e) {
        if (!said.equals(e.getMessage())) LOG.info("waiting: {}", e.getMessage());
        said = e.getMessage();
        Thread.sleep(LOOK_EVERY_MS);
      }
    }
    return null;
  }

  /**
   * Beside the exchange, which a restarted controller makes anew. The lock ends with the process.
   */
  private FileChannel claim() {
    Path beside = file.resolveSibling(file.getFileName() + ".actor");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) return channel;
    } catch (OverlappingFileLockException e) {
      // The same answer, where the other one is in this process.
    } catch (IOException e) {
      throw new ConfigException(beside + ": cannot be locked: " + e.getMessage());
    }
    shut(channel);
    throw new ConfigException(
        file + " is another policy process's (who has " + beside + "?): it has to end first");
  }

  private static void shut(FileChannel channel) {
    try {
      if (channel != null) channel.close();
    } catch (IOException e) {
      LOG.debug("closing a lock", e);
    }
  }

  private Exchange open() {
    Object key = key();
    Exchange another = Exchange.open(file);
    if (exchange != null) exchange.close();
    exchange = another;
    opened = key;
    return exchange;
  }

  /** The file's identity: another one has another inode. */
  private Object key() {
    try {
      return Files.getAttribute(file, "unix:ino");
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The exchange of a restarted controller; null as long as the old one serves.
   *
   * @param stamp_ns of the newest state
   */
  Exchange renewed(long now_ns, long stamp_ns) {
    if (now_ns - stamp_ns < STALE_NS || now_ns - looked_ns < STALE_NS) return null;
    looked_ns = now_ns;
    Object key = key();
    if (key == null || key.equals(opened)) return null;
    try {
      Exchange another = open();
      LOG.info("the controller was restarted: its exchange is open again");
      return another;
    } catch (ConfigException e) {
      return null; // Half made: the next look finds it whole.
    }
  }

  @Override
  public void close() {
    if (exchange != null) exchange.close();
    shut(sole);
  }
}
