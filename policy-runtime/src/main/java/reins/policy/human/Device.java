package reins.policy.human;

import java.util.Locale;

/** What a person moves the robot with from a page. */
public enum Device {
  /** Keys: pressed or not. */
  KEYBOARD(1),
  /** Sticks whose rest is never quite zero. */
  GAMEPAD(3),
  /** Dragging the tool in the picture. */
  MOUSE(1),
  /** Sticks drawn on the screen. */
  STICKS(1),
  /** Buttons drawn on the page. */
  BUTTON(1);

  private final int onsetFrames;

  Device(int onsetFrames) {
    this.onsetFrames = onsetFrames;
  }

  /** What it is called. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Readings in a row above the onset that make a person: one spike of a sensor is none. */
  int onsetFrames() {
    return onsetFrames;
  }
}
