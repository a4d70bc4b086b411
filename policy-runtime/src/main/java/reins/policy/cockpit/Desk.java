package reins.policy.cockpit;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
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
  /** Pages at a time. */
  static final int MAX_VIEWERS = 8;

  private static final long SEAT_EMPTY_NS = 2_000_000_000;

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
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private final boolean revisable;
  private final Deflection hands;
  private final double[] axes = new double[PersonAction.AXES];
  private final double[] whole = new double[PersonAction.AXES];
  private Runnable news = () -> {};
  private int grip;
  private Device device = Device.KEYBOARD;
  private Viewer commander;
  private int numbers;
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
    if (viewers.size() >= MAX_VIEWERS) return false;
    viewers.add(viewer);
    if (commander == null) commander = viewer;
    return true;
  }

  /** A number for a new page. */
  synchronized int nextNumber() {
    return ++numbers;
  }

  /** A page closes. */
  synchronized void leave(Viewer viewer) {
    viewers.remove(viewer);
    if (viewer != commander) return;
    if (engagement.engaged()) lose();
    seat(asker());
    news.run();
  }

  /** Takes a sound message. */
  synchronized void accept(Viewer viewer, InputFrame frame, long now_ns) {
    if (frame.seq() <= viewer.seq) {
      tally.repeated.increment();
      return;
    }
    viewer.seq = frame.seq();
    // A stop is a stop, however late.
    if (frame.word() == Word.ESTOP) {
      speech.say(Word.ESTOP);
      news.run();
    }
    if (!pulse.recent(frame.ack(), now_ns)) {
      tally.late.increment();
      return;
    }
    viewer.heard_ns = now_ns;
    if (frame.text() != null) type(viewer, frame.text(), now_ns);
    if (viewer == commander) command(frame, now_ns);
    else if (frame.word() == Word.ASK) ask(viewer, now_ns);
    else if (frame.word() != null && frame.word() != Word.ESTOP) tally.notCommander.increment();
  }

  /** Whoever watches may say what was wrong. */
  private void type(Viewer viewer, String text, long now_ns) {
    if (!viewer.mayType(now_ns)) {
      tally.tooMany.increment();
      return;
    }
    speech.type(text, viewer == commander ? Device.KEYBOARD.label() : "viewer");
    sentences++;
    sentence = text;
  }

  private void ask(Viewer viewer, long now_ns) {
    viewer.asking = true;
    boolean empty = commander == null || now_ns - commander.heard_ns > SEAT_EMPTY_NS;
    if (empty) seat(viewer);
  }

  private Viewer asker() {
    for (Viewer viewer : viewers) if (viewer.asking) return viewer;
    return null;
  }

  private void seat(Viewer viewer) {
    commander = viewer;
    engagement.drop();
    if (viewer != null) viewer.asking = false;
  }

  private void command(InputFrame frame, long now_ns) {
    if (frame.word() == Word.GIVE) {
      if (asker() != null) seat(asker());
      return;
    }
    if (frame.word() != null && frame.word() != Word.ASK) speech.say(frame.word());
    boolean gripped = grip != frame.grip();
    device = frame.device();
    grip = frame.grip();
    double[] read = frame.axes();
    boolean has = engagement.read(now_ns, device, read, grip != 0, frame.hold());
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
    boolean stop = speech.said(Word.ESTOP);
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
    long silent_ns = engagement.engaged() ? now_ns - commander.heard_ns : 0;
    if (silence.lost(silent_ns)) lose();
  }

  private void lose() {
    engagement.drop();
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
    action.write(whole, grip, intent.action);
  }

  private void follow(Intent others) {
    intent.engaged = others.engaged;
    intent.source = others.source;
    intent.device = others.device;
    if (others.engaged && others.source == Source.PERSON) lastDevice = others.device;
    System.arraycopy(others.action, 0, intent.action, 0, intent.action.length);
  }

  private void speak(long now_ns, Intent others, Episode episode) {
    intent.markedSuccess = others.markedSuccess;
    intent.markedFailure = others.markedFailure;
    intent.markedAbort = others.markedAbort;
    intent.markedAgain = others.markedAgain;
    intent.estop = others.estop;
    speech.tell(now_ns, device.label(), episode, intent);
    intent.paused = others.paused || pause.on() || silence.stalled();
    intent.landing = others.landing || pause.landing();
  }

  /** How the desk stands. */
  synchronized Standing standing() {
    return new Standing(
        commander == null ? 0 : commander.number,
        asker() == null ? 0 : asker().number,
        viewers.size(),
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
    return viewers.toArray(Viewer[]::new);
  }
}
