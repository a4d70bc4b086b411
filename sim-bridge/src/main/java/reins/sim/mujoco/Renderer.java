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

  private final Arena arena = Arena.ofConfined();
  private final Model model;
  private final OffscreenGl gl;
  private final MemorySegment camera;
  private final MemorySegment option;
  private final MemorySegment scene;
  private final MemorySegment context;
  private final MemorySegment rect;
  private final MemorySegment pixels;

  /**
   * Opens a context and uploads the model's shapes and textures.
   *
   * @param shadows they cost about half of the drawing time
   */
  public Renderer(Model model, boolean shadows) {
    this.model = model;
    Layout layout = model.layout();
    gl = OffscreenGl.open(model.offWidth(), model.offHeight());
    camera = arena.allocate(layout.bytes("mjvCamera"), 8);
    option = arena.allocate(layout.bytes("mjvOption"), 8);
    scene = arena.allocate(layout.bytes("mjvScene"), 8);
    context = arena.allocate(layout.bytes("mjrContext"), 8);
    rect = arena.allocate(MjRender.RECT);
    pixels = arena.allocate(3L * model.offWidth() * model.offHeight());
    MjRender.defaults(camera, option, scene, context);
    MjRender.make(model.memory(), scene, MAX_GEOMS, context);
    camera.set(JAVA_INT, layout.bytes("mjvCamera.type"), MjRender.CAMERA_FIXED);
    scene.set(
        JAVA_BYTE, layout.bytes("mjvScene.flags"), (byte) (shadows ? 1 : 0)); // flag 0 is shadows
  }

  /**
   * Draws what a camera of the model sees.
   *
   * <p>Errors: {@link IllegalArgumentException} for a picture larger than the model's off-screen
   * buffer, or an array of the wrong length.
   *
   * @param cameraId from {@link Model#camera}
   * @param rgb [height, width, 3] written, top row first
   */
  public void render(SimState state, int cameraId, int width, int height, byte[] rgb) {
    if (width > model.offWidth() || height > model.offHeight())
      throw new IllegalArgumentException(
          width
              + "x"
              + height
              + " pixels: expected at most "
              + model.offWidth()
              + "x"
              + model.offHeight());
    if (rgb.length != 3 * width * height)
      throw new IllegalArgumentException(
          "rgb: expected " + 3 * width * height + " bytes, got " + rgb.length);
    camera.set(JAVA_INT, model.layout().bytes("mjvCamera.fixedcamid"), cameraId);
    rect.setAtIndex(JAVA_INT, 2, width);
    rect.setAtIndex(JAVA_INT, 3, height);
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
