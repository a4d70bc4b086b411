package reins.sim.world;

/**
 * What lies in front of the arm: a free cube on the table.
 *
 * @param timestep_s simulated time of one step
 * @param cube_half_m half of the cube's edge
 * @param cube_friction sliding friction of cube against table
 * @param tip_friction sliding friction of the rubber finger tips; the greater one of a pair counts
 * @param x_m where the cube lies after a reset
 * @param y_m where the cube lies after a reset
 */
public record CubeScene(
    double timestep_s,
    double cube_half_m,
    double cube_mass_kg,
    double cube_friction,
    double tip_friction,
    double x_m,
    double y_m) {
  /**
   * The 4 cm, 100 g cube of the published pick-cube tasks at 1 kHz.
   *
   * <p>Source: SERL, franka_sim, panda_pick_gym_env.py and its scene (size, mass).
   */
  public static CubeScene pickCube() {
    return new CubeScene(0.001, 0.02, 0.1, 0.6, 1.2, 0.45, 0.0);
  }
}
