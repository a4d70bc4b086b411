package reins.sim.world;

import static reins.sim.world.ArmMjcf.text;

/**
 * A place in the air, to be seen and not to be felt.
 *
 * @param p_base_object_m [3] after a reset
 * @param radius_m of the ball that shows it
 */
public record MarkerScene(double[] p_base_object_m, double radius_m) implements TableScene {
  @Override
  public String object() {
    return """
        <body name="object" mocap="true" pos="%s">
          <geom class="seen" type="sphere" size="%s" material="object"/>
        </body>
        """
        .formatted(text(p_base_object_m), radius_m);
  }
}
