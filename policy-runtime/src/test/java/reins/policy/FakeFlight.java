package reins.policy;

import reins.contract.config.FlightTask;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;
import reins.policy.observe.Trackers;

/** A kinematic stand-in for a vehicle and its controller: it is at once as fast as it is told. */
public final class FakeFlight implements Trackers {
  private static final double DT_S = 0.01;
  private static final double SINK_M_S = 0.5;

  public final Exchange exchange = Exchange.inProcess();
  public final StateFrame state = new StateFrame();
  public long now_ns = 1_000_000_000L;

  private final FlightTask.Resolved config;
  private final ActionFrame action = new ActionFrame();
  private boolean landing;

  public FakeFlight(FlightTask.Resolved config) {
    this.config = config;
    state.q_base_tool[0] = 1;
    System.arraycopy(config.task().start().low_m(), 0, state.p_base_tool_m, 0, 3);
    tick();
  }

  @Override
  public void latest(Objects out) {
    out.stamp_ns = now_ns;
    System.arraycopy(config.task().reward().p_world_gate_m(), 0, out.p_base_object_m, 0, 3);
  }

  /** Time passes until the loop's next step. */
  public void period() {
    long end_ns = now_ns + config.task().periodNs();
    while (now_ns < end_ns) {
      now_ns += Math.round(DT_S * 1e9);
      tick();
    }
  }

  private void tick() {
    exchange.latestAction(action);
    Command command = Command.values()[action.command];
    landing |= command == Command.LAND;
    if (landing) land();
    else if (command == Command.ACT) act();
    else if (command == Command.HOME) home();
    else state.mode = Mode.HOLD.ordinal();
    state.homed = command == Command.HOME && !landing ? 1 : 0;
    state.action_seq = action.seq;
    state.seq++;
    state.stamp_ns = state.robot_stamp_ns = now_ns;
    exchange.publishState(state);
  }

  /** What the controller's services arm and take_off do to a vehicle on the ground. */
  public void sendUp() {
    landing = false;
    state.p_base_tool_m[2] = config.flight().flight().procedure().takeoff_m();
  }

  private void land() {
    double[] p_m = state.p_base_tool_m;
    p_m[2] = Math.max(0, p_m[2] - DT_S * SINK_M_S);
    state.mode = (p_m[2] > 0 ? Mode.RECOVERING : Mode.IDLE).ordinal();
  }

  private void act() {
    boolean person = action.source != Source.POLICY.ordinal();
    state.mode = (person ? Mode.INTERVENTION : Mode.ACTIVE_POLICY).ordinal();
    double fastest_m_s = config.flight().quadrotor().limits().speed_max_m_s();
    for (int i = 0; i < 3; i++) state.p_base_tool_m[i] += DT_S * fastest_m_s * action.action[i];
    for (int i = 0; i < 4; i++) state.executed[i] = action.action[i];
  }

  private void home() {
    state.mode = Mode.HOMING.ordinal();
    double[] low_m = config.flight().flight().fence().low_m();
    double[] high_m = config.flight().flight().fence().high_m();
    for (int i = 0; i < 3; i++)
      state.p_base_tool_m[i] = low_m[i] + 0.5 * (action.action[i] + 1) * (high_m[i] - low_m[i]);
  }
}
