package reins.contract.exchange;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import reins.contract.config.ConfigException;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;

/**
 * The memory that controller and policy process share: state one way, actions the other, and the
 * controller's counters. Latest value wins; nothing blocks and nothing is allocated after
 * construction.
 *
 * <pre>
 *   magic, layout version | state slot | action slot | counters
 * </pre>
 *
 * <p>Threads: one thread writes states and counters (the controller's), one writes actions, any
 * read. A frame passed in belongs to the caller.
 */
public final class Exchange implements AutoCloseable {
  private static final long MAGIC = 0x34_30_53_4e_49_45_52L; // "REINS04"
  private static final int N = RobotConfig.MAX_JOINTS;
  private static final int A = TaskConfig.MAX_ACTION;
  private static final long STATE_BYTES =
      4 * 8 + 4 * 4 + 8L * (3 * N + 3 + 4 + 6 + 3 + 2 + Layer.COUNT + A);
  private static final long ACTION_BYTES = 4 * 8 + 2 * 4 + 8L * A;
  private static final long STATE_AT = 64;
  private static final long ACTION_AT = STATE_AT + Slot.bytes(STATE_BYTES);
  private static final long COUNTERS_AT = ACTION_AT + Slot.bytes(ACTION_BYTES);
  private static final long BYTES = COUNTERS_AT + Counters.BYTES;

  private final Arena arena;
  private final MemorySegment stateMemory;
  private final MemorySegment actionMemory;
  private final Slot stateSlot;
  private final Slot actionSlot;
  private final Counters counters;

  private Exchange(Arena arena, MemorySegment all) {
    this.arena = arena;
    stateMemory = all.asSlice(STATE_AT, Slot.bytes(STATE_BYTES));
    actionMemory = all.asSlice(ACTION_AT, Slot.bytes(ACTION_BYTES));
    stateSlot = new Slot(stateMemory, STATE_BYTES);
    actionSlot = new Slot(actionMemory, ACTION_BYTES);
    counters = new Counters(all.asSlice(COUNTERS_AT, Counters.BYTES));
  }

  /** An exchange within this process. */
  public static Exchange inProcess() {
    Arena arena = Arena.ofShared();
    return new Exchange(arena, arena.allocate(BYTES, 64));
  }

