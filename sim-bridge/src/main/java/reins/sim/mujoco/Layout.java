package reins.sim.mujoco;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Byte offsets and sizes in MuJoCo's structures, which differ from version to version; {@code
 * src/main/c/layout_probe.c} prints the file of a version.
 */
final class Layout {
  /** Versions with a layout file, as {@code mj_version()} numbers them. */
  static final List<Integer> SUPPORTED = List.of(222);

  private final Properties values;

  private Layout(Properties values) {
    this.values = values;
  }

  /** Errors: {@link MujocoMissing} for a version without a layout file. */
  static Layout forVersion(int version, String library) {
    if (!SUPPORTED.contains(version))
      throw new MujocoMissing(
          library
              + " is MuJoCo "
              + dotted(version)
              + ", expected "
              + SUPPORTED.stream().map(Layout::dotted).collect(Collectors.joining(" or "))
              + "; install it with: "
              + MujocoLibrary.INSTALL);
    Properties values = new Properties();
    try (InputStream in = Layout.class.getResourceAsStream("mujoco-" + version + ".properties")) {
      values.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("layout of MuJoCo " + version, e);
    }
    return new Layout(values);
  }

  /** MuJoCo numbers 2.2.2 as 222. */
  private static String dotted(int version) {
    return version / 100 + "." + version / 10 % 10 + "." + version % 10;
  }

  /** Offset of a field ({@code mjData.qpos}) or size of a structure ({@code mjData}), in bytes. */
  long bytes(String key) {
    String value = values.getProperty(key);
    if (value == null)
      throw new IllegalArgumentException("no " + key + " in the layout of this MuJoCo");
    return Long.parseLong(value);
  }
}
