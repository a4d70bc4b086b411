package reins.policy.device;

import java.util.EnumMap;
import java.util.Map;
import reins.contract.config.DeviceConfig;
import reins.contract.config.Press;
import reins.policy.human.Word;

/**
 * What a device's axes and buttons mean: six bounded deflections, the gripper's wish, and the words
 * whose buttons went down.
 *
 * <p>Threads: one owner.
 */
final class Controls {
  private final DeviceConfig.Motion motion;
  private final DeviceConfig.Buttons buttons;
  private final Map<Word, Press> words = new EnumMap<>(Word.class);
  private final Map<Word, Boolean> down = new EnumMap<>(Word.class);

  Controls(DeviceConfig.Sticks device) {
    motion = device.motion();
    buttons = device.buttons();
    words.put(Word.PAUSE, buttons.pause());
    words.put(Word.SUCCESS, buttons.success());
    words.put(Word.FAILURE, buttons.failure());
    words.put(Word.ABORT, buttons.abort());
    words.put(Word.AGAIN, buttons.again());
    words.put(Word.ESTOP, buttons.estop());
  }

  /** {@code out} [6] in [-1, 1] written; false where the reading lacks an axis or is no number. */
  boolean deflections(double[] axes, double[] out) {
    for (int i = 0; i < out.length; i++) {
      int axis = motion.axes()[i];
      if (axis >= axes.length) return false;
      double value = axis < 0 ? 0 : motion.gains()[i] * axes[axis];
      if (!Double.isFinite(value)) return false;
      out[i] = Math.clamp(value, -1, 1);
    }
    return true;
  }

  /** 1 to close, -1 to open, 0 to leave the gripper. */
  int grip(double[] axes, boolean[] pressed) {
    boolean close = buttons.close().in(axes, pressed);
    boolean open = buttons.open().in(axes, pressed);
    return close == open ? 0 : close ? 1 : -1;
  }

  /** Whether the person holds on, moving or not. */
  boolean hold(double[] axes, boolean[] pressed) {
    return buttons.hold().in(axes, pressed);
  }

  /**
   * Whether the word's button went down since the last reading. What is down in the first one was
   * not pressed for us, but a stop is a stop.
   */
  boolean said(Word word, double[] axes, boolean[] pressed) {
    if (!words.containsKey(word)) return false;
    boolean now = words.get(word).in(axes, pressed);
    Boolean before = down.put(word, now);
    return now && (before == null ? word == Word.ESTOP : !before);
  }
}
