package reins.policy.cockpit;

import java.util.Arrays;
import reins.contract.config.Deployment;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Episode;
import reins.policy.human.Deflection;
import reins.policy.human.Device;
import reins.policy.human.Engagement;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.PersonAction;
import reins.policy.human.Silence;
import reins.policy.human.Speech;
import reins.policy.human.Word;
import reins.policy.observe.Objects;

/**
 * Where the pages' messages become a person: one of them commands, the others watch; while the
 * commander moves a device the robot is theirs, otherwise it is whoever's it was before.
 *
 * <p>A commander who falls silent while driving loses the robot as {@link Silence} says; a closed
 * page loses it in the next step. Whoever else plays the person, a device beside the page say, has
 * it while no page drives.
 *
 * <p>Threads: any; the actor's loop in {@link #poll}. Nothing here waits.
 */
final class Desk implements Person {
  private static final String WATCHING = "viewer";

  /**
   * How the desk stands, for the picture.
   *
   * @param device that drives, or did last
   * @param stalls how often a driving page fell silent
   * @param sentences typed so far
   * @param sentence the last of them
   * @param longestReturn_ns the most that went by from its last message to the step without it
   */
  record Standing(
      int commander,
      int asking,
      int viewers,
      boolean engaged,
      boolean paused,
      String why,
      String device,
      long takeOvers,
      long stalls,
      long longestReturn_ns,
      long linkLosses,
      long sentences,
      String sentence) {}

  private final Person other;
  private final Journal journal;
  private final Pulse pulse;
  private final Tally tally;
  private final Silence silence;
  private final Pause pause;
  private final Speech speech;
  private final double width_max_m;
  private final PersonAction action;
  private final Engagement engagement = new Engagement();
  private final Intent intent = new Intent();
  private final Seat seat = new Seat();
  private final boolean revisable;
  private final Deflection hands;
  private final double[] axes = new double[PersonAction.AXES];
  private final double[] whole = new double[PersonAction.AXES];
  private Runnable news = () -> {};
  private int grip;
  private int wish;
  private Device device = Device.KEYBOARD;
  private boolean driving;
  private double takenAt;
  private long step_ns;
  private boolean lost;
  private long takeOvers;
  private String lastDevice = Device.KEYBOARD.label();
  private long linkLosses;
  private long sentences;
  private String sentence = "";

  /**
   * An empty desk.
   *
   * @param other who plays the person while nobody at a page does
   */
  Desk(
      Deployment config,
      Person other,
      LinkLoss whenLost,
      Pause pause,
      Journal journal,
      Pulse pulse,
      Tally tally) {
    this.other = other;
    this.pause = pause;
    this.journal = journal;
    this.pulse = pulse;
    this.tally = tally;
    silence = new Silence(whenLost, config.task().periodNs());
    speech = new Speech(journal, pause);
    width_max_m = config.width_max_m();
    action = new PersonAction(config);
    revisable = config.task().action().displacement();
    hands = new Deflection(config.task().periodNs());
  }

  /** Told, on a page's thread, when there is something that need not wait for the next step. */
  synchronized void onNews(Runnable listener) {
    news = listener;
  }

  /** A page opens; the first one commands. Returns whether there is room for it. */
  synchronized boolean join(Viewer viewer) {
    return seat.join(viewer);
  }

  /** A number for a new page. */
  synchronized int nextNumber() {
    return seat.nextNumber();
  }

  /** A page closes. */
  synchronized void leave(Viewer viewer) {
    if (!seat.leave(viewer)) return;
    if (engagement.engaged()) lose();
    drop();
    news.run();
  }

  /** Takes a sound message. */
  synchronized void accept(Viewer viewer, InputFrame frame, long now_ns) {
    if (frame.seq() <= viewer.seq) {
      tally.repeated.increment();
      return;
    }
    viewer.seq = frame.seq();
    hurry(viewer, frame);
    boolean anew = frame.said() != null && frame.said() > viewer.taken;
    // A sentence commands nothing: late or not, it is stored.
    if (anew && frame.text() != null) type(viewer, frame, now_ns);
    if (!pulse.recent(frame.ack(), now_ns)) {
      tally.late.increment();
      return;
    }
    viewer.heard_ns = now_ns;
    if (anew && frame.word() != null) hear(viewer, frame, now_ns);
    if (seat.commands(viewer)) move(frame, now_ns);
  }

  /**
   * A stop is a stop, however late and however many messages came before it, and so is a pause. A
   * page says it again and again until it sees it done: that is one.
   */
  synchronized void hurry(Viewer viewer, InputFrame frame) {
    Word before = viewer.urgent;
    viewer.urgent = frame.word() != null && frame.word().urgent() ? frame.word() : null;
    if (viewer.urgent == null || viewer.urgent == before) return;
    if (viewer.urgent == Word.PAUSE && !seat.commands(viewer)) {
      tally.notCommander.increment();
      return;
    }
    speech.say(viewer.urgent, by(viewer, frame));
    news.run();
  }

