package reins.policy.episode;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.Task;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * Takes a task through its episodes: home, put the object down, let it settle, run until success or
 * time-out, and again.
 *
 * <p>The phase of a step is decided at the end of the step before, so that whoever chooses the
 * action knows what it is for. Only running steps let an action through; in the others the step's
 * command is HOME or HOLD.
 *
 * <p>Threads: the actor's loop.
 */
public final class Episode {
  private static final Logger LOG = LogManager.getLogger(Episode.class);
  private static final long HOMING_PATIENCE_NS = 10_000_000_000L;
  private static final int SETTLE_STEPS = 3;
  private static final int PLACE_AGAIN_STEPS = 30;

  private final Task task;
  private final Scene scene;
  private final Visibility visible;
  private final Rest rest;
  private final Judge judge;
  private final Consumer<EpisodeResult> listener;
  private final EpisodeStats stats;

  private long number;
  private long start;
  private int demonstrationsLeft;
  private Phase phase = Phase.HOMING;
  private Outcome outcome;
  private boolean demonstration;
  private int phaseSteps;
  private long phaseStart_ns;
  private boolean late;
  private int steps;
  private int interventions;
  private int interventionSteps;
  private boolean helping;
  private boolean rested;
  private long policyVersion;
  private boolean stalled;
  private boolean marked;

  /**
   * Begins before an episode's homing.
   *
   * @param first number of the first episode
   * @param demonstrations successful demonstrations to collect before the policy runs
   * @param listener told of each finished episode, on the loop's thread
   */
  public Episode(
      Task task, Scene scene, long first, int demonstrations, Consumer<EpisodeResult> listener) {
    this(task, scene, first, demonstrations, listener, new EpisodeStats(false));
  }

  private Episode(
      Task task,
      Scene scene,
      long first,
      int demonstrations,
      Consumer<EpisodeResult> listener,
      EpisodeStats stats) {
    this.task = task;
    this.stats = stats;
    this.scene = scene;
    this.listener = listener;
    visible = new Visibility(task);
    rest = Rest.of(task);
    judge = new Judge(task);
    number = first;
    start = first;
    demonstrationsLeft = demonstrations;
    demonstration = demonstrations > 0;
  }

  /**
   * The same of a policy that is judged by itself: an episode that is cut short, helped, or ended
   * by a person's word counts as one that it did not solve.
   */
  public static Episode alone(
      Task task, Scene scene, long first, Consumer<EpisodeResult> listener) {
    return new Episode(task, scene, first, 0, listener, new EpisodeStats(true));
  }

  /**
   * One step: judges what the last action led to and decides what this step may do. {@code chosen}
   * written: its command, and zeros where the action may not run.
   */
  public void advance(long now_ns, StateFrame state, Objects objects, Choice chosen) {
    outcome = null;
    if (phaseStart_ns == 0) phaseStart_ns = now_ns;
    if (chosen.estop) stop(now_ns, chosen);
    else if (chosen.landing) land(now_ns, chosen);
    else if (chosen.paused && phase != Phase.RUNNING) still(chosen, Command.HOLD);
    else go(now_ns, state, objects, chosen);
    if (chosen.frame.command == Command.HOME.ordinal())
      scene.nameHome(start, state, chosen.frame.action);
    phaseSteps++;
  }

  /** Whatever the phase: a stop outruns everything. */
  private void stop(long now_ns, Choice chosen) {
    if (phase == Phase.RUNNING) end(Outcome.ABORTED, Command.ESTOP, now_ns, chosen);
    else still(chosen, Command.ESTOP);
  }

  /** What was flown until then is over. */
  private void land(long now_ns, Choice chosen) {
    if (phase == Phase.RUNNING) end(Outcome.ABORTED, Command.LAND, now_ns, chosen);
    else still(chosen, Command.LAND);
  }

  private void go(long now_ns, StateFrame state, Objects objects, Choice chosen) {
    switch (phase) {
      case HOMING -> home(now_ns, state, chosen);
      case SETTLING -> settle(now_ns, state, objects, chosen);
      case RUNNING -> run(now_ns, state, objects, chosen);
    }
  }

  private void home(long now_ns, StateFrame state, Choice chosen) {
    boolean robot = visible.robot(now_ns, state);
    still(chosen, robot ? Command.HOME : Command.HOLD);
    // The first frame may still tell of the rest before this homing.
    if (robot && phaseSteps > 0 && scene.home(state)) {
      scene.placeObject(start);
      enter(Phase.SETTLING, now_ns);
    } else if (!late && now_ns - phaseStart_ns > HOMING_PATIENCE_NS) {
      late = true;
      LOG.warn(
          "episode {}: not at the reset pose after 10 s (controller mode {}, {}); trying on",
          number,
          Mode.of(state.mode),
          robot ? "state fresh" : "state stale");
    }
  }

