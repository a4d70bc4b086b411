package reins.policy.device;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import reins.contract.config.Deployment;
import reins.contract.config.DeviceConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.human.Deflection;
import reins.policy.human.Engagement;
import reins.policy.human.PersonAction;
import reins.policy.human.Word;

/**
 * A device that springs back: its deflection is how fast the robot moves.
 *
 * <p>Such a device sends while it is deflected and is silent at rest, so silence at rest is rest,
 * and silence while deflected is a device that died. Where the task moves single joints, only its
 * buttons count.
 *
 * <p>Threads: {@link #accept} on the device's, the rest on the actor's loop.
 */
public final class StickHand implements Hand, StickFeed {
  /** Readings in a row above the onset that make a person. */
  private static final int ONSET_READINGS = 3;

  private static final double[] REST = new double[PersonAction.AXES];

  private final String name;
  private final Controls controls;
  private final PersonAction action;
  private final double width_max_m;
  private final Engagement engagement = new Engagement();
  private final Deflection deflection;
  private final boolean revisable;
  private final Set<Word> said = EnumSet.noneOf(Word.class);
  private final double[] axes = new double[PersonAction.AXES];
  private final double[] before = new double[PersonAction.AXES];
  private final double[] whole = new double[PersonAction.AXES];
  private Runnable news = () -> {};
  private boolean resting = true;
  private int wish;
  private long heard_ns;
  private long malformed;

  /** A device that has not been heard of. */
  public StickHand(DeviceConfig.Sticks device, Deployment config) {
    name = device.name();
    controls = new Controls(device);
    action = new PersonAction(config);
    width_max_m = config.width_max_m();
    deflection = new Deflection(config.task().periodNs());
    revisable = config.task().action().displacement();
  }

  /** Told, on the device's thread, when there is something that need not wait for the next step. */
  public synchronized void onNews(Runnable listener) {
    news = listener;
  }

  @Override
  public synchronized void accept(long now_ns, double[] raw, boolean[] buttons) {
    if (!controls.deflections(raw, axes)) {
      malformed++;
      return;
    }
    heard_ns = now_ns;
    for (Word word : Word.values()) if (controls.said(word, raw, buttons)) said.add(word);
    if (stopped()) news.run();
    int grip = controls.grip(raw, buttons);
    boolean hold = controls.hold(raw, buttons);
    boolean had = engagement.engaged();
    boolean has = engagement.read(now_ns, ONSET_READINGS, axes, grip != 0, hold);
    if (has && grip != 0) wish = grip;
    deflection.hold(now_ns, axes);
    if (has && (!had || grip != 0 || !Arrays.equals(axes, before))) news.run();
    System.arraycopy(axes, 0, before, 0, axes.length);
    // Minus zero is zero too.
    resting = !hold && Arrays.stream(axes).allMatch(a -> a == 0);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void step(long now_ns) {
    // What cannot be revised is the mean over the step before, driving or not.
    if (!revisable) deflection.mean(now_ns, whole);
    deflection.begin(now_ns);
  }

  @Override
  public synchronized boolean held(long now_ns) {
    if (resting) engagement.read(now_ns, ONSET_READINGS, REST.clone(), false, false);
    return engagement.engaged();
  }

  @Override
  public synchronized long silent_ns(long now_ns) {
    return resting ? 0 : now_ns - heard_ns;
  }

  @Override
  public synchronized double begin(long now_ns, StateFrame state) {
    action.begin(state, width_max_m);
    return revisable ? deflection.takeOver(now_ns) : 0;
  }

  @Override
  public synchronized void act(long now_ns, double[] out) {
    if (revisable) deflection.whole(now_ns, whole);
    action.write(whole, wish, out);
    wish = 0;
  }

  @Override
  public boolean revisable() {
    return revisable;
  }

  @Override
  public synchronized boolean stopped() {
    return said.contains(Word.ESTOP);
  }

  @Override
  public synchronized void speak(Consumer<Word> to) {
    said.forEach(to);
    said.clear();
  }

  @Override
  public synchronized void drop() {
    engagement.drop();
    wish = 0;
  }

  /** Readings that were not this device's, or no numbers. */
  public synchronized long malformed() {
    return malformed;
  }
}
