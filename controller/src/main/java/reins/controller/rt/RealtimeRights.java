package reins.controller.rt;

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import reins.contract.config.RigConfig;

/**
 * What the machine granted of what a control thread needs, asked for once by that thread: locked
 * memory, a core, SCHED_FIFO, and no deep sleep of the processor.
 *
 * <p>Threads: {@link #claim} is called by the control thread, which the rights then belong to.
 */
public final class RealtimeRights implements AutoCloseable {
  private static final String LATENCY_DEVICE = "/dev/cpu_dma_latency";

  private final List<String> granted = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private FileOutputStream latency;

  private RealtimeRights() {}

  /** Asks for everything; refusals are recorded, not thrown. */
  public static RealtimeRights claim(RigConfig.ControlConfig control) {
    RealtimeRights rights = new RealtimeRights();
    rights.note("locked memory", Libc.lockMemory());
    if (control.cpu() >= 0) rights.note("core " + control.cpu(), Libc.pin(control.cpu()));
    else rights.refused.add("a pinned core (control.cpu is -1)");
    rights.note("SCHED_FIFO " + control.priority(), Libc.fifo(control.priority()));
    rights.holdLatency();
    return rights;
  }

  private void note(String what, int error) {
    if (error == 0) granted.add(what);
    else refused.add(what + " (" + name(error) + ")");
  }

  /** While the device is open with a zero written, the kernel keeps the cores from deep sleep. */
  private void holdLatency() {
    try {
      latency = new FileOutputStream(LATENCY_DEVICE);
      latency.write(new byte[4]);
      latency.flush();
      granted.add(LATENCY_DEVICE + " 0");
    } catch (IOException e) {
      refused.add(LATENCY_DEVICE + " (" + e.getMessage() + ")");
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
    return refused.isEmpty();
  }

  /** What was refused, each with its reason. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /** One line: what was granted and what was not. */
  public String line() {
    String got = granted.isEmpty() ? "nothing" : String.join(", ", granted);
    return "granted: " + got + (complete() ? "" : "; refused: " + String.join(", ", refused));
  }

  /** Lets the cores sleep deeply again. */
  @Override
  public void close() throws IOException {
    if (latency != null) latency.close();
  }
}
