package reins.sim.quad;

import reins.contract.config.CameraTerm;
import reins.policy.observe.Cameras;
import reins.policy.observe.Images;
import reins.sim.mujoco.Renderer;

/**
 * The camera on a simulated vehicle's nose: thirty pictures a second of virtual time.
 *
 * <p>Threads: the one that made it.
 */
public final class FlightEye implements Cameras, AutoCloseable {
  /** Between two pictures. */
  public static final long PERIOD_ns = 1_000_000_000L / 30;

  private final QuadWorld world;
  private final int vehicle;
  private final Renderer renderer;
  private final byte[] rgb;
  private long stamp_ns;

  /**
   * The eye of a vehicle.
   *
   * <p>Errors: {@link reins.sim.mujoco.MujocoMissing} without OpenGL.
   */
  FlightEye(QuadWorld world, int vehicle, CameraTerm camera) {
    this.world = world;
    this.vehicle = vehicle;
    renderer = world.eye(camera.width(), camera.height());
    rgb = new byte[camera.numbers()];
  }

  /** Takes a picture if one is due. Returns whether it did. */
  public boolean tick(long now_ns) {
    if (stamp_ns != 0 && now_ns - stamp_ns < PERIOD_ns) return false;
    // The beat does not drift with the ticks it falls on, unless it was missed altogether.
    boolean beats = stamp_ns != 0 && now_ns - stamp_ns < 2 * PERIOD_ns;
    stamp_ns = beats ? stamp_ns + PERIOD_ns : now_ns;
    world.look(vehicle, renderer, rgb);
    return true;
  }

  /** [H, W, 3] the newest picture. */
  public byte[] rgb() {
    return rgb;
  }

  @Override
  public void latest(Images out) {
    if (stamp_ns == 0) return;
    out.stamp_ns = stamp_ns;
    System.arraycopy(rgb, 0, out.rgb, 0, rgb.length);
  }

  @Override
  public void close() {
    renderer.close();
  }
}
