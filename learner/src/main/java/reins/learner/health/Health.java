package reins.learner.health;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import reins.contract.config.Task;
import reins.learner.algo.Agent;
import reins.learner.algo.UpdateStats;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.learner.replay.Sampler;
import reins.learner.replay.SeededRandom;
import reins.learner.run.RunFolder;
import reins.learner.serve.Inbox;

/**
 * Watches a training and says what is wrong with it: a page and a file for scripts in the run
 * folder, renewed with the metrics.
 *
 * <p>Draws from a random state of its own and changes nothing: a watched training has the same bits
 * as one that nobody looks at.
 *
 * <p>Threads: {@link #signs} any; the rest the learner's.
 */
public final class Health {
  private static final int NETWORKS_EVERY = 5; // looks; the others cost next to nothing
  private static final int WINDOW = 20; // looks over which updates and data are compared
  private static final double SMOOTHING = 0.2;
  private static final long SEED = 0x6865616c7468L; // "health"

  private final Task task;
  private final RunFolder run;
  private final LongSupplier clock;
  private final History history;
  private final SeededRandom random = new SeededRandom(SEED);
  private final Map<String, Double> smoothed = new LinkedHashMap<>();
  private final Deque<long[]> updatesAndPaid = new ArrayDeque<>();
  private boolean rewardsKept = true;
  private Agent agent;
  private Inbox inbox;
  private Buffers replay;
  private Sampler sampler;
  private Vitals vitals = Vitals.NONE;
  private long looks;
  private volatile Snapshot snapshot;
  private volatile String broken = "";
  private long arrivals;
  private long arrivedAt_ns;

  /**
   * What is known between two looks.
   *
   * @param waiting updates that the data has paid for and that were not made yet
   * @param hungry the learner waits for data
   * @param demoRatio share of a batch that is demonstrations, as the algorithm wants it
   * @param keptUp updates made by updates paid for, lately; NaN: nothing was paid for
   */
  record Snapshot(
      Map<String, Double> metrics,
      Vitals vitals,
      long updates,
      long waiting,
      double keptUp,
      boolean hungry,
      long online,
      int onlineSize,
      int demonstrationSize,
      double personShare,
      double successSteps,
      double demoRatio,
      boolean hasCritics,
      boolean rewardsKept) {}

  /** Watches one run. */
  public Health(Task task, RunFolder run) {
    this(task, run, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param clock nanoseconds, never backwards
   */
  public Health(Task task, RunFolder run, LongSupplier clock) {
    this.task = task;
    this.run = run;
    this.clock = clock;
    history = new History(task.learning().discount());
    arrivedAt_ns = clock.getAsLong();
  }

  /** The same intake, overheard. */
  public Intake overhear(Intake intake) {
    rewardsKept = intake.keepsRewards();
    return history.overhear(intake);
  }

  /** Says what to watch. */
  public void watch(Agent agent, Inbox inbox, Buffers replay, Sampler sampler) {
    this.agent = agent;
    this.inbox = inbox;
    this.replay = replay;
    this.sampler = sampler;
    arrivals = inbox.stored();
    snapshot = snap();
  }

  /** Takes the metrics of an update, and renews page and file. */
  public void look(UpdateStats stats) {
    stats.values().forEach(this::smooth);
    if (looks++ % NETWORKS_EVERY == 0)
      vitals = Vitals.take(agent, history, task.learning(), random);
    updatesAndPaid.addLast(new long[] {sampler.drawn(), sampler.paid()});
    if (updatesAndPaid.size() > WINDOW) updatesAndPaid.removeFirst();
    refresh();
  }

  private void smooth(String name, double value) {
    smoothed.merge(name, value, (old, v) -> old + SMOOTHING * (v - old));
  }

  /** Renews page and file where no update does. */
  public void refresh() {
    snapshot = snap();
    write();
  }

  /** An update gave a number that is none: the last page says so. */
  public void broke(UpdateStats.NotFinite what) {
    broken = what.getMessage();
    refresh();
  }

  private void write() {
    List<Sign> signs = signs();
    run.show("health.html", HealthPage.html(task.name(), snapshot.updates(), signs));
    run.show("health.json", HealthPage.json(task.name(), snapshot.updates(), signs));
  }

  private Snapshot snap() {
    return new Snapshot(
        Map.copyOf(smoothed),
        vitals,
        agent.updates(),
        sampler.paid() - sampler.drawn(),
        keptUp(),
        !sampler.ready(),
        history.online(),
        replay.online().size(),
        replay.demonstration().size(),
        history.personShare(),
        history.successSteps(),
        sampler.demoRatio(),
        agent.critics().isPresent(),
        rewardsKept);
  }

  private double keptUp() {
    if (updatesAndPaid.isEmpty()) return Double.NaN;
    long[] first = updatesAndPaid.getFirst();
    long[] last = updatesAndPaid.getLast();
    return last[1] == first[1] ? Double.NaN : (double) (last[0] - first[0]) / (last[1] - first[1]);
  }

  /** Everything that is looked at, as it is now. */
  public List<Sign> signs() {
    return new Examination(task, snapshot, quiet_s(), broken).signs();
  }

  /** Updates at the last look. */
  public long updates() {
    return snapshot.updates();
  }

  /** The task's name. */
  public String task() {
    return task.name();
  }

  /** Seconds since the last step was seen to have come. */
  private synchronized double quiet_s() {
    long now_ns = clock.getAsLong();
    if (inbox.stored() != arrivals) {
      arrivals = inbox.stored();
      arrivedAt_ns = now_ns;
    }
    return (now_ns - arrivedAt_ns) * 1e-9;
  }
}
