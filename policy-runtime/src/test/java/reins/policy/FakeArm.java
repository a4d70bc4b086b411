package reins.policy;

import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Scene;
import reins.policy.episode.StartPlaces;
import reins.policy.observe.Objects;
import reins.policy.observe.Trackers;

/**
 * A kinematic stand-in for controller, arm and table: the tool lags its set-point, fingers move at
 * the gripper's speed, and the cube is held where they close on it.
 */
public final class FakeArm implements Trackers, Scene {
  private static final double DT_S = 0.01;
  private static final double HALF_M = 0.02;

  public final Exchange exchange;
  public final StateFrame state = new StateFrame();
  public final double[] cube_m = {0.4, 0.1, HALF_M};

  /** The tracker stops telling. */
  public boolean blind;

  /** The controller stops ticking. */
  public boolean dead;

  /** The gate lets through this share of an action. */
  public double gateFactor = 1;

  /** The gate refuses every action from the given one of an episode on. */
  public boolean deaf;

  public int deafFrom;
  public int placed;
  private int acts;
  public long now_ns = 1_000_000_000L;

  private final TaskConfig task;
  private final double widthMax_m;
  private final double gripperSpeed_m_s;
  private final StartPlaces places;
  private final ActionFrame action = new ActionFrame();
  private final double[] begun_m = new double[3];
  private final double[] target_m = new double[3];
  private final double[] from_m = new double[3];
  private long admitted;
  private long admitted_ns;
  private boolean held;
  private volatile boolean floating;

  public FakeArm(RigConfig.Resolved config, long seed) {
    this(config, seed, Exchange.inProcess());
  }

  public FakeArm(RigConfig.Resolved config, long seed, Exchange exchange) {
    this.exchange = exchange;
    task = config.task();
    widthMax_m = config.robot().gripper().width_max_m();
    gripperSpeed_m_s = config.robot().gripper().speed_max_m_s();
    places = new StartPlaces(task, seed);
    System.arraycopy(task.reset().p_base_tool_m(), 0, state.p_base_tool_m, 0, 3);
    put(task.reset().p_base_tool_m());
    state.width_m = state.width_cmd_m = widthMax_m;
    state.mode = Mode.HOLD.ordinal();
    tick();
  }

  @Override
  public void latest(Objects out) {
    if (blind) return;
    out.stamp_ns = now_ns;
    System.arraycopy(cube_m, 0, out.p_base_object_m, 0, 3);
  }

  @Override
  public void placeObject(long episode) {
    placed++;
    held = false;
    places.at(episode, cube_m);
  }

  /** Moves the tool somewhere at once. */
  public void put(double... p_m) {
    for (int i = 0; i < 3; i++) state.p_base_tool_m[i] = target_m[i] = from_m[i] = p_m[i];
  }

  /** Time passes until the loop's next step. */
  public void period() {
    long end_ns = now_ns + task.periodNs();
    while (now_ns < end_ns) {
      now_ns += Math.round(DT_S * 1e9);
      if (!dead) tick();
    }
  }

  /** One tick, 10 ms after the one before. */
  public void tick() {
    exchange.latestAction(action);
    boolean fresh = action.seq != admitted && action.seq != 0;
    boolean act = action.command == Command.ACT.ordinal();
    if (fresh && !(deaf && act && acts >= deafFrom)) admit();
    boolean stale = now_ns - admitted_ns > task.action().hold_after_s() * 1e9;
    if (stale) state.mode = Mode.HOLD.ordinal();
    if (!Mode.of(state.mode).acting()) java.util.Arrays.fill(state.executed, 0);
    follow();
    grip();
    publish();
  }

  private void admit() {
    admitted = action.seq;
    admitted_ns = action.stamp_ns;
    Command command = Command.values()[action.command];
    System.arraycopy(state.p_setpoint_m, 0, from_m, 0, 3);
    if (command == Command.ACT) {
      acts++;
      boolean policy = action.source == Source.POLICY.ordinal();
      state.mode = (policy ? Mode.ACTIVE_POLICY : Mode.INTERVENTION).ordinal();
      if (action.revises == 0) System.arraycopy(target_m, 0, begun_m, 0, 3);
      for (int i = 0; i < 3; i++) target_m[i] = bounded(i, action.action[i]);
      if (action.action[3] > task.action().gripper_threshold()) state.width_cmd_m = 0;
      if (action.action[3] < -task.action().gripper_threshold()) state.width_cmd_m = widthMax_m;
      for (int i = 0; i < 4; i++)
        state.executed[i] = gateFactor * Math.clamp(action.action[i], -1, 1);
    } else if (command == Command.HOME) {
      state.mode = Mode.HOMING.ordinal();
      state.width_cmd_m = widthMax_m;
    } else {
      state.mode = Mode.HOLD.ordinal();
    }
  }

