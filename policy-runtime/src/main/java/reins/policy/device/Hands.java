package reins.policy.device;

import java.util.List;
import reins.contract.config.Deployment;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Episode;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.Silence;
import reins.policy.human.Speech;
import reins.policy.human.Word;
import reins.policy.observe.Objects;

/**
 * The devices beside the page as one person: the first that somebody moves has the robot until it
 * is let go, the others must come to rest meanwhile. Words may come from any of them.
 *
 * <p>What happens within a step changes the step, as it does at a page.
 *
 * <p>A page that drives comes first: {@link #letGo}. A device that falls silent while it drives
 * loses the robot as {@link Silence} says.
 *
 * <p>Threads: the actor's loop.
 */
public final class Hands implements Person {
  private final List<Hand> hands;
  private final Person other;
  private final Pause pause;
  private final Journal journal;
  private final Speech speech;
  private final Silence silence;
  private final Intent intent = new Intent();
  private Hand driver;
  private boolean lost;
  private long step_ns;
  private long takeOvers;
  private long releases;
  private long linkLosses;

  /**
   * What the hands share with whoever else plays the person.
   *
   * @param other plays it while no hand does
   */
  public record Setup(Person other, LinkLoss whenLost, Pause pause, Journal journal) {}

  /** Hands over one robot. */
  public Hands(Deployment config, Setup setup, List<? extends Hand> hands) {
    this.hands = List.copyOf(hands);
    other = setup.other;
    pause = setup.pause;
    journal = setup.journal;
    speech = new Speech(setup.journal, setup.pause);
    silence = new Silence(setup.whenLost, config.task().periodNs());
  }

  @Override
  public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
    Intent others = other.poll(now_ns, state, objects, episode);
    step_ns = now_ns;
    for (Hand hand : hands) hand.step(now_ns);
    if (silence.lost(driver == null ? 0 : driver.silent_ns(now_ns))) lose();
    release(now_ns, episode);
    intent.takenAt = 0;
    choose(now_ns, state, episode, false);
    if (driver == null) intent.follow(others);
    else drive(now_ns);
    speak(now_ns, others, episode);
    return intent;
  }

  @Override
  public Intent revise(long now_ns, StateFrame state, Episode episode) {
    boolean stop = stopped();
    // One that let go within the step is at rest; the step after this one takes the robot back.
    if (driver == null) choose(now_ns, state, episode, true);
    if (!stop && (driver == null || !driver.revisable())) return null;
    if (driver != null) drive(now_ns);
    intent.estop = stop;
    return intent;
  }

  private void lose() {
    driver.drop();
    lost = true;
    linkLosses++;
    pause.lost(silence.whenLost(), "The " + driver.name() + " that was driving fell silent.");
  }

  private void release(long now_ns, Episode episode) {
    if (driver == null || driver.held(now_ns)) return;
    journal.write(now_ns, lost ? "link lost" : "release", driver.name(), episode);
    releases++;
    lost = false;
    driver = null;
    silence.forget();
  }

  private void choose(long now_ns, StateFrame state, Episode episode, boolean within) {
    for (Hand hand : hands) {
      boolean held = hand.held(now_ns) && (hand.revisable() || !within);
      if (driver == null && held) {
        driver = hand;
        intent.takenAt = driver.begin(now_ns, state);
        takeOvers++;
        journal.write(step_ns, "onset", hand.name(), episode);
      }
    }
    if (driver != null) for (Hand hand : hands) if (hand != driver) hand.drop();
  }

  private void drive(long now_ns) {
    other.letGo();
    intent.engaged = true;
    intent.source = Source.PERSON;
    intent.device = driver.name();
    driver.act(now_ns, intent.action);
  }

  private void speak(long now_ns, Intent others, Episode episode) {
    intent.repeat(others);
    for (Hand hand : hands) hand.speak(word -> say(word, hand.name()));
    speech.tell(now_ns, episode, intent);
    intent.paused |= pause.on() || silence.stalled();
    intent.landing |= pause.landing();
  }

  /** One button pauses and lets go on. */
  private void say(Word word, String device) {
    speech.say(word == Word.PAUSE && pause.on() ? Word.START : word, device);
  }

  @Override
  public boolean stopped() {
    return hands.stream().anyMatch(Hand::stopped) || other.stopped();
  }

  @Override
  public void letGo() {
    for (Hand hand : hands) hand.drop();
    other.letGo();
  }

  /** How often somebody took over by a device. */
  public long takeOvers() {
    return takeOvers;
  }

  /** How often they let go, or the device was lost. */
  public long releases() {
    return releases;
  }

  /** How often a device died while it drove. */
  public long linkLosses() {
    return linkLosses;
  }
}
