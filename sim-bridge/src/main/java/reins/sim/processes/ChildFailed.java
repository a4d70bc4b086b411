package reins.sim.processes;

/** A process of the stack that cannot be kept running; the line is its last words. */
public final class ChildFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int exitCode;

  /** With the exit code and the last line of the process's output. */
  public ChildFailed(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  /** The process's exit code. */
  public int exitCode() {
    return exitCode;
  }
}
