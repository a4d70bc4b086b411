package reins.sim.lockstep;

import java.util.function.Consumer;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.controller.loop.ControlLoop;
import reins.policy.ActorLoop;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.EpisodeStats;
import reins.policy.episode.StartPlaces;
import reins.policy.human.Person;
import reins.policy.infer.PolicyStore;
import reins.policy.observe.Objects;
import reins.policy.record.TransitionSink;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/**
 * The controller's and the actor's loops over a simulated robot in one thread, under a virtual
 * clock: faster than real time and the same bits from the same seed. The loops are the ones that
 * run in the processes.
 *
 * <p>Threads: one.
 */
public final class Lockstep implements AutoCloseable {
  private final ArmWorld world;
  private final Exchange exchange = Exchange.inProcess();
  private final ControlLoop control;
  private final ActorLoop actor;
  private final Starts starts;
  private final double[] place_m = new double[3];
  private final long tick_ns;
  private final double tick_s;
  private final int ticksPerStep;
  private long now_ns;

  /**
   * Who acts and where the transitions go.
   *
   * @param firstEpisode number of the first episode; with the seed it decides the object's places
   * @param demonstrations successful ones to collect first
   */
  public record Setup(
      long seed,
      long firstEpisode,
      int demonstrations,
      Person person,
      PolicyStore policies,
      TransitionSink sink,
      Consumer<EpisodeResult> listener) {}

  /** Where the object lies at the start of each episode. */
  private interface Starts {
    void at(long episode, double[] p_base_object_m);
  }

  private Lockstep(RigConfig.Resolved config, Setup setup, boolean learning, Starts places) {
    world = new ArmWorld(config.robot(), TableScene.of(config.task()));
    control = ControlLoop.of(config, new WorldPort(world), exchange);
    starts = places;
    ActorLoop.Parts parts =
        new ActorLoop.Parts(
            config,
            exchange,
            this::track,
            setup.person,
            this::place,
            setup.sink,
            setup.policies,
            setup.listener);
    actor =
        learning
            ? ActorLoop.learning(parts, setup.firstEpisode, setup.demonstrations)
            : ActorLoop.evaluating(parts, setup.firstEpisode);
    tick_ns = config.rig().control().periodNs();
    tick_s = tick_ns * 1e-9;
    ticksPerStep = Math.toIntExact(config.task().periodNs() / tick_ns);
    requireSameStep(config);
    tick();
  }

  /** A policy that learns: demonstrations first, then the policy with its person. */
  public static Lockstep learning(RigConfig.Resolved config, Setup setup) {
    return new Lockstep(config, setup, true, new StartPlaces(config.task(), setup.seed)::at);
  }

  /** A policy on its own, recorded nowhere. */
  public static Lockstep evaluating(RigConfig.Resolved config, Setup setup) {
    return new Lockstep(config, setup, false, new StartPlaces(config.task(), setup.seed)::at);
  }

  /** The same as {@link #learning}, the object always at the same place. */
  public static Lockstep from(
      RigConfig.Resolved config, Setup setup, double[] p_base_object_m) {
    return new Lockstep(
        config, setup, true, (episode, out) -> System.arraycopy(p_base_object_m, 0, out, 0, 3));
  }

  private void requireSameStep(RigConfig.Resolved config) {
    if (Math.abs(world.dt_s() - tick_s) > 1e-9)
      throw new IllegalArgumentException(
          "control.control_hz: the simulation steps at "
              + 1 / world.dt_s()
              + " Hz, the rig asks for "
              + config.rig().control().control_hz());
  }

  /** One step of the policy, then the controller's ticks until the next. */
  public void step() {
    actor.step(now_ns);
    for (int i = 0; i < ticksPerStep; i++) {
      world.step();
      tick();
    }
  }

  private void tick() {
    now_ns += tick_ns;
    control.tick(now_ns, tick_s);
  }

  private void track(Objects out) {
    world.p_base_object_m(out.p_base_object_m);
    out.stamp_ns = now_ns;
  }

  private void place(long episode) {
    starts.at(episode, place_m);
    world.placeObject(place_m[0], place_m[1], place_m[2], 0);
  }

  /** Counts of episodes, steps and interventions. */
  public EpisodeStats stats() {
    return actor.stats();
  }

  /** Transitions recorded so far. */
  public long recorded() {
    return actor.recorded();
  }

  /** The controller's counters. */
  public Counters counters() {
    return exchange.counters();
  }

  /** Virtual time. */
  public long now_ns() {
    return now_ns;
  }

  /** The simulated robot, to look at. */
  public ArmWorld world() {
    return world;
  }

  @Override
  public void close() {
    exchange.close();
    world.close();
  }
}
