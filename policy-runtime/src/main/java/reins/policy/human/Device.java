package reins.policy.human;

/** What a person moves the robot with. */
public enum Device {
  /** Keys: pressed or not. */
  KEYBOARD(1),
  /** Sticks whose rest is never quite zero. */
  GAMEPAD(3),
  /** Dragging the tool in the picture. */
  MOUSE(1),
  /** Sticks drawn on the screen. */
  STICKS(1);

  private final int onsetFrames;

  Device(int onsetFrames) {
    this.onsetFrames = onsetFrames;
  }

  /** Readings in a row above the onset that make a person: one spike of a sensor is none. */
  int onsetFrames() {
    return onsetFrames;
  }
}
