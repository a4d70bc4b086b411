package reins.sim.world;

import static reins.sim.world.ArmMjcf.text;

import reins.contract.config.Goal;

/**
 * A block with a square hole through it that stands where it is put, and a square peg that the
 * closed fingers hold so firmly that it belongs to the hand. Peg and hole have sharp edges.
 *
 * <p>The peg weighs next to nothing: a rig for a real one states it as payload.
 *
 * @param p_base_object_m [3] the hole's mouth after a reset; its height is the block's
 */
public record PegScene(double[] p_base_object_m, Goal.Insert peg) implements TableScene {
  /** MuJoCo asks for some mass wherever there is a shape: a milligram. */
  private static final String FEATHER =
      "<inertial pos=\"0 0 0\" mass=\"1e-6\" diaginertia=\"1e-10 1e-10 1e-10\"/>";

  private static final double BLOCK_HALF_M = 0.05;
  private static final double FRICTION = 0.3; // of dry metals that slide
  private static final double ABOVE_TOOL_M = 0.012;

  @Override
  public double opening_m(double width_max_m) {
    return Math.min(peg.edge_m(), width_max_m);
  }

  @Override
  public String held() {
    double half_m = peg.edge_m() / 2;
    return FEATHER
        + geom(
            "felt",
            text(0, 0, (peg.reach_m() - ABOVE_TOOL_M) / 2),
            text(half_m, half_m, (peg.reach_m() + ABOVE_TOOL_M) / 2),
            "object");
  }

  @Override
  public String object() {
    double hole_half_m = (peg.edge_m() + peg.clearance_m()) / 2;
    double wall_half_m = (BLOCK_HALF_M - hole_half_m) / 2;
    double off_m = hole_half_m + wall_half_m;
    double down_m = p_base_object_m[2] / 2;
    StringBuilder walls = new StringBuilder();
    for (int side = -1; side <= 1; side += 2)
      walls
          .append(wall(side * off_m, 0, down_m, wall_half_m, BLOCK_HALF_M))
          .append(wall(0, side * off_m, down_m, hole_half_m, wall_half_m));
    return "<body name=\"object\" mocap=\"true\" pos=\""
        + text(p_base_object_m)
        + "\">"
        + walls
        + "</body>";
  }

  private static String wall(double x_m, double y_m, double down_m, double halfX, double halfY) {
    return geom("block", text(x_m, y_m, -down_m), text(halfX, halfY, down_m), "shell");
  }

  private static String geom(String kind, String pos, String size, String material) {
    return "\n<geom class=\"%s\" type=\"box\" pos=\"%s\" size=\"%s\" friction=\"%s\" material=\"%s\"/>"
        .formatted(kind, pos, size, FRICTION, material);
  }
}
