package reins.sim.lockstep;

import java.util.function.Consumer;
import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.policy.ActorLoop;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.EpisodeStats;
import reins.policy.episode.StartPlaces;
import reins.policy.human.Person;
import reins.policy.infer.PolicyStore;
import reins.policy.record.TransitionSink;
import reins.sim.quad.FlightLockstep;
import reins.sim.world.ArmWorld;

/**
 * The controller's and the actor's loops over a simulated robot in one thread, under a virtual
 * clock: faster than real time and the same bits from the same seed. The loops are the ones that
 * run in the processes.
 *
 * <p>Threads: one.
 */
public final class Lockstep implements AutoCloseable {
  private final Plant plant;
  private final ActorLoop actor;
  private final int ticksPerStep;

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

  private Lockstep(Deployment config, Setup setup, boolean learning, Plant robot) {
    plant = robot;
    ActorLoop.Parts parts =
        new ActorLoop.Parts(
            config,
            plant.exchange(),
            plant,
            plant,
            setup.person,
            plant,
            setup.sink,
            setup.policies,
            setup.listener);
    actor =
        learning
            ? ActorLoop.learning(parts, setup.firstEpisode, setup.demonstrations)
            : ActorLoop.evaluating(parts, setup.firstEpisode);
    ticksPerStep = Math.toIntExact(config.task().periodNs() / plant.tick_ns());
    plant.tick();
  }

  /** A policy that learns: demonstrations first, then the policy with its person. */
  public static Lockstep learning(Deployment config, Setup setup) {
    return new Lockstep(config, setup, true, plant(config, setup));
  }

  /** The same with an arm whose object always lies at the same place. */
  public static Lockstep from(RigConfig.Resolved arm, Setup setup, double[] p_base_object_m) {
    Plant robot =
        new ArmPlant(
            arm, (episode, out) -> System.arraycopy(p_base_object_m, 0, out, 0, out.length));
    return new Lockstep(arm, setup, true, robot);
  }

  /** A policy on its own, recorded nowhere. */
  public static Lockstep evaluating(Deployment config, Setup setup) {
    return new Lockstep(config, setup, false, plant(config, setup));
  }

  private static Plant plant(Deployment config, Setup setup) {
    return switch (config) {
      case RigConfig.Resolved arm -> new ArmPlant(arm, new StartPlaces(arm.task(), setup.seed)::at);
      case FlightTask.Resolved flight -> new FlightPlant(flight, setup.seed);
    };
  }

  /** One step of the policy, then the controller's ticks until the next. */
  public void step() {
    actor.step(plant.now_ns());
    for (int i = 0; i < ticksPerStep; i++) plant.tick();
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
    return plant.exchange().counters();
  }

  /** Virtual time. */
  public long now_ns() {
    return plant.now_ns();
  }

  /** The simulated arm, to look at. Errors: {@link ClassCastException} where a vehicle flies. */
  public ArmWorld world() {
    return ((ArmPlant) plant).world();
  }

  /** The simulated flight. Errors: {@link ClassCastException} where an arm moves. */
  public FlightLockstep flight() {
    return ((FlightPlant) plant).flight();
  }

  /** The actor, to look at. */
  public ActorLoop actor() {
    return actor;
  }

  @Override
  public void close() {
    plant.close();
  }
}
