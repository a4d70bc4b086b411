package reins.sim.lockstep;

import java.util.Arrays;
import java.util.Random;
import reins.contract.config.RigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.ControlLoop;
import reins.controller.loop.SafeTick;
import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.sim.world.ArmWorld;

/**
 * The control loop in lockstep with a simulated robot that has every kind of bad day. Limits are
 * watched in the world itself, not in what the loop believes.
 */
final class FaultBench implements AutoCloseable {
  /** Ticks after which a robot whose link is gone stops by itself; a Franka needs 20. */
  private static final int BRAKES_AFTER = 100;

  final RigConfig.Resolved config;
  final ArmWorld world;
  final StateFrame frame = new StateFrame();
  final LimitWatch watch;
  ControlLoop loop;

  // Bad days.
  boolean dropped;
  boolean reflex;
  boolean flipped;
  boolean throwing;
  int frozenJoint = -1;
  double jump_rad;
  double load_Nm;
  double noise;
  long late_ns;

  private final Random random;
  private final Port honest;
  private final double[] frozen_rad;
  private final ActionFrame action = new ActionFrame();
  private Exchange exchange;
  private SafeTick tick;
  private long now_ns;
  private final double[] brake_Nm;
  private long reads;
  private int silent;

  FaultBench(RigConfig.Resolved config, ArmWorld world, long seed) {
    this.config = config;
    this.world = world;
    random = new Random(seed);
    honest = new WorldPort(world);
    frozen_rad = new double[config.robot().n()];
    brake_Nm = new double[config.robot().n()];
    watch = new LimitWatch(config, world);
    exchange = Exchange.inProcess();
    loop = ControlLoop.of(config, new Faulty(), exchange);
    tick = new SafeTick(loop);
    now_ns = 5_000_000_000L;
    watch.start();
  }

  /** The robot's port on a bad day. */
  private final class Faulty implements Port {
    @Override
    public int read(long tick_ns, RobotState state) {
      reads++;
      if (throwing) throw new IllegalStateException("cable");
      int fault = reflex ? Fault.ROBOT_REFLEX : 0;
      if (dropped) return fault;
      honest.read(tick_ns, state);
      state.q_rad[0] += jump_rad;
      if (frozenJoint >= 0) {
        if (Double.isNaN(frozen_rad[frozenJoint]))
          frozen_rad[frozenJoint] = state.q_rad[frozenJoint];
        state.q_rad[frozenJoint] = frozen_rad[frozenJoint];
      }
      state.dq_rad_s[1] += noise;
      for (int i = 0; i < state.n(); i++) state.tau_measured_Nm[i] += load_Nm;
      state.stamp_ns = tick_ns + late_ns;
      state.tool_measured = flipped;
      if (flipped) flip(state);
      return fault;
    }

    /** A robot that reports its tool itself, the quaternion's sign as it falls out. */
    private void flip(RobotState state) {
      world.p_base_tool_m(state.p_base_tool_m);
      world.q_base_tool(state.q_base_tool);
      for (int k = 0; k < 4; k++) state.q_base_tool[k] *= reads % 2 == 0 ? 1 : -1;
    }

    @Override
    public void write(ArmCommand command) {
      if (command.recover) reflex = false;
      honest.write(command);
      silent = dropped ? silent + 1 : 0;
      if (reflex || silent > BRAKES_AFTER) brake();
    }
  }

  /** As every torque-controlled robot does that has stopped itself. */
  private void brake() {
    world.dq_rad_s(brake_Nm);
    for (int i = 0; i < brake_Nm.length; i++)
      brake_Nm[i] *= -0.25 * config.robot().joints().get(i).tau_max_Nm() / 2;
    world.applyTorque(brake_Nm);
  }

  /** A joint's report stands still from now on. */
  void freeze(int joint) {
    Arrays.fill(frozen_rad, Double.NaN);
    frozenJoint = joint;
  }

  /** Every bad day is over. */
  void heal() {
    dropped = reflex = flipped = throwing = false;
    frozenJoint = -1;
    jump_rad = load_Nm = noise = 0;
    late_ns = 0;
  }

  /** One tick and one step of the world. Returns the tick's faults. */
  int tick() {
    return tickAfter(1);
  }

  /** A tick so many periods after the last one, the world going on meanwhile. */
  int tickAfter(int periods) {
    for (int i = 0; i < periods; i++) {
      world.step();
      watch.moved();
    }
    now_ns += periods * 1_000_000L;
    int fault = tick.tick(now_ns, periods * 1e-3);
    exchange.latestState(frame);
    watch.commanded(frame);
    return fault;
  }

  /** Sends an action with the next seq, stamped now. */
  void act(double... values) {
    action.seq++;
    action.stamp_ns = now_ns;
    action.command = Command.ACT.ordinal();
    action.source = 0;
    Arrays.fill(action.action, 0);
    System.arraycopy(values, 0, action.action, 0, values.length);
    exchange.publishAction(action);
  }

  /** Sends any bits. */
  void sendAnything() {
    boolean wild = random.nextInt(3) == 0;
    for (int i = 0; i < action.action.length; i++)
      action.action[i] = wild ? bits() : 2 * random.nextGaussian();
    action.seq = wild ? random.nextLong() : action.seq + 1;
    action.stamp_ns = wild && random.nextBoolean() ? random.nextLong() : now_ns;
    action.command = wild ? random.nextInt() : random.nextInt(3);
    action.source = wild ? random.nextInt() : random.nextInt(3);
    exchange.publishAction(action);
    if (wild) action.seq = frame.action_seq;
  }

  private double bits() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> Double.MIN_VALUE * random.nextInt(1000);
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  /** Sends one frame as it is. */
  void sendRaw(long seq, long stamp_ns, Command command, double... values) {
    action.seq = seq;
    action.stamp_ns = stamp_ns;
    action.command = command.ordinal();
    Arrays.fill(action.action, 0);
    System.arraycopy(values, 0, action.action, 0, values.length);
    exchange.publishAction(action);
  }

  long now_ns() {
    return now_ns;
  }

  long seq() {
    return action.seq;
  }

  Mode mode() {
    return Mode.of(frame.mode);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
