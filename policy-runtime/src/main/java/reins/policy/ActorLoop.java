package reins.policy;

import java.util.function.Consumer;
import reins.contract.config.Deployment;
import reins.contract.config.Task;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Choice;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.EpisodeStats;
import reins.policy.episode.Phase;
import reins.policy.episode.Scene;
import reins.policy.human.Arbiter;
import reins.policy.human.Intent;
import reins.policy.human.Person;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Proposal;
import reins.policy.observe.Cameras;
import reins.policy.observe.Course;
import reins.policy.observe.Images;
import reins.policy.observe.Objects;
import reins.policy.observe.ObservationBuilder;
import reins.policy.observe.Trackers;
import reins.policy.record.Recorder;
import reins.policy.record.TransitionSink;

/**
 * One step of the policy's side: from state and tracked object to an action for the controller and
 * a transition for the learner.
 *
 * <p>Threads: one, whose clock is the argument; it does not know whether that clock is real.
 */
public final class ActorLoop {
  private final boolean revisable;
  private final Trackers trackers;
  private final Cameras cameras;
  private final Course course;
  private final ObservationBuilder builder;
  private final PolicyStore policies;
  private final Person person;
  private final Arbiter arbiter;
  private final Episode episode;
  private final Recorder recorder;
  private final StateFrame state = new StateFrame();
  private final Objects objects = new Objects();
  private final Images images;
  private final float[] observation;
  private final Proposal proposed;
  private final Choice chosen = new Choice();
  private Exchange exchange;

  private ActorLoop(Parts parts, Episode episode) {
    Task task = parts.config.task();
    this.episode = episode;
    exchange = parts.exchange;
    trackers = parts.trackers;
    cameras = parts.cameras;
    images = new Images(task.cameras());
    person = parts.person;
    policies = parts.policies;
    course = new Course(task);
    builder = new ObservationBuilder(task, parts.config.joints());
    observation = new float[builder.length()];
    proposed = new Proposal(task.action().dim());
    ActionFrame before = new ActionFrame();
    exchange.latestAction(before);
    arbiter = new Arbiter(task.action(), before.seq);
    revisable = task.action().displacement();
    recorder = new Recorder(parts.sink, task.action().dim());
  }

  /**
   * What a loop is made of.
   *
   * @param listener told of each finished episode, on the loop's thread
   */
  public record Parts(
      Deployment config,
      Exchange exchange,
      Trackers trackers,
      Cameras cameras,
      Person person,
      Scene scene,
      TransitionSink sink,
      PolicyStore policies,
      Consumer<EpisodeResult> listener) {
    /** Of a task without cameras. */
    public Parts(
        Deployment config,
        Exchange exchange,
        Trackers trackers,
        Person person,
        Scene scene,
        TransitionSink sink,
        PolicyStore policies,
        Consumer<EpisodeResult> listener) {
      this(config, exchange, trackers, Cameras.NONE, person, scene, sink, policies, listener);
    }
  }

  /**
   * A loop that collects demonstrations first and then runs the policy.
   *
   * @param firstEpisode number of the first episode
   * @param demonstrations successful ones still to collect; 0 where nobody can show any
   */
  public static ActorLoop learning(Parts parts, long firstEpisode, int demonstrations) {
    Task task = parts.config.task();
    return new ActorLoop(
        parts, new Episode(task, parts.scene, firstEpisode, demonstrations, parts.listener));
  }

  /** A loop that runs the policy and is recorded nowhere; whoever watches may still take over. */
  public static ActorLoop evaluating(Parts parts, long firstEpisode) {
    return new ActorLoop(
        new Parts(
            parts.config,
            parts.exchange,
            parts.trackers,
            parts.cameras,
            parts.person,
            parts.scene,
            TransitionSink.NONE,
            parts.policies,
            parts.listener),
        Episode.alone(parts.config.task(), parts.scene, firstEpisode, parts.listener));
  }

  /** One step at the given time of the clock that stamps states and objects. */
  public void step(long now_ns) {
    exchange.latestState(state);
    trackers.latest(objects);
    cameras.latest(images);
    images.look(now_ns, objects);
    course.follow(episode.phase() == Phase.RUNNING, state, objects);
    builder.build(state, objects, observation);
    policies.current().act(observation, images.scaled, proposed);
    arbiter.choose(now_ns, person.poll(now_ns, state, objects, episode), proposed, chosen);
    episode.advance(now_ns, state, objects, chosen);
    exchange.publishAction(chosen.frame);
    recorder.append(observation, images.rgb, proposed, chosen, state, episode);
  }

  /**
   * Within a step: what a person's hands have said since it began, at once. The step stays one
   * step; its action becomes what the person made of all of it.
   */
  public void revise(long now_ns) {
    Intent hands = person.revise(now_ns, state, episode);
    if (hands == null) return;
    boolean acts = chosen.frame.command == Command.ACT.ordinal();
    if (hands.estop) {
      arbiter.number(chosen);
      chosen.frame.command = Command.ESTOP.ordinal();
    } else if (revisable && acts && hands.engaged) {
      arbiter.revise(hands, chosen);
      episode.helped();
    } else {
      return;
    }
    exchange.publishAction(chosen.frame);
    recorder.revise(chosen.frame);
  }

  /** Asks the controller to hold: the last word of a process that ends. */
  public void hold(long now_ns) {
    chosen.frame.seq++;
    chosen.frame.revises = 0;
    chosen.frame.stamp_ns = now_ns;
    chosen.frame.command = Command.HOLD.ordinal();
    exchange.publishAction(chosen.frame);
  }

  /** Goes on over another exchange: the controller was restarted. Threads: the loop's. */
  public void use(Exchange another) {
    exchange = another;
  }

  /** The state that the last step saw. Threads: the loop's. */
  public StateFrame state() {
    return state;
  }

  /** Where the last step saw the object. Threads: the loop's. */
  public Objects objects() {
    return objects;
  }

  /** What the last step saw through the camera. Threads: the loop's. */
  public Images images() {
    return images;
  }

  /** What the policy wanted in the last step. Threads: the loop's. */
  public Proposal proposed() {
    return proposed;
  }

  /** What the last step decided. Threads: the loop's. */
  public Choice chosen() {
    return chosen;
  }

  /** Version of the policy that the last step asked; 0: none. */
  public long policyVersion() {
    return proposed.policy_version;
  }

  /** Counts of episodes, steps and interventions. */
  public EpisodeStats stats() {
    return episode.stats();
  }

  /** The running episode. */
  public Episode episode() {
    return episode;
  }

  /** Recorded steps that somebody other than the policy chose, demonstrations left out. */
  public long interventionsRecorded() {
    return recorder.interventions();
  }

  /** Transitions recorded so far. */
  public long recorded() {
    return recorder.recorded();
  }
}
