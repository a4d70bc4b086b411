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

  private final FlightLockstep flight;
  private final Renderer renderer;
  private final byte[] rgb;
  private long stamp_ns;

  /**
   * The eye of the first vehicle.
   *
   * <p>Errors: {@link reins.sim.mujoco.MujocoMissing} without OpenGL.
   */
  public FlightEye(FlightLockstep flight, CameraTerm camera) {
    this.flight = flight;
    renderer = flight.world().eye(camera.width(), camera.height());
    rgb = new byte[camera.numbers()];
  }

  /** Takes a picture if one is due. Returns whether it did. */
  public boolean tick() {
    if (stamp_ns != 0 && flight.now_ns() - stamp_ns < PERIOD_ns) return false;
    // The beat does not drift with the ticks it falls on.
    stamp_ns = stamp_ns == 0 ? flight.now_ns() : stamp_ns + PERIOD_ns;
    flight.world().look(0, renderer, rgb);
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