  private double bounded(int i, double a) {
    double target = begun_m[i] + task.cartesianDelta().step_m() * Math.clamp(a, -1, 1);
    double leash = task.cartesianDelta().leash_m();
    target = Math.clamp(target, state.p_base_tool_m[i] - leash, state.p_base_tool_m[i] + leash);
    return Math.clamp(target, task.workspace().low_m()[i], task.workspace().high_m()[i]);
  }

  private void follow() {
    double share = Math.min(1, (now_ns - admitted_ns) / (double) task.periodNs());
    double error_m = 0;
    for (int i = 0; i < 3; i++) {
      if (state.mode == Mode.HOMING.ordinal()) {
        double home = task.reset().p_base_tool_m()[i];
        double step = task.reset().speed_m_s() * 0.5 * DT_S;
        target_m[i] += Math.clamp(home - target_m[i], -step, step);
        state.p_setpoint_m[i] = from_m[i] = target_m[i];
        error_m = Math.max(error_m, Math.abs(home - state.p_base_tool_m[i]));
      } else {
        state.p_setpoint_m[i] = from_m[i] + share * (target_m[i] - from_m[i]);
      }
      double v = (state.p_setpoint_m[i] - state.p_base_tool_m[i]) / 0.045;
      double before = state.p_base_tool_m[i];
      state.p_base_tool_m[i] += Math.clamp(v, -0.34, 0.34) * DT_S;
      if (i == 2 && v < 0 && blocked()) state.p_base_tool_m[i] = before;
      state.v_base_tool[i] = (state.p_base_tool_m[i] - before) / DT_S;
      if (held) cube_m[i] += state.p_base_tool_m[i] - before;
    }
    state.homed = state.mode == Mode.HOMING.ordinal() && error_m < 0.005 ? 1 : 0;
    if (!held && !floating && cube_m[2] > HALF_M) cube_m[2] = HALF_M;
    if (!held) push();
  }

  private boolean overlaps() {
    return Math.abs(cube_m[0] - state.p_base_tool_m[0]) < HALF_M + 0.01
        && Math.abs(cube_m[1] - state.p_base_tool_m[1]) < state.width_m / 2 + 0.02
        && state.p_base_tool_m[2] < 2 * HALF_M + 0.01;
  }

  private boolean astride() {
    return Math.abs(cube_m[0] - state.p_base_tool_m[0]) < HALF_M
        && Math.abs(cube_m[1] - state.p_base_tool_m[1]) < state.width_m / 2 - HALF_M + 0.005;
  }

  /** Finger tips on top of the cube. */
  private boolean blocked() {
    return overlaps() && !astride() && !held && state.p_base_tool_m[2] > 2 * HALF_M;
  }

  /** Fingers beside the cube shove it along. */
  private void push() {
    if (!overlaps() || astride() || state.p_base_tool_m[2] > 2 * HALF_M) return;
    for (int i = 0; i < 2; i++) cube_m[i] += state.v_base_tool[i] * DT_S;
  }

  private void grip() {
    double step = gripperSpeed_m_s * DT_S;
    double next = state.width_m + Math.clamp(state.width_cmd_m - state.width_m, -step, step);
    boolean level = Math.abs(cube_m[2] - state.p_base_tool_m[2]) < 0.025;
    if (next < state.width_m && astride() && level && !held) close(next);
    if (held && next > state.width_m + 1e-4) held = false;
    state.width_m = held ? 2 * HALF_M : next;
  }

  /** The finger that touches first slides the cube to the middle. */
  private void close(double width_m) {
    double gap_m = Math.max(0, width_m / 2 - HALF_M);
    double off_m = cube_m[1] - state.p_base_tool_m[1];
    cube_m[1] = state.p_base_tool_m[1] + Math.clamp(off_m, -gap_m, gap_m);
    held = width_m <= 2 * HALF_M;
  }

  /** Puts the cube somewhere. */
  public void placeAt(double[] p_m) {
    held = floating = false;
    System.arraycopy(p_m, 0, cube_m, 0, 3);
  }

  /** The cube rises by itself. */
  public void lift() {
    floating = true;
    cube_m[2] = 0.3;
  }

  /** Lets the cube slip. */
  public void drop() {
    held = false;
    cube_m[2] = HALF_M;
  }

  private void publish() {
    state.seq++;
    state.stamp_ns = now_ns;
    state.robot_stamp_ns = now_ns;
    state.action_seq = admitted;
    exchange.publishState(state);
  }
}
