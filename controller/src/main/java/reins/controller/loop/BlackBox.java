package reins.controller.loop;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;

/**
 * The last four thousand ticks, kept in memory and written as CSV when something went wrong.
 *
 * <p>Threads: {@link #keep} is the loop's; {@link #write} is for another thread once the loop has
 * called {@link #freeze}.
 */
final class BlackBox {
  private static final int TICKS = 4096;
  private static final int LONGS = 6;
  private static final int N = RobotConfig.MAX_JOINTS;
  private static final int A = TaskConfig.MAX_ACTION;
  private static final int DOUBLES = 3 * N + 3 + 3 + 2 + A;

  private final long[] longs = new long[TICKS * LONGS];
  private final double[] doubles = new double[TICKS * DOUBLES];
  private long kept;
  private volatile boolean frozen;

  /** Remembers one tick. */
  void keep(StateFrame s) {
    if (frozen) return;
    int row = (int) (kept % TICKS);
    int at = row * LONGS;
    longs[at] = s.seq;
    longs[at + 1] = s.stamp_ns;
    longs[at + 2] = s.robot_stamp_ns;
    longs[at + 3] = s.action_seq;
    longs[at + 4] = s.mode;
    longs[at + 5] = s.faults;
    int to = row * DOUBLES;
    System.arraycopy(s.q_rad, 0, doubles, to, N);
    System.arraycopy(s.dq_rad_s, 0, doubles, to + N, N);
    System.arraycopy(s.tau_cmd_Nm, 0, doubles, to + 2 * N, N);
    to += 3 * N;
    System.arraycopy(s.p_base_tool_m, 0, doubles, to, 3);
    System.arraycopy(s.p_setpoint_m, 0, doubles, to + 3, 3);
    doubles[to + 6] = s.width_m;
    doubles[to + 7] = s.width_cmd_m;
    System.arraycopy(s.executed, 0, doubles, to + 8, A);
    kept++;
  }

  /** Keeps what is there: the tick that threw stays the last. */
  void freeze() {
    frozen = true;
  }

  /** Writes the ticks, oldest first, under a first line that says why. */
  void write(Path file, String why) throws IOException {
    if (file.getParent() != null) Files.createDirectories(file.getParent());
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("# " + why.replace('\n', ' '));
      out.println(header());
      for (long k = Math.max(0, kept - TICKS); k < kept; k++) {
        int row = (int) (k % TICKS);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < LONGS; i++) line.append(longs[row * LONGS + i]).append(',');
        for (int i = 0; i < DOUBLES; i++) line.append(doubles[row * DOUBLES + i]).append(',');
        out.println(line.substring(0, line.length() - 1));
      }
    }
  }

  private static String header() {
    StringBuilder names = new StringBuilder("seq,stamp_ns,robot_stamp_ns,action_seq,mode,faults");
    for (String group : new String[] {"q_rad", "dq_rad_s", "tau_cmd_Nm"})
      for (int i = 1; i <= N; i++) names.append(',').append(group).append('_').append(i);
    for (String group : new String[] {"p_base_tool_m", "p_setpoint_m"})
      for (String axis : new String[] {"x", "y", "z"})
        names.append(',').append(group).append('_').append(axis);
    names.append(",width_m,width_cmd_m");
    for (int i = 1; i <= A; i++) names.append(",executed_").append(i);
    return names.toString();
  }
}
