package reins.contract.config;

/**
 * A configuration that cannot be used: one line that names the file, the path in it, and what was
 * expected.
 *
 * <p>Processes turn it into exit code 2.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the whole line. */
  public ConfigException(String message) {
    super(message);
  }
}