  private void settle(long now_ns, StateFrame state, Objects objects, Choice chosen) {
    still(chosen, Command.HOLD);
    boolean rests = rest.reached(state, objects);
    boolean ready =
        visible.robot(now_ns, state)
            && visible.object(now_ns, objects)
            && scene.placed(objects)
            && rests
            && phaseSteps >= SETTLE_STEPS;
    // Without a policy only a demonstration can start, or a person who has taken over.
    boolean person = chosen.frame.source == Source.PERSON.ordinal();
    boolean someone = demonstration || person || chosen.frame.policy_version > 0;
    if (ready && someone) begin(now_ns);
    else if (!ready && phaseSteps > 0 && phaseSteps % PLACE_AGAIN_STEPS == 0)
      placeAgain(state, objects);
  }

  private void placeAgain(StateFrame state, Objects objects) {
    scene.placeObject(start);
    if (late) return;
    late = true;
    LOG.warn(
        "episode {}: object at {} m and fingers {} m open do not come to rest; placing it again",
        number,
        Arrays.toString(objects.p_base_object_m),
        state.width_m);
  }

  private void begin(long now_ns) {
    steps = 0;
    interventions = 0;
    interventionSteps = 0;
    helping = false;
    rested = false;
    stalled = false;
    enter(Phase.RUNNING, now_ns);
  }

  private void run(long now_ns, StateFrame state, Objects objects, Choice chosen) {
    if (steps == 0) phaseStart_ns = now_ns;
    boolean seen = visible.robot(now_ns, state) && visible.object(now_ns, objects);
    // The action went stale before this step came: the arm stood still meanwhile, unasked.
    boolean lost = steps > 0 && judge.failed(state, objects);
    stalled |= !seen && !lost || (steps > 0 && !rested && state.mode == Mode.HOLD.ordinal());
    if (!seen && !lost || chosen.markedAbort || chosen.markedAgain)
      end(Outcome.ABORTED, Command.HOLD, now_ns, chosen);
    else if (steps > 0 && solved(state, objects, chosen))
      end(Outcome.SUCCESS, Command.HOME, now_ns, chosen);
    else if (lost || chosen.markedFailure) end(Outcome.FAILURE, Command.HOME, now_ns, chosen);
    else if (steps >= task.episode_steps()) end(Outcome.TIME_OUT, Command.HOME, now_ns, chosen);
    else if (chosen.paused) rest(chosen);
    else act(chosen);
  }

  private boolean solved(StateFrame state, Objects objects, Choice chosen) {
    boolean judged = judge.succeeded(state, objects);
    marked = !judged && chosen.markedSuccess;
    return judged || marked;
  }

  /** The episode waits with the robot: no step, nothing recorded. */
  private void rest(Choice chosen) {
    rested = true;
    still(chosen, Command.HOLD);
  }

  private void act(Choice chosen) {
    rested = false;
    chosen.frame.command = Command.ACT.ordinal();
    policyVersion = chosen.frame.policy_version;
    boolean helped = !demonstration && chosen.frame.source != Source.POLICY.ordinal();
    if (helped) interventionSteps++;
    if (helped && !helping) interventions++;
    helping = helped;
    steps++;
    stats.step();
  }

  /** A person took over within the step that runs. */
  public void helped() {
    if (phase != Phase.RUNNING || demonstration || helping) return;
    interventionSteps++;
    interventions++;
    helping = true;
  }

  private void end(Outcome how, Command next, long now_ns, Choice chosen) {
    outcome = how;
    still(chosen, next);
    EpisodeResult result =
        new EpisodeResult(
            number,
            demonstration,
            how,
            steps,
            interventions,
            interventionSteps,
            (now_ns - phaseStart_ns) * 1e-9,
            policyVersion,
            stalled,
            byPerson(how, chosen));
    stats.ended(result);
    if (demonstration && result.success()) demonstrationsLeft--;
    listener.accept(result);
    number++;
    if (!chosen.markedAgain) start = number;
    demonstration = demonstrationsLeft > 0;
    enter(Phase.HOMING, now_ns);
  }

  /** A mark outruns the task's own judge only where that says nothing. */
  private boolean byPerson(Outcome how, Choice chosen) {
    return switch (how) {
      case ABORTED -> chosen.estop || chosen.landing || chosen.markedAbort || chosen.markedAgain;
      case SUCCESS -> marked;
      case FAILURE -> chosen.markedFailure;
      case TIME_OUT -> false;
    };
  }

  private void enter(Phase next, long now_ns) {
    phase = next;
    phaseSteps = -1; // advance() counts this step too
    phaseStart_ns = now_ns;
    late = false;
  }

  private static void still(Choice chosen, Command command) {
    chosen.frame.command = command.ordinal();
    Arrays.fill(chosen.frame.action, 0);
  }

  /** What the next step is for; within a step, until {@link #advance}, what this one is for. */
  public Phase phase() {
    return phase;
  }

  /** How the episode ended in this step; null while it goes on. */
  public Outcome outcome() {
    return outcome;
  }

  /** Number of the episode that runs or comes next. */
  public long number() {
    return number;
  }

  /** Actions executed so far in this episode. */
  public int steps() {
    return steps;
  }

  /** Whether the person shows this episode from the first step to the last. */
  public boolean demonstration() {
    return demonstration;
  }

  /** What the episodes so far amount to. */
  public EpisodeStats stats() {
    return stats;
  }
}