  /**
   * Creates the mapped file anew; the controller does this, once, before the policy process opens
   * it.
   */
  public static Exchange create(Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      // A new inode: a policy process that still maps the old file notices that its states age, and
      // opens again. Whole before it has its name: nobody finds half of one.
      Files.deleteIfExists(beside);
      Exchange exchange = map(beside, StandardOpenOption.CREATE_NEW);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return exchange;
    } catch (IOException e) {
      throw new ConfigException("exchange.path: " + file + " cannot be created: " + e.getMessage());
    }
  }

  /**
   * Opens the file that the controller created. Errors: {@link ConfigException} where it is missing
   * or of another layout.
   */
  public static Exchange open(Path file) {
    if (!Files.isRegularFile(file))
      throw new ConfigException(
          "exchange.path: " + file + " does not exist: is the controller running?");
    try {
      return map(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ConfigException("exchange.path: " + file + " cannot be opened: " + e.getMessage());
    }
  }

  private static Exchange map(Path file, StandardOpenOption how) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, how)) {
      boolean creating = how == StandardOpenOption.CREATE_NEW;
      if (!creating && channel.size() != BYTES)
        throw new ConfigException(
            "exchange.path: " + file + " has another layout: restart the controller");
      MemorySegment all = channel.map(MapMode.READ_WRITE, 0, BYTES, arena);
      if (creating) all.set(JAVA_LONG, 0, MAGIC);
      else if (all.get(JAVA_LONG, 0) != MAGIC)
        throw new ConfigException("exchange.path: " + file + " is not an exchange of this version");
      all.load();
      return new Exchange(arena, all);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** The controller's counters. */
  public Counters counters() {
    return counters;
  }

  /** Makes a state the newest. Threads: the controller's. */
  public void publishState(StateFrame s) {
    MemorySegment m = stateMemory;
    long at = stateSlot.begin();
    m.set(JAVA_LONG, at, s.seq);
    m.set(JAVA_LONG, at + 8, s.stamp_ns);
    m.set(JAVA_LONG, at + 16, s.robot_stamp_ns);
    m.set(JAVA_LONG, at + 24, s.action_seq);
    m.set(JAVA_INT, at + 32, s.mode);
    m.set(JAVA_INT, at + 36, s.faults);
    m.set(JAVA_INT, at + 40, s.realtime_degraded);
    m.set(JAVA_INT, at + 44, s.homed);
    at += 48;
    at = put(m, at, s.q_rad);
    at = put(m, at, s.dq_rad_s);
    at = put(m, at, s.tau_cmd_Nm);
    at = put(m, at, s.p_base_tool_m);
    at = put(m, at, s.q_base_tool);
    at = put(m, at, s.v_base_tool);
    at = put(m, at, s.p_setpoint_m);
    m.set(JAVA_DOUBLE, at, s.width_m);
    m.set(JAVA_DOUBLE, at + 8, s.width_cmd_m);
    at = put(m, at + 16, s.changed);
    put(m, at, s.executed);
    stateSlot.publish();
  }

  /**
   * Copies the newest state. {@code s} written.
   *
   * @return 0, or {@link Fault#EXCHANGE_TORN} where none was published yet or none could be read
   *     whole
   */
  public int latestState(StateFrame s) {
    for (int i = 0; i < Slot.tries(); i++) {
      long number = stateSlot.latest();
      if (number == 0) return Fault.EXCHANGE_TORN;
      readState(stateSlot.payload(number), s);
      if (stateSlot.intact(number)) return 0;
    }
    return Fault.EXCHANGE_TORN;
  }

  private void readState(long start, StateFrame s) {
    MemorySegment m = stateMemory;
    long at = start;
    s.seq = m.get(JAVA_LONG, at);
    s.stamp_ns = m.get(JAVA_LONG, at + 8);
    s.robot_stamp_ns = m.get(JAVA_LONG, at + 16);
    s.action_seq = m.get(JAVA_LONG, at + 24);
    s.mode = m.get(JAVA_INT, at + 32);
    s.faults = m.get(JAVA_INT, at + 36);
    s.realtime_degraded = m.get(JAVA_INT, at + 40);
    s.homed = m.get(JAVA_INT, at + 44);
    at += 48;
    at = get(m, at, s.q_rad);
    at = get(m, at, s.dq_rad_s);
    at = get(m, at, s.tau_cmd_Nm);
    at = get(m, at, s.p_base_tool_m);
    at = get(m, at, s.q_base_tool);
    at = get(m, at, s.v_base_tool);
    at = get(m, at, s.p_setpoint_m);
    s.width_m = m.get(JAVA_DOUBLE, at);
    s.width_cmd_m = m.get(JAVA_DOUBLE, at + 8);
    at = get(m, at + 16, s.changed);
    get(m, at, s.executed);
  }

  /** Makes an action the newest. Threads: the policy loop's. */
  public void publishAction(ActionFrame a) {
    MemorySegment m = actionMemory;
    long at = actionSlot.begin();
    m.set(JAVA_LONG, at, a.seq);
    m.set(JAVA_LONG, at + 8, a.stamp_ns);
    m.set(JAVA_LONG, at + 16, a.revises);
    m.set(JAVA_LONG, at + 24, a.policy_version);
    m.set(JAVA_INT, at + 32, a.command);
    m.set(JAVA_INT, at + 36, a.source);
    put(m, at + 40, a.action);
    actionSlot.publish();
  }

  /**
   * Copies the newest action. {@code a} written; left as it is where none was published yet.
   *
   * @return 0, or {@link Fault#EXCHANGE_TORN} where none could be read whole
   */
  public int latestAction(ActionFrame a) {
    for (int i = 0; i < Slot.tries(); i++) {
      long number = actionSlot.latest();
      if (number == 0) return 0;
      readAction(actionSlot.payload(number), a);
      if (actionSlot.intact(number)) return 0;
    }
    return Fault.EXCHANGE_TORN;
  }

  private void readAction(long at, ActionFrame a) {
    MemorySegment m = actionMemory;
    a.seq = m.get(JAVA_LONG, at);
    a.stamp_ns = m.get(JAVA_LONG, at + 8);
    a.revises = m.get(JAVA_LONG, at + 16);
    a.policy_version = m.get(JAVA_LONG, at + 24);
    a.command = m.get(JAVA_INT, at + 32);
    a.source = m.get(JAVA_INT, at + 36);
    get(m, at + 40, a.action);
  }

  private static long put(MemorySegment m, long at, double[] values) {
    for (int i = 0; i < values.length; i++) m.set(JAVA_DOUBLE, at + 8L * i, values[i]);
    return at + 8L * values.length;
  }

  private static long get(MemorySegment m, long at, double[] values) {
    for (int i = 0; i < values.length; i++) values[i] = m.get(JAVA_DOUBLE, at + 8L * i);
    return at + 8L * values.length;
  }

  /** Releases the memory; the file stays. */
  @Override
  public void close() {
    arena.close();
  }
}
