package reins.policy.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Judges what a device says while a person first leaves it alone and then moves it every way.
 *
 * <p>Threads: readings on the device's, the rest on another.
 */
final class SelfTest {
  /**
   * What is expected of a device's values.
   *
   * @param names of the values; null where the device has none
   * @param rest below it a value is at rest
   * @param moved beyond it a value was moved
   * @param silent_ns a device that is moved may be silent for so long
   */
  record Expectation(String[] names, double rest, double moved, long silent_ns) {}

  private final Expectation expected;
  private final double[] newest;
  private final double[] resting;
  private final double[] farthest;
  private boolean moving;
  private boolean deflected;
  private long readings;
  private long unusable;
  private long buttons;
  private long first_ns;
  private long last_ns;
  private long longestSilence_ns;

  SelfTest(Expectation expected) {
    this.expected = expected;
    newest = new double[expected.names.length];
    resting = new double[newest.length];
    farthest = new double[newest.length];
  }

  /** Takes a reading. */
  synchronized void accept(long now_ns, double[] values) {
    if (readings++ == 0) first_ns = now_ns;
    // Silence counts only between two readings of something that is moved.
    else if (deflected) longestSilence_ns = Math.max(longestSilence_ns, now_ns - last_ns);
    last_ns = now_ns;
    System.arraycopy(values, 0, newest, 0, newest.length);
    deflected = false;
    for (int i = 0; i < newest.length; i++) {
      double size = Math.abs(values[i]);
      deflected |= size > expected.rest;
      double[] most = moving ? farthest : resting;
      most[i] = Math.max(most[i], size);
    }
  }

  /** Takes a reading that lacks an axis or is no number. */
  synchronized void unusable() {
    unusable++;
  }

  /** A button went down. */
  synchronized void pressed() {
    buttons++;
  }

  /** The person begins to move it. */
  synchronized void move() {
    moving = true;
    deflected = false;
  }

  /** The newest values, for a person to see. */
  synchronized String show() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < newest.length; i++)
      if (expected.names[i] != null)
        text.append(String.format(Locale.ROOT, "%s %+.2f  ", expected.names[i], newest[i]));
    return text + "readings " + readings + ", presses " + buttons;
  }

  /**
   * What was found.
   *
   * @param now_ns when the test ends
   * @param trouble why nothing may have been heard
   */
  synchronized List<DeviceDoctor.Line> findings(long now_ns, String trouble) {
    if (deflected) longestSilence_ns = Math.max(longestSilence_ns, now_ns - last_ns);
    List<DeviceDoctor.Line> found = new ArrayList<>();
    if (unusable > 0)
      found.add(
          bad(
              "%d readings lack an axis of this file or are no numbers: another device's file?",
              unusable));
    if (readings == 0 && unusable == 0) found.add(bad("nothing was heard: %s", trouble));
    if (readings == 0) return found;
    if (Arrays.stream(farthest).allMatch(v -> v == 0)
        && Arrays.stream(resting).allMatch(v -> v == 0))
      found.add(
          bad(
              "%d readings, every axis zero in all of them: pull it out and plug it in again; one"
                  + " that is paired by radio or Bluetooth sends nothing by its cable",
              readings));
    else judge(found);
    if (longestSilence_ns > expected.silent_ns)
      found.add(
          bad(
              "silent for %.0f ms while it was moved: joy_node needs _autorepeat_rate:=20, a topic"
                  + " a faster publisher",
              longestSilence_ns * 1e-6));
    return found;
  }

  private void judge(List<DeviceDoctor.Line> found) {
    List<String> still = new ArrayList<>();
    for (int i = 0; i < newest.length; i++) {
      if (expected.names[i] == null) continue;
      if (resting[i] > expected.rest)
        found.add(
            bad(
                "%s was at %.3f while nobody touched it; rest is below %.3f: calibrate it",
                expected.names[i], resting[i], expected.rest));
      if (farthest[i] < expected.moved) still.add(expected.names[i]);
    }
    if (!still.isEmpty())
      found.add(bad("never moved beyond %.2f: %s", expected.moved, String.join(", ", still)));
    if (!found.isEmpty()) return;
    double hz = (readings - 1) / Math.max(1e-3, (last_ns - first_ns) * 1e-9);
    found.add(
        new DeviceDoctor.Line(
            true,
            String.format(
                Locale.ROOT,
                "%d readings at %.0f Hz, %d presses; every axis moves; at rest below %.3f",
                readings,
                hz,
                buttons,
                Arrays.stream(resting).max().orElse(0) + 5e-4)));
  }

  private static DeviceDoctor.Line bad(String format, Object... values) {
    return new DeviceDoctor.Line(false, String.format(Locale.ROOT, format, values));
  }
}
