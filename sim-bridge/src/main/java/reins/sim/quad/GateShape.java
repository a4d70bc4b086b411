package reins.sim.quad;

import java.util.Locale;
import reins.contract.config.Goal;

/**
 * What a gate looks like: a red frame around its opening. It is seen, not felt: a vehicle that
 * flies through the frame has missed the gate, and that is judged.
 */
final class GateShape {
  private static final double BAR_m = 0.06;
  private static final String RED = "0.9 0.05 0.05 1";

  private GateShape() {}

  /** A body for MuJoCo's world, in the gate's frame. */
  static String mjcf(Goal.Gate gate) {
    double[] p = gate.p_world_gate_m();
    double y = gate.width_m() / 2 + BAR_m, z = gate.height_m() / 2 + BAR_m;
    return String.format(
            Locale.ROOT,
            "<body pos='%s %s %s' quat='%s 0 0 %s'>",
            p[0],
            p[1],
            p[2],
            Math.cos(gate.yaw_rad() / 2),
            Math.sin(gate.yaw_rad() / 2))
        + bar(0, z, y + BAR_m, BAR_m)
        + bar(0, -z, y + BAR_m, BAR_m)
        + bar(y, 0, BAR_m, z)
        + bar(-y, 0, BAR_m, z)
        + "</body>";
  }

  private static String bar(double y, double z, double halfY, double halfZ) {
    return String.format(
        Locale.ROOT,
        "<geom type='box' pos='0 %s %s' size='%s %s %s' rgba='%s' contype='0' conaffinity='0'/>",
        y,
        z,
        BAR_m,
        halfY,
        halfZ,
        RED);
  }
}
