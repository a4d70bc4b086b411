package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Pictures of a simulated world, drawn in memory without a window.
 *
 * <p>Threads: only the one that made it, since an OpenGL context belongs to a thread; one at a time
 * per thread. Errors: {@link MujocoMissing} when the machine has no software OpenGL.
 */
public final class Renderer implements AutoCloseable {
  private static final int MAX_GEOMS = 1000;
  private static final int SAMPLES = 8;

  private final Arena arena = Arena.ofConfined();
  private final Model model;
  private final int width;
  private final int height;
  private final OffscreenGl gl;
  private final MemorySegment camera;
  private final MemorySegment option;
  private final MemorySegment scene;
  private final MemorySegment context;
  private final MemorySegment rect;
  private final MemorySegment pixels;

  /**
   * Opens a context for pictures of one size and uploads the model's shapes and textures.
   *
   * @param width in pixels
   * @param height in pixels
   * @param fine with shadows and smooth edges, for people; without them a picture costs a tenth,
   *     for policies
   */
  public Renderer(Model model, int width, int height, boolean fine) {
    this.model = model;
    this.width = width;
    this.height = height;
    Layout layout = model.layout();
    gl = OffscreenGl.open(width, height);
    camera = arena.allocate(layout.bytes("mjvCamera"), 8);
    option = arena.allocate(layout.bytes("mjvOption"), 8);
    scene = arena.allocate(layout.bytes("mjvScene"), 8);
    context = arena.allocate(layout.bytes("mjrContext"), 8);
    rect = arena.allocate(MjRender.RECT);
    pixels = arena.allocate(3L * width * height);
    model.offscreen(width, height, fine ? SAMPLES : 0);
    MjRender.defaults(camera, option, scene, context);
    MjRender.make(model.memory(), scene, MAX_GEOMS, context);
    camera.set(JAVA_INT, layout.bytes("mjvCamera.type"), MjRender.CAMERA_FIXED);
    scene.set(
        JAVA_BYTE, layout.bytes("mjvScene.flags"), (byte) (fine ? 1 : 0)); // flag 0 is shadows
    rect.setAtIndex(JAVA_INT, 2, width);
    rect.setAtIndex(JAVA_INT, 3, height);
  }

  /**
   * Draws what a camera of the model sees.
   *
   * <p>Errors: {@link IllegalArgumentException} for an array of the wrong length.
   *
   * @param cameraId from {@link Model#camera}
   * @param rgb [height, width, 3] written, top row first
   */
  public void render(SimState state, int cameraId, byte[] rgb) {
    if (rgb.length != 3 * width * height)
      throw new IllegalArgumentException(
          "rgb: expected " + 3 * width * height + " bytes, got " + rgb.length);
    camera.set(JAVA_INT, model.layout().bytes("mjvCamera.fixedcamid"), cameraId);
    MjRender.updateScene(model.memory(), state.memory(), option, camera, scene);
    MjRender.render(rect, scene, context, pixels);
    // OpenGL's first row is the lowest one.
    for (int row = 0; row < height; row++)
      MemorySegment.copy(
          pixels, JAVA_BYTE, 3L * width * (height - 1 - row), rgb, 3 * width * row, 3 * width);
  }

  /** Frees the context; call it on the thread that made the renderer. */
  @Override
  public void close() {
    MjRender.free(scene, context);
    gl.close();
    arena.close();
  }
}
