package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is pressed: a button, or an axis that is pushed to one side, such as a cross's.
 *
 * @param kind where to look
 * @param index of the button or axis
 * @param sign of the axis
 */
public record Press(Kind kind, int index, int sign) {
  /** Where a press is seen. */
  public enum Kind {
    /** Never. */
    NONE,
    /** A button is down. */
    BUTTON,
    /** An axis is beyond half its way. */
    AXIS
  }

  private static final double HALF_WAY = 0.5;
  private static final Pattern BUTTON = Pattern.compile("button (\\d{1,2})");
  private static final Pattern AXIS = Pattern.compile("axis (\\d{1,2}) ([+-])");

  /** Reads {@code button N}, {@code axis N +}, {@code axis N -} or {@code none}. */
  @JsonCreator
  public static Press of(String text) {
    if (text.equals(DeviceConfig.NONE)) return new Press(Kind.NONE, 0, 0);
    Matcher button = BUTTON.matcher(text);
    if (button.matches()) return new Press(Kind.BUTTON, Integer.parseInt(button.group(1)), 0);
    Matcher axis = AXIS.matcher(text);
    Expect.that(
        axis.matches(),
        "buttons",
        "expected 'button N', 'axis N +', 'axis N -' or 'none', got '" + text + "'");
    int sign = axis.group(2).equals("+") ? 1 : -1;
    return new Press(Kind.AXIS, Integer.parseInt(axis.group(1)), sign);
  }

  /** Whether it is pressed now; what the device does not have is not. */
  public boolean in(double[] axes, boolean[] buttons) {
    return switch (kind) {
      case NONE -> false;
      case BUTTON -> index < buttons.length && buttons[index];
      case AXIS -> index < axes.length && sign * axes[index] > HALF_WAY;
    };
  }
}
