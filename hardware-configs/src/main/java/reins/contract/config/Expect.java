package reins.contract.config;

import java.util.List;
import java.util.Set;

/** The checks of the configuration records; each failure says which key and what was expected. */
final class Expect {
  /** A published table is rounded. */
  private static final double ROUNDING = 1e-9;

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

  /**
   * An inertia tensor xx, yy, zz, xy, xz, yz that some distribution of mass has: its second moments
   * {@code S = tr(I) / 2 - I} are nowhere negative, which is the triangle inequality of the
   * principal moments, and makes them positive.
   *
   * <p>Source: Wensing, Kim, Slotine, Linear Matrix Inequalities for Physically Consistent Inertial
   * Parameter Identification, RA-L 2018.
   */
  static void rigidInertia(double[] inertia, String key) {
    length(inertia, 6, key);
    double half = (inertia[0] + inertia[1] + inertia[2]) / 2;
    double xx = half - inertia[0], yy = half - inertia[1], zz = half - inertia[2];
    double xy = -inertia[3], xz = -inertia[4], yz = -inertia[5];
    double xyMinor = xx * yy - xy * xy, xzMinor = xx * zz - xz * xz, yzMinor = yy * zz - yz * yz;
    double det = xx * yzMinor - xy * (xy * zz - xz * yz) + xz * (xy * yz - xz * yy);
    double slack = ROUNDING * half;
    that(
        Math.min(xx, Math.min(yy, zz)) >= -slack
            && Math.min(xyMinor, Math.min(xzMinor, yzMinor)) >= -slack * half
            && det >= -slack * half * half,
        key,
        "expected a rigid body's inertia: no principal moment above the sum of the other two");
  }

  static void notBlank(String text, String key) {
    that(!text.isBlank(), key, "expected a name");
  }

  /** A graph name from the root: the namespace of a process must not move a robot's topics. */
  static void topic(String name, String key) {
    that(
        name.matches("/[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*)*"),
        key,
        "expected a ROS name such as /joint_states, got '" + name + "'");
  }

  /** Names of which none is blank and none comes twice. */
  static List<String> names(List<String> names, String key) {
    for (String name : names) notBlank(name, key);
    that(
        !names.isEmpty() && Set.copyOf(names).size() == names.size(),
        key,
        "expected names, each once");
    return List.copyOf(names);
  }

  /** The two fingers of a parallel gripper. */
  static List<String> fingers(List<String> names) {
    that(names.size() == 2, "joint_names", "expected the two fingers, got " + names.size());
    return names(names, "joint_names");
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
