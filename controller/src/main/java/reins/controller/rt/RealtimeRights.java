package reins.controller.rt;

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import reins.contract.config.RigConfig;

/**
 * What the machine granted of what a control thread needs, asked for once by that thread: locked
 * memory, a core, SCHED_FIFO, and no deep sleep of the processor.
 *
 * <p>Threads: {@link #claim} is called by the control thread, which the rights then belong to.
 */
public final class RealtimeRights implements AutoCloseable {
  private static final String LATENCY_DEVICE = "/dev/cpu_dma_latency";

  private final Map<Right, Check> checks = new EnumMap<>(Right.class);
  private FileOutputStream latency;

  /** What is asked for, and who gives it where it was refused. */
  private enum Right {
    MEMORY("@realtime - memlock unlimited in /etc/security/limits.d"),
    CORE("set control.cpu to a core of this machine"),
    FIFO("@realtime - rtprio 99 in /etc/security/limits.d, or CAP_SYS_NICE in a container"),
    LATENCY("let the user write to " + LATENCY_DEVICE + " (a udev rule)");

    private final String advice;

    Right(String advice) {
      this.advice = advice;
    }
  }

  private RealtimeRights() {}

  /** Asks for everything; refusals are recorded, not thrown. */
  public static RealtimeRights claim(RigConfig.ControlConfig control) {
    RealtimeRights rights = new RealtimeRights();
    rights.note(Right.MEMORY, "locked memory", Libc.lockMemory());
    if (control.cpu() >= 0)
      rights.note(Right.CORE, "core " + control.cpu(), Libc.pin(control.cpu()));
    else rights.refuse(Right.CORE, "a pinned core", "control.cpu is -1");
    rights.note(Right.FIFO, "SCHED_FIFO " + control.priority(), Libc.fifo(control.priority()));
    rights.holdLatency();
    return rights;
  }

  private void note(Right right, String what, int error) {
    if (error == 0) checks.put(right, Check.pass(what, "granted"));
    else refuse(right, what, name(error));
  }

  private void refuse(Right right, String what, String why) {
    checks.put(right, Check.fail(what, why, right.advice));
  }

  /** While the device is open with a zero written, the kernel keeps the cores from deep sleep. */
  private void holdLatency() {
    try {
      latency = new FileOutputStream(LATENCY_DEVICE);
      latency.write(new byte[4]);
      latency.flush();
      checks.put(Right.LATENCY, Check.pass(LATENCY_DEVICE + " 0", "granted"));
    } catch (IOException e) {
      refuse(Right.LATENCY, LATENCY_DEVICE, String.valueOf(e.getMessage()));
    }
  }

  private static String name(int error) {
    return switch (error) {
      case Libc.EPERM -> "EPERM: not permitted";
      case Libc.ENOMEM -> "ENOMEM: over the locked-memory limit";
      case Libc.EINVAL -> "EINVAL: no such core or priority";
      default -> "error " + error;
    };
  }

  /** Whether everything was granted. */
  public boolean complete() {
    return refused().isEmpty();
  }

  /** What was refused, each with its reason. */
  public List<String> refused() {
    List<String> refused = new ArrayList<>();
    for (Check c : checks.values()) if (c.failed()) refused.add(c.what() + " (" + c.found() + ")");
    return refused;
  }

  /** One check for each right. */
  public List<Check> checks() {
    return List.copyOf(checks.values());
  }

  /** One line: what was granted and what was not. */
  public String line() {
    List<String> granted =
        checks.values().stream().filter(c -> !c.failed()).map(Check::what).toList();
    String got = granted.isEmpty() ? "nothing" : String.join(", ", granted);
    return "granted: " + got + (complete() ? "" : "; refused: " + String.join(", ", refused()));
  }

  /** Lets the cores sleep deeply again. */
  @Override
  public void close() throws IOException {
    if (latency != null) latency.close();
  }
}
