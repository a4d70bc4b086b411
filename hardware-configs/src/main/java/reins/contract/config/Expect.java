package reins.contract.config;

import java.util.List;

/** The checks of the configuration records; each failure says which key and what was expected. */
final class Expect {
  private Expect() {}

  static void that(boolean condition, String key, String expected) {
    if (!condition) throw new ConfigException(key + ": " + expected);
  }

  static void positive(double value, String key) {
    that(Double.isFinite(value) && value > 0, key, "expected a number > 0, got " + value);
  }

  static void nonNegative(double value, String key) {
    that(Double.isFinite(value) && value >= 0, key, "expected a number >= 0, got " + value);
  }

  static void within(double value, double low, double high, String key) {
    that(
        value >= low && value <= high,
        key,
        "expected a number from %s to %s, got %s".formatted(low, high, value));
  }

  static void length(double[] values, int length, String key) {
    that(values.length == length, key, "expected " + length + " numbers, got " + values.length);
    for (double value : values) that(Double.isFinite(value), key, "expected finite numbers");
  }

  static void notBlank(String text, String key) {
    that(!text.isBlank(), key, "expected a name");
  }

  /** An axis-aligned box: low[i] &lt; high[i] on every axis. */
  static void box(double[] low, double[] high, String lowKey, String highKey) {
    length(low, 3, lowKey);
    length(high, 3, highKey);
    for (int i = 0; i < 3; i++)
      that(low[i] < high[i], highKey, "expected every axis above " + lowKey);
  }

  static void oneOf(String value, List<String> allowed, String key) {
    that(allowed.contains(value), key, "expected one of " + allowed + ", got '" + value + "'");
  }
}
