package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Command;
import reins.contract.exchange.Source;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Phase;
import reins.policy.human.Device;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.Word;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

/** A desk in the actor's loop over a simulated arm, under a clock of the test's own. */
abstract class DeskStage {
  private static final long FRAME_NS = 20_000_000;

  @TempDir Path dir;
  final RigConfig.Resolved config = Rigs.simFranka();
  final FakeArm arm = new FakeArm(config, 1);
  final Pulse pulse = new Pulse();
  final Tally tally = new Tally();
  final List<Transition> recorded = new ArrayList<>();
  final List<EpisodeResult> results = new ArrayList<>();
  final double[] axes = new double[6];
  PolicyStore policies;
  Journal journal;
  Desk desk;
  ActorLoop loop;
  Viewer page;
  Word word;
  String text;
  int grip;
  boolean silent;
  long seq;
  long said;

  @BeforeEach
  void start() {
    journal = new Journal(dir.resolve("person.jsonl"));
    PolicySpec spec = PolicySpec.of(config.task());
    policies = new PolicyStore(spec, Long.MAX_VALUE, Exploration.none());
    policies.offer(1, new OnnxFiles(spec, 1, 16).answering(0, 0, 0, 0).bytes());
    build(LinkLoss.HOLD);
  }

  void build(LinkLoss whenLost) {
    build(whenLost, new NoPerson());
  }

  void build(LinkLoss whenLost, Person other) {
    desk = new Desk(config, other, whenLost, new Pause(), journal, pulse, tally);
    loop =
        ActorLoop.learning(
            new ActorLoop.Parts(
                config, arm.exchange, arm, desk, arm, recorded::add, policies, results::add),
            1,
            0);
    page = new Viewer(desk.nextNumber(), null);
    desk.join(page);
    for (int i = 0; i < 200 && loop.episode().phase() != Phase.RUNNING; i++) step();
    assertEquals(Phase.RUNNING, loop.episode().phase());
    step();
  }

  @AfterEach
  void stop() {
    policies.close();
    journal.close();
  }

  /** One step of the loop, and the page's messages of the period after it. */
  void step() {
    loop.step(arm.now_ns);
    long start_ns = arm.now_ns;
    for (long at = 0; at < config.task().periodNs() && !silent; at += FRAME_NS)
      send(page, start_ns + at);
    arm.period();
  }

  void send(Viewer from, long now_ns) {
    desk.accept(from, frame(++seq, pulse.beat(now_ns)), now_ns);
    word = null;
    text = null;
  }

  InputFrame frame(long number, long ack) {
    boolean counted = text != null || word != null && !word.urgent();
    return new InputFrame(
        number,
        ack,
        axes.clone(),
        grip,
        false,
        Device.KEYBOARD,
        word,
        null,
        counted ? (Long) (++said) : null,
        text);
  }

  void say(Word what) {
    word = what;
    step();
    step();
  }

  int command() {
    return loop.chosen().frame.command;
  }

  boolean personDrives() {
    return loop.chosen().frame.source == Source.PERSON.ordinal()
        && command() == Command.ACT.ordinal();
  }

  /** The page says something in the middle of a step. */
  void sayWithin(long at_ns, double value) {
    axes[1] = value;
    send(page, arm.now_ns + at_ns);
    loop.revise(arm.now_ns + at_ns);
  }
}