  /** A page says a word again and again until it is shown its number as heard: that is one. */
  private void hear(Viewer viewer, InputFrame frame, long now_ns) {
    viewer.taken = frame.said();
    Word word = frame.word();
    if (!seat.commands(viewer)) {
      if (word != Word.ASK) tally.notCommander.increment();
      else if (seat.ask(viewer, now_ns)) drop();
    } else if (word == Word.GIVE) {
      if (seat.give()) drop();
    } else if (word != Word.ASK) speech.say(word, by(viewer, frame));
  }

  private String by(Viewer viewer, InputFrame frame) {
    if (!seat.commands(viewer)) return WATCHING;
    return (frame.by() == null ? frame.device() : frame.by()).label();
  }

  /** Whoever watches may say what was wrong. */
  private void type(Viewer viewer, InputFrame frame, long now_ns) {
    if (!viewer.mayType(now_ns)) {
      tally.tooMany.increment();
      return;
    }
    viewer.taken = frame.said();
    speech.type(frame.text(), seat.commands(viewer) ? Device.KEYBOARD.label() : WATCHING);
    sentences++;
    sentence = frame.text();
  }

  private void move(InputFrame frame, long now_ns) {
    boolean gripped = grip != frame.grip();
    device = frame.device();
    grip = frame.grip();
    double[] read = frame.axes();
    boolean has = engagement.read(now_ns, device, read, grip != 0, frame.hold());
    // A tap is over before the step that it is for.
    if (has && grip != 0) wish = grip;
    boolean moved = has != driving || !Arrays.equals(read, axes) || gripped;
    System.arraycopy(read, 0, axes, 0, axes.length);
    hands.hold(now_ns, read);
    if (has && moved) news.run();
  }

  @Override
  public synchronized Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
    Intent others = other.poll(now_ns, state, objects, episode);
    watch(now_ns);
    step_ns = now_ns;
    if (revisable) hands.begin(now_ns);
    notice(now_ns, state, episode);
    if (driving) drive(now_ns);
    else follow(others);
    if (!revisable) hands.begin(now_ns);
    speak(now_ns, others, episode);
    return intent;
  }

  @Override
  public synchronized Intent revise(long now_ns, StateFrame state, Episode episode) {
    boolean stop = speech.said(Word.ESTOP) || other.stopped();
    if (!driving && !engagement.engaged() && !stop) return other.revise(now_ns, state, episode);
    if (!stop && !revisable) return null;
    intent.estop = stop;
    // The hand of a page that has gone is at rest; the step after this one takes the robot back.
    if (driving && !engagement.engaged()) hands.rest(now_ns);
    else notice(now_ns, state, episode);
    if (driving) drive(now_ns);
    return intent;
  }

  private void watch(long now_ns) {
    long silent_ns = engagement.engaged() ? seat.silent_ns(now_ns) : 0;
    if (silence.lost(silent_ns)) lose();
  }

  private void drop() {
    engagement.drop();
    wish = 0;
  }

  private void lose() {
    drop();
    silence.forget();
    linkLosses++;
    lost = true;
    pause.lost(silence.whenLost(), "The link to the person who was driving was lost.");
  }

  /** Onsets and releases, as the loop sees them. */
  private void notice(long now_ns, StateFrame state, Episode episode) {
    boolean has = engagement.engaged();
    takenAt = driving && now_ns != step_ns ? takenAt : 0;
    if (has && !driving) {
      if (revisable) takenAt = hands.takeOver(now_ns);
      action.begin(state, width_max_m);
      takeOvers++;
      journal.write(step_ns, "onset", device.label(), episode);
    }
    if (!has && driving)
      journal.write(now_ns, lost ? "link lost" : "release", device.label(), episode);
    lost = false;
    driving = has;
  }

  /**
   * A short tap moves the robot a little, not a whole step. Where a step cannot be revised, it is
   * the mean since the one before.
   */
  private void drive(long now_ns) {
    if (revisable) hands.whole(now_ns, whole);
    else hands.mean(now_ns, whole);
    other.letGo();
    intent.engaged = true;
    intent.source = Source.PERSON;
    intent.device = lastDevice = device.label();
    intent.takenAt = takenAt;
    action.write(whole, wish, intent.action);
    wish = 0;
  }

  private void follow(Intent others) {
    intent.follow(others);
    if (others.engaged && others.source == Source.PERSON) lastDevice = others.device;
  }

  private void speak(long now_ns, Intent others, Episode episode) {
    intent.repeat(others);
    speech.tell(now_ns, episode, intent);
    intent.paused |= pause.on() || silence.stalled();
    intent.landing |= pause.landing();
  }

  /** How the desk stands. */
  synchronized Standing standing() {
    return new Standing(
        seat.commander(),
        seat.asking(),
        seat.viewers().length,
        engagement.engaged(),
        pause.on(),
        pause.why(),
        lastDevice,
        takeOvers,
        silence.stalls(),
        silence.longestReturn_ns(),
        linkLosses,
        sentences,
        sentence);
  }

  /** The open pages. */
  synchronized Viewer[] viewers() {
    return seat.viewers();
  }
}
