package reins.policy.cockpit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import reins.contract.config.Deployment;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.EpisodeStats;
import reins.policy.link.LearnerView;

/**
 * What the pages show, as JSON: the controller's newest state, the loop's newest step, the desk.
 *
 * <p>Threads: the cockpit's.
 */
final class Picture {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long STALE_NS = 300_000_000;
  private static final long FAULT_SHOWN_NS = 1_500_000_000;
  private static final long HEALTH_EVERY_NS = 500_000_000;

  private final Words words;
  private final int n;
  private final int dim;
  private final StateFrame state = new StateFrame();
  private final long[] faultCounts = new long[Fault.COUNT];
  private final long[] faultSeen_ns = new long[Fault.COUNT];
  private ObjectNode health = MAPPER.createObjectNode();
  private long healthAt_ns;
  private boolean first = true;

  Picture(Deployment config) {
    words = Words.of(config);
    n = config.joints();
    dim = config.task().action().dim();
  }

  /** One picture, without what differs from page to page. */
  String draw(long now_ns, Exchange exchange, Moment moment, Desk.Standing desk, Tally tally) {
    ObjectNode picture = MAPPER.createObjectNode();
    boolean there = exchange.latestState(state) == 0;
    boolean fresh = there && now_ns - state.stamp_ns < STALE_NS;
    Mode mode = Mode.of(state.mode);
    picture.put("fresh", fresh);
    picture.put("mode", mode.name());
    picture.put("modeText", fresh ? words.mode(mode, state.faults) : "No news from the controller");
    picture.put("estop", words.stopped(mode, state.faults));
    picture.put("tone", fresh ? words.tone(mode, state.faults) : "stop");
    picture.put("driver", fresh ? Words.driver(mode, moment.source()) : "nobody");
    body(picture.putObject("body"), mode);
    faults(picture.putArray("safety"), exchange.counters(), now_ns);
    picture.set("health", health(exchange.counters(), now_ns));
    step(picture, moment);
    desk(picture.putObject("desk"), desk, tally);
    return picture.toString();
  }

  private void body(ObjectNode body, Mode mode) {
    put(body.putArray("q_rad"), state.q_rad, n);
    put(body.putArray("p_m"), state.p_base_tool_m, 3);
    put(body.putArray("q_tool"), state.q_base_tool, 4);
    put(body.putArray("p_setpoint_m"), state.p_setpoint_m, 3);
    put(body.putArray("tau_Nm"), state.tau_cmd_Nm, n);
    put(body.putArray("executed"), state.executed, dim);
    body.put("width_m", state.width_m);
    body.put("acting", mode.acting());
  }

  private static void put(ArrayNode array, double[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (Double.isFinite(values[i])) array.add(Math.round(values[i] * 1e5) / 1e5);
      else array.addNull(); // not seen is not the origin
    }
  }

  /** Faults whose counters grew lately: a tick's own bits are gone before a picture sees them. */
  private void faults(ArrayNode lately, Counters counters, long now_ns) {
    for (int bit = 0; bit < Fault.COUNT; bit++) {
      long count = counters.get(bit);
      if (count > faultCounts[bit] && !first) faultSeen_ns[bit] = now_ns;
      faultCounts[bit] = count;
      boolean shown = faultSeen_ns[bit] != 0 && now_ns - faultSeen_ns[bit] < FAULT_SHOWN_NS;
      if (shown) lately.add(words.fault(bit));
    }
    first = false;
  }

  private ObjectNode health(Counters c, long now_ns) {
    if (healthAt_ns != 0 && now_ns - healthAt_ns < HEALTH_EVERY_NS) return health;
    healthAt_ns = now_ns;
    health = MAPPER.createObjectNode();
    health.put("ticks", c.get(Counters.TICKS));
    health.put("wakeup_p99_us", c.percentileUs(Counters.WAKEUP_US, 0.99));
    health.put("tick_p99_9_us", c.percentileUs(Counters.TICK_US, 0.999));
    health.put("skipped", c.get(Counters.SKIPPED));
    health.put("overruns", c.get(Integer.numberOfTrailingZeros(Fault.OVERRUN)));
    health.put("degraded", state.realtime_degraded == 1);
    return health;
  }

  private static void step(ObjectNode picture, Moment m) {
    ObjectNode step = picture.putObject("episode");
    step.put("phase", m.phase().name());
    step.put("number", m.episode());
    step.put("steps", m.steps());
    step.put("demonstration", m.demonstration());
    step.put("evaluation", m.evaluating());
    ArrayNode proposed = picture.putArray("proposed");
    for (float a : m.proposed()) proposed.add(Math.round(a * 1e4) / 1e4);
    put(picture.putArray("object_m"), m.p_base_object_m(), 3);
    picture.put("policy", m.policyVersion());
    learner(picture.putObject("learner"), m.learner());
    counts(picture.putObject("counts"), m);
  }

  private static void learner(ObjectNode out, LearnerView learner) {
    out.put("connected", learner.connected());
    out.put("updates", learner.updates());
    out.put("online", learner.online());
    out.put("demonstration", learner.demonstration());
    out.put("sent", learner.correctionsSent());
    out.put("stored", learner.correctionsStored());
    out.put("differ", learner.differ());
  }

  private static void counts(ObjectNode counts, Moment m) {
    EpisodeStats stats = m.stats();
    counts.put("episodes", stats.policyEpisodes());
    counts.put("demonstrations", stats.demonstrationSuccesses());
    counts.put("recentSuccess", stats.recentSuccessRatio());
    counts.put("recentEpisodes", stats.recentEpisodes());
    counts.put("interventions", stats.interventions());
    counts.put("interventionSteps", stats.interventionSteps());
    counts.put("steps", stats.envSteps());
    counts.put("recorded", m.recorded());
    counts.put("recordedByPerson", m.interventions());
    counts.put("missed", m.missed());
    EpisodeResult last = stats.last();
    if (last != null) counts.put("last", last.outcome().name());
  }

  private static void desk(ObjectNode out, Desk.Standing desk, Tally tally) {
    out.put("commander", desk.commander());
    out.put("asking", desk.asking());
    out.put("viewers", desk.viewers());
    out.put("engaged", desk.engaged());
    out.put("paused", desk.paused());
    out.put("why", desk.why());
    out.put("device", desk.device());
    out.put("takeOvers", desk.takeOvers());
    out.put("stalls", desk.stalls());
    out.put("longestReturn_ms", Math.round(desk.longestReturn_ns() * 1e-6));
    out.put("linkLosses", desk.linkLosses());
    out.put("sentences", desk.sentences());
    out.put("sentence", desk.sentence());
    out.put("refused", tally.sum());
  }
}
