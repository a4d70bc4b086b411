package reins.policy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.contract.config.Task;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Source;
import reins.policy.cockpit.Access;
import reins.policy.cockpit.Cockpit;
import reins.policy.cockpit.Moment;
import reins.policy.device.Devices;
import reins.policy.device.Hands;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.HoverScene;
import reins.policy.episode.RosScene;
import reins.policy.episode.Scene;
import reins.policy.episode.StartPlaces;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Verdict;
import reins.policy.link.GrpcLink;
import reins.policy.link.LearnerView;
import reins.policy.link.Ledger;
import reins.policy.link.Spool;
import reins.policy.observe.Cameras;
import reins.policy.observe.RosCamera;
import reins.policy.observe.RosTracker;
import reins.policy.observe.Trackers;
import reins.policy.record.TransitionSink;
import reins.ros.log4j.RosoutAppender;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * One run of the policy process against a rig: connects, paces the loop, reports, and takes
 * everything down again.
 *
 * <p>Threads: {@link #run} on the process's main thread; {@link #stop} from any.
 */
public final class Session {
  private static final Logger LOG = LogManager.getLogger(Session.class);
  private static final double BUDGET_SHARE = 0.25;
  private static final long SAY_EVERY_NS = 5_000_000_000L;
  private static final long ROTATE_BYTES = 8 << 20;
  private static final long FLUSH_MS = 3000;

  /** Training seeds are small; the starts of evaluations begin here. */
  private static final long UNSEEN = 1_000_000;

  /**
   * How this run differs from another of the same rig.
   *
   * @param evaluate episodes to run with the policy file alone; 0: learn
   * @param policy file to evaluate, else null
   * @param json file for the last line, or null
   * @param held devices that a person holds
   * @param performance to act instead of either, else null
   */
  record Options(
      long seed,
      boolean operator,
      int evaluate,
      Path policy,
      Path spool,
      Path json,
      CockpitDoor cockpit,
      HeldDevices held,
      Performance performance) {}

  /**
   * The devices that a person holds.
   *
   * @param rig file beside whose folder theirs are
   * @param whenLost what becomes of the robot when one, or the page, dies while it drives; null:
   *     what the rig says
   */
  record HeldDevices(Path rig, List<String> names, LinkLoss whenLost) {
    static final HeldDevices NONE = new HeldDevices(null, List.of(), null);
  }

  /**
   * Where the operator's page is.
   *
   * @param port -1: nowhere
   * @param chosen by the person who started the process: a taken port is then an error, not a
   *     warning
   * @param access who may open it
   */
  record CockpitDoor(int port, boolean chosen, Access access) {
    static final int PORT = 8090;
    static final CockpitDoor SHUT = new CockpitDoor(-1, false, Access.loopback());
  }

  private final Workplace place;
  private final Deployment config;
  private final Task task;
  private final PolicySpec spec;
  private final Options options;
  private volatile boolean stopping;
  private int ended;

  Session(Workplace place, Options options) {
    this.place = place;
    config = place.deployment();
    this.options = options;
    task = config.task();
    spec = PolicySpec.of(task);
  }

  /**
   * One that acts a performance once and then ends.
   *
   * @param folder where what a person says at the page is kept
   * @param port of the page on loopback; null: where it usually is, if that is free
   */
  public static Session of(Workplace place, Performance performance, Path folder, Integer port) {
    int at = port == null ? CockpitDoor.PORT : port;
    CockpitDoor door = new CockpitDoor(at, port != null, Access.loopback());
    return new Session(
        place,
        new Options(
            0, false, 0, null, folder.resolve("spool"), null, door, HeldDevices.NONE, performance));
  }

  /** Asks {@link #run} to hold the robot, flush, and return. */
  public void stop() {
    stopping = true;
  }

  /**
   * Runs until stopped, or until the evaluation or the performance is over.
   *
   * <p>Errors: {@link ConfigException} for what a person has to change.
   */
  public void run() throws Exception {
    if (options.evaluate > 0) evaluate();
    else if (options.performance != null) perform(options.performance);
    else learn();
  }

  private void evaluate() throws Exception {
    try (PolicyStore policies = store(Exploration.none())) {
      Verdict verdict = policies.offer(PolicyStore.AS_THE_FILE_SAYS, read(options.policy));
      if (!verdict.accepted())
        throw new ConfigException("policy " + options.policy + ": " + verdict.reason());
      watched("eval", new NoPerson(), policies, parts -> ActorLoop.evaluating(parts, 1));
    }
  }

  /** As a demonstration is given: from the first step to the last. */
  private void perform(Performance what) throws Exception {
    try (PolicyStore nobody = store(Exploration.none())) {
      watched("play", what.actor(), nobody, parts -> ActorLoop.learning(parts, 1, 1));
    }
  }

  /** What no learner hears of, while a person may watch. */
  private void watched(
      String what, Person actor, PolicyStore policies, Function<ActorLoop.Parts, ActorLoop> made)
      throws Exception {
    Pause pause = new Pause();
    try (ConnectedNode node = connect("reins_policy_" + what);
        RosoutAppender _ = node == null ? null : RosoutAppender.attach(node);
        Journal journal = new Journal(options.spool.resolveSibling(what + ".jsonl"));
        Cockpit cockpit = cockpit(actor, pause, journal, node);
        ExchangeDoor door = door()) {
      Exchange exchange = node == null ? null : door.await(() -> stopping);
      if (exchange == null) return;
      Person person = cockpit == null ? actor : cockpit.person();
      TransitionSink sink =
          options.performance == null ? TransitionSink.NONE : options.performance.sink();
      ActorLoop loop = made.apply(parts(node, exchange, person, sink, policies, UNSEEN));
      StepClock clock = clock();
      Summary summary = new Summary(loop, policies, clock, null);
      StepPace pace = new StepPace(clock);
      if (cockpit != null) cockpit.onNews(pace::news);
      if (cockpit != null) cockpit.use(exchange);
      Runnable afterStep =
          () -> {
            if (cockpit != null) cockpit.show(moment(loop, clock, LearnerView.NONE));
          };
      run(loop, door, clock, pace, summary, afterStep, cockpit);
      finish(summary, what);
    }
  }

  private static byte[] read(Path policy) {
    try {
      if (Files.size(policy) > PolicySpec.MAX_BYTES)
        throw new ConfigException(policy + ": expected at most " + PolicySpec.MAX_BYTES + " bytes");
      return Files.readAllBytes(policy);
    } catch (IOException e) {
      throw new ConfigException(policy + ": cannot be read: " + e.getMessage());
    }
  }

  private void learn() throws Exception {
    Pause pause = new Pause();
    try (Spool spool = Spool.open(options.spool, spec.fingerprint(), ROTATE_BYTES);
        PolicyStore policies = store(Exploration.sampled(options.seed));
        GrpcLink link = new GrpcLink(place.link(), spec, spool, policies);
        ConnectedNode node = connect("reins_policy");
        RosoutAppender _ = node == null ? null : RosoutAppender.attach(node);
        Devices devices = devices(node);
        ExchangeDoor door = door();
        Journal journal = new Journal(options.spool.resolve("person.jsonl"));
        Cockpit cockpit = cockpit(hands(devices, pause, journal), pause, journal, node)) {
      Exchange exchange = node == null ? null : door.await(() -> stopping);
      if (exchange == null) return;
      Ledger ledger = new Ledger(options.spool);
      Person person = cockpit == null ? hands(devices, pause, journal) : cockpit.person();
      ActorLoop.Parts parts = parts(node, exchange, person, spool, policies, 0);
      ActorLoop loop = ActorLoop.learning(parts, ledger.firstEpisode(), demonstrations(ledger));
      StepClock clock = clock();
      Summary summary = new Summary(loop, policies, clock, spool);
      StepPace pace = new StepPace(clock);
      devices.onNews(pace::news);
      if (cockpit != null) cockpit.onNews(pace::news);
      Runnable afterStep =
          () -> {
            ledger.note(loop.stats());
            if (cockpit != null) cockpit.show(moment(loop, clock, link.learner()));
          };
      if (cockpit != null) cockpit.use(exchange);
      run(loop, door, clock, pace, summary, afterStep, cockpit);
      link.close(FLUSH_MS);
      finish(summary, "policy");
    }
  }

  private PolicyStore store(Exploration exploration) {
    return new PolicyStore(spec, (long) (BUDGET_SHARE * task.periodNs()), exploration);
  }

  private ExchangeDoor door() {
    return new ExchangeDoor(Path.of(place.exchange().path()));
  }

  private StepClock clock() {
    return new StepClock(task.periodNs(), System.nanoTime());
  }

  private Person person() {
    return options.operator ? new ScriptedOperator(config, options.seed) : new NoPerson();
  }

  private Devices devices(ConnectedNode node) {
    List<String> names = node == null ? List.of() : options.held.names;
    return names.isEmpty() ? Devices.none() : Devices.open(options.held.rig, config, node, names);
  }

  /** Whoever acts beside the page: devices, and the script where none is moved. */
  private Person hands(Devices devices, Pause pause, Journal journal) {
    if (devices.hands().isEmpty()) return person();
    Hands.Setup setup = new Hands.Setup(person(), whenLost(), pause, journal);
    return new Hands(config, setup, devices.hands());
  }

  /** The operator's page; null where there is none. */
  private Cockpit cockpit(Person other, Pause pause, Journal journal, ConnectedNode node) {
    CockpitDoor where = options.cockpit;
    if (where.port < 0 || node == null) return null;
    Cockpit.Options how =
        new Cockpit.Options(where.access, where.port, whenLost(), pause, journal, node);
    try {
      Cockpit cockpit = Cockpit.open(place, other, how);
      LOG.info("cockpit: {}", cockpit.address());
      return cockpit;
    } catch (ConfigException e) {
      if (where.chosen) throw e;
      LOG.warn("no cockpit: {}", e.getMessage());
      return null;
    }
  }

  private LinkLoss whenLost() {
    LinkLoss chosen = options.held.whenLost;
    if (chosen == null)
      return LinkLoss.valueOf(place.cockpit().link_lost().toUpperCase(Locale.ROOT));
    if (chosen == LinkLoss.LAND && config instanceof RigConfig.Resolved)
      throw new ConfigException("--link-lost land: expected hold or policy: an arm does not land");
    return chosen;
  }

  private Moment moment(ActorLoop loop, StepClock clock, LearnerView learner) {
    Episode episode = loop.episode();
    return new Moment(
        episode.phase(),
        episode.number(),
        episode.steps(),
        episode.demonstration(),
        Source.values()[loop.chosen().frame.source],
        loop.policyVersion(),
        loop.proposed().action.clone(),
        loop.objects().p_base_object_m.clone(),
        loop.stats(),
        loop.recorded(),
        loop.interventionsRecorded(),
        clock.missed(),
        options.evaluate > 0,
        learner);
  }

  private int demonstrations(Ledger ledger) {
    if (!options.operator) return 0;
    return Math.max(0, task.learning().demonstrations() - ledger.earlierDemonstrations());
  }

  private ActorLoop.Parts parts(
      ConnectedNode node,
      Exchange exchange,
      Person person,
      TransitionSink sink,
      PolicyStore policies,
      long seedOffset) {
    long seed = options.seed + seedOffset;
    return switch (config) {
      case RigConfig.Resolved arm -> {
        RosConfig ros = arm.rig().ros();
        Trackers tracker = new RosTracker(node, ros.object_topic());
        Scene scene = new RosScene(node, ros.scene_topic(), places(arm, seed));
        yield new ActorLoop.Parts(
            config, exchange, tracker, person, scene, sink, policies, this::ended);
      }
      case FlightTask.Resolved flight ->
          new ActorLoop.Parts(
              config,
              exchange,
              gate(flight.task().reward()),
              camera(node, flight.task()),
              person,
              new HoverScene(flight, seed),
              sink,
              policies,
              this::ended);
    };
  }

  private StartPlaces places(RigConfig.Resolved arm, long seed) {
    if (options.performance == null) return new StartPlaces(arm.task(), seed);
    return StartPlaces.only(options.performance.p_base_object_m());
  }

  /** A gate stands where the task says. */
  private static Trackers gate(Goal.Gate gate) {
    return out -> {
      System.arraycopy(gate.p_world_gate_m(), 0, out.p_base_object_m, 0, 3);
      out.stamp_ns = System.nanoTime();
    };
  }

  private Cameras camera(ConnectedNode node, FlightTask flown) {
    if (flown.cameras().isEmpty()) return Cameras.NONE;
    return new RosCamera(node, place.camera_topic(), flown.cameras().getFirst());
  }

  private void ended(EpisodeResult result) {
    if (options.performance != null) options.performance.ended().accept(result);
    int episodes = options.performance == null ? options.evaluate : 1;
    if (episodes > 0 && ++ended == episodes) stopping = true;
  }

  /** A node; waits for the master, null where told to stop first. */
  private ConnectedNode connect(String name) throws InterruptedException {
    URI master = URI.create(place.master_uri());
    boolean said = false;
    while (!stopping) {
      try {
        return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
      } catch (IllegalStateException e) {
        if (!said) LOG.info("waiting for the ROS master at {}: {}", master, e.getMessage());
        said = true;
        Thread.sleep(500);
      }
    }
    return null;
  }

  private void run(
      ActorLoop loop,
      ExchangeDoor door,
      StepClock clock,
      StepPace pace,
      Summary summary,
      Runnable afterStep,
      Cockpit cockpit) {
    long said_ns = System.nanoTime();
    Grounded grounded = new Grounded(place);
    try {
      while (!stopping) {
        pace.await(() -> stopping, loop::revise);
        long now_ns = System.nanoTime();
        clock.begin(now_ns);
        loop.step(now_ns);
        afterStep.run();
        grounded.look(now_ns, loop.state());
        Exchange renewed = door.renewed(now_ns, loop.state().stamp_ns);
        if (renewed != null) loop.use(renewed);
        if (renewed != null && cockpit != null) cockpit.use(renewed);
        if (now_ns - said_ns > SAY_EVERY_NS) {
          said_ns = now_ns;
          LOG.info(summary.line());
        }
      }
    } finally {
      loop.hold(System.nanoTime());
    }
  }

  private void finish(Summary summary, String bench) throws IOException {
    LOG.info("done: {}", summary.line());
    if (options.json == null) return;
    Files.writeString(
        options.json,
        summary.json(bench, task.name(), options.seed) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
