package reins.controller.rt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What kind of machine this is, as far as deadlines care; text is empty where the system does not
 * tell.
 *
 * @param kernel release of the kernel
 * @param realtime whether it is a PREEMPT_RT kernel, whose maxima mean something
 * @param virtual whether a host below decides when its cores run
 * @param governor of the processor's frequency
 * @param isolatedCores cores that the kernel keeps free of other threads, as the kernel writes them
 * @param clocksource what the kernel reads the time from
 */
public record Machine(
    String kernel,
    boolean realtime,
    boolean virtual,
    String governor,
    String isolatedCores,
    String clocksource) {
  private static final String CPUS = "/sys/devices/system/cpu/";

  /** Looks at this machine. */
  public static Machine look() {
    return new Machine(
        read("/proc/sys/kernel/osrelease"),
        read("/sys/kernel/realtime").equals("1"),
        read("/proc/cpuinfo").contains(" hypervisor"),
        read(CPUS + "cpu0/cpufreq/scaling_governor"),
        read(CPUS + "isolated"),
        read("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** One line, with what may be claimed. */
  public String line() {
    return "Linux "
        + kernel
        + (realtime ? ", PREEMPT_RT" : ", no PREEMPT_RT")
        + (virtual ? ", a virtual machine" : "")
        + (realtime && !virtual ? "" : ": no claim about maxima");
  }

  /**
   * What of this speaks for and against a control thread; nothing here is more than a warning.
   *
   * @param cpu core of the control thread, or -1
   */
  public List<Check> checks(int cpu) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        realtime
            ? Check.pass("kernel", kernel + ", PREEMPT_RT")
            : Check.warn(
                "kernel",
                kernel + ", no PREEMPT_RT",
                "install a real-time kernel (Debian: linux-image-rt-amd64) for a real robot"));
    if (virtual)
      checks.add(
          Check.warn("host", "a virtual machine", "its host may take a core away for many ms"));
    checks.add(governorCheck());
    checks.add(
        holds(isolatedCores, cpu)
            ? Check.pass("isolated cores", isolatedCores)
            : Check.warn(
                "isolated cores",
                isolatedCores.isEmpty() ? "none" : isolatedCores,
                "isolcpus=" + cpu + " nohz_full=" + cpu + " on the kernel's command line"));
    checks.add(
        clocksource.equals("tsc") || clocksource.equals("arch_sys_counter")
            ? Check.pass("clock", clocksource)
            : Check.warn("clock", clocksource, "slow to read; expected tsc"));
    return checks;
  }

  private Check governorCheck() {
    if (governor.equals("performance")) return Check.pass("governor", governor);
    if (governor.isEmpty() && virtual) return Check.pass("governor", "the host's");
    return Check.warn(
        "governor",
        governor.isEmpty() ? "not visible" : governor,
        "set it to performance (cpupower frequency-set -g performance)");
  }

  /** Whether a list as the kernel writes it, such as {@code 2-3,5}, holds a core. */
  static boolean holds(String list, int cpu) {
    if (list.isEmpty()) return false;
    for (String part : list.split(",")) {
      String[] ends = part.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first <= cpu && cpu <= last) return true;
    }
    return false;
  }
}
