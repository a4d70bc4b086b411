package reins.controller.loop;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;

/**
 * The last ten seconds, tick by tick: frozen in the tick that stopped the arm, written as CSV by
 * another thread, and then ready for the next stop.
 *
 * <p>The file's first line is {@code # } and why; the second names the columns; then one line per
 * tick, oldest first, the tick that stopped the arm last. Columns:
 *
 * <pre>
 *   seq, stamp_ns, robot_stamp_ns, action_seq, mode, faults          whole numbers; mode is the
 *                                          ordinal of Mode, faults the bits of Fault
 *   q_rad_1..7, dq_rad_s_1..7, tau_cmd_Nm_1..7                       NaN beyond the robot's joints
 *   p_base_tool_m_x|y|z, p_setpoint_m_x|y|z, width_m, width_cmd_m
 *   changed_sanity, changed_workspace, ..., one per Layer            amount in the layer's unit
 *   executed_1..8
 *   q_base_tool_w|x|y|z, v_base_tool_1..6                            metres, radians, seconds
 * </pre>
 *
 * <p>Threads: {@link #keep} is the loop's; {@link #frozen} and {@link #write} are another's.
 */
public final class BlackBox {
  private static final double KEPT_s = 10;
  private static final int LONGS = 6;
  private static final int N = RobotConfig.MAX_JOINTS;
  private static final int A = TaskConfig.MAX_ACTION;
  private static final int DOUBLES = 3 * N + 3 + 3 + 2 + Layer.COUNT + A + 4 + 6;
  private static final Mode[] MODES = Mode.values();

  private final IntFunction<String> faultNames;
  private final int ticks;
  private final long[] longs;
  private final double[] doubles;
  private long kept;
  private boolean wasBad;
  private volatile boolean frozen;

  /** A box for a loop of this rate, whose fault bits have these names. */
  BlackBox(double control_hz, IntFunction<String> faultNames) {
    this.faultNames = faultNames;
    ticks = (int) Math.ceil(KEPT_s * control_hz);
    longs = new long[ticks * LONGS];
    doubles = new double[ticks * DOUBLES];
  }

  /** Remembers one tick, and stays with it where it is the first of a stop. */
  void keep(StateFrame s) {
    boolean bad = MODES[s.mode].stopped() || (s.faults & Fault.TICK_THREW) != 0;
    boolean first = bad && !wasBad;
    wasBad = bad;
    if (frozen) return;
    remember(s);
    if (first) frozen = true;
  }

  private void remember(StateFrame s) {
    int row = (int) (kept % ticks);
    int at = row * LONGS;
    longs[at] = s.seq;
    longs[at + 1] = s.stamp_ns;
    longs[at + 2] = s.robot_stamp_ns;
    longs[at + 3] = s.action_seq;
    longs[at + 4] = s.mode;
    longs[at + 5] = s.faults & 0xFFFF_FFFFL;
    int to = row * DOUBLES;
    System.arraycopy(s.q_rad, 0, doubles, to, N);
    System.arraycopy(s.dq_rad_s, 0, doubles, to + N, N);
    System.arraycopy(s.tau_cmd_Nm, 0, doubles, to + 2 * N, N);
    to += 3 * N;
    System.arraycopy(s.p_base_tool_m, 0, doubles, to, 3);
    System.arraycopy(s.p_setpoint_m, 0, doubles, to + 3, 3);
    doubles[to + 6] = s.width_m;
    doubles[to + 7] = s.width_cmd_m;
    System.arraycopy(s.changed, 0, doubles, to + 8, Layer.COUNT);
    System.arraycopy(s.executed, 0, doubles, to + 8 + Layer.COUNT, A);
    to += 8 + Layer.COUNT + A;
    System.arraycopy(s.q_base_tool, 0, doubles, to, 4);
    System.arraycopy(s.v_base_tool, 0, doubles, to + 4, 6);
    kept++;
  }

  /** Keeps what is there: not even the retreat got through. */
  void freeze() {
    frozen = kept > 0;
  }

  /** Whether the arm was stopped and the ticks before wait to be written. */
  public boolean frozen() {
    return frozen;
  }

  /** Why the arm was stopped: mode and faults of the last tick kept. Once {@link #frozen}. */
  public String why() {
    int at = (int) ((kept - 1) % ticks) * LONGS;
    StringBuilder words = new StringBuilder(MODES[(int) longs[at + 4]].name());
    for (long left = longs[at + 5]; left != 0; left &= left - 1)
      words.append(", ").append(faultNames.apply(Long.numberOfTrailingZeros(left)));
    return words.toString();
  }

  /**
   * Writes the ticks under a first line that says why, and is ready for the next stop. Once {@link
   * #frozen}.
   */
  public void write(Path file, String why) throws IOException {
    if (file.getParent() != null) Files.createDirectories(file.getParent());
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("# " + why.replace('\n', ' '));
      out.println(header());
      for (long k = Math.max(0, kept - ticks); k < kept; k++) out.println(line((int) (k % ticks)));
    } finally {
      kept = 0;
      frozen = false;
    }
  }

  private String line(int row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < LONGS; i++) line.append(longs[row * LONGS + i]).append(',');
    for (int i = 0; i < DOUBLES; i++) line.append(doubles[row * DOUBLES + i]).append(',');
    return line.substring(0, line.length() - 1);
  }

  private static String header() {
    StringBuilder names = new StringBuilder("seq,stamp_ns,robot_stamp_ns,action_seq,mode,faults");
    for (String group : new String[] {"q_rad", "dq_rad_s", "tau_cmd_Nm"})
      for (int i = 1; i <= N; i++) names.append(',').append(group).append('_').append(i);
    for (String group : new String[] {"p_base_tool_m", "p_setpoint_m"})
      for (String axis : new String[] {"x", "y", "z"})
        names.append(',').append(group).append('_').append(axis);
    names.append(",width_m,width_cmd_m");
    for (Layer layer : Layer.values())
      names.append(",changed_").append(layer.name().toLowerCase(Locale.ROOT));
    for (int i = 1; i <= A; i++) names.append(",executed_").append(i);
    for (String axis : new String[] {"w", "x", "y", "z"})
      names.append(",q_base_tool_").append(axis);
    for (int i = 1; i <= 6; i++) names.append(",v_base_tool_").append(i);
    return names.toString();
  }
}
