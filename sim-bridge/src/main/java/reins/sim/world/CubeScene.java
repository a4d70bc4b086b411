package reins.sim.world;

import static reins.sim.world.ArmMjcf.text;

/**
 * A free cube on the table.
 *
 * @param cube_half_m half of the cube's edge
 * @param cube_friction sliding friction of cube against table
 * @param tip_friction sliding friction of the rubber finger tips; the greater one of a pair counts
 * @param x_m where the cube lies after a reset
 * @param y_m where the cube lies after a reset
 */
public record CubeScene(
    double cube_half_m,
    double cube_mass_kg,
    double cube_friction,
    double tip_friction,
    double x_m,
    double y_m)
    implements TableScene {
  /**
   * The 4 cm, 100 g cube of the published pick-cube tasks.
   *
   * <p>Source: SERL, franka_sim, panda_pick_gym_env.py and its scene (size, mass).
   */
  public static CubeScene pickCube() {
    return new CubeScene(0.02, 0.1, 0.6, 1.2, 0.45, 0.0);
  }

  @Override
  public double[] p_base_object_m() {
    return new double[] {x_m, y_m, cube_half_m};
  }

  @Override
  public String object() {
    return """
        <body name="object" pos="%s">
          <freejoint name="object"/>
          <geom name="cube" type="box" size="%s" mass="%s" contype="1" conaffinity="2" condim="4" friction="%s 0.005 0.0001" material="object"/>
        </body>
        """
        .formatted(
            text(p_base_object_m()),
            text(cube_half_m, cube_half_m, cube_half_m),
            cube_mass_kg,
            cube_friction);
  }
}
