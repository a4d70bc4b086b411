package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** MuJoCo's drawing functions, one downcall each; a GL context must be current. */
final class MjRender {
  static final int CAMERA_FIXED = 2;
  static final int FRAMEBUFFER_OFFSCREEN = 1;
  private static final int CATEGORIES_ALL = 7;
  private static final int FONT_SCALE = 100;

  /** mjrRect, which goes by value. */
  static final MemoryLayout RECT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("left"),
          JAVA_INT.withName("bottom"),
          JAVA_INT.withName("width"),
          JAVA_INT.withName("height"));

  private static final MethodHandle DEFAULT_CAMERA =
      Mj.returnsNothing("mjv_defaultCamera", ADDRESS);
  private static final MethodHandle DEFAULT_OPTION =
      Mj.returnsNothing("mjv_defaultOption", ADDRESS);
  private static final MethodHandle DEFAULT_SCENE = Mj.returnsNothing("mjv_defaultScene", ADDRESS);
  private static final MethodHandle MAKE_SCENE =
      Mj.returnsNothing("mjv_makeScene", ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle FREE_SCENE = Mj.returnsNothing("mjv_freeScene", ADDRESS);
  private static final MethodHandle UPDATE_SCENE =
      Mj.returnsNothing(
          "mjv_updateScene", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle DEFAULT_CONTEXT =
      Mj.returnsNothing("mjr_defaultContext", ADDRESS);
  private static final MethodHandle MAKE_CONTEXT =
      Mj.returnsNothing("mjr_makeContext", ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle FREE_CONTEXT = Mj.returnsNothing("mjr_freeContext", ADDRESS);
  private static final MethodHandle SET_BUFFER =
      Mj.returnsNothing("mjr_setBuffer", JAVA_INT, ADDRESS);
  private static final MethodHandle RENDER =
      Mj.returnsNothing("mjr_render", RECT, ADDRESS, ADDRESS);
  private static final MethodHandle READ_PIXELS =
      Mj.returnsNothing("mjr_readPixels", ADDRESS, ADDRESS, RECT, ADDRESS);

  private MjRender() {}

  static void defaults(
      MemorySegment camera, MemorySegment option, MemorySegment scene, MemorySegment context) {
    try {
      DEFAULT_CAMERA.invokeExact(camera);
      DEFAULT_OPTION.invokeExact(option);
      DEFAULT_SCENE.invokeExact(scene);
      DEFAULT_CONTEXT.invokeExact(context);
    } catch (Throwable t) {
      throw Mj.broken(t);
    }
  }

  static void make(MemorySegment model, MemorySegment scene, int maxGeoms, MemorySegment context) {
    try {
      MAKE_SCENE.invokeExact(model, scene, maxGeoms);
      MAKE_CONTEXT.invokeExact(model, context, FONT_SCALE);
      SET_BUFFER.invokeExact(FRAMEBUFFER_OFFSCREEN, context);
    } catch (Throwable t) {
      throw Mj.broken(t);
    }
  }

  static void free(MemorySegment scene, MemorySegment context) {
    try {
      FREE_SCENE.invokeExact(scene);
      FREE_CONTEXT.invokeExact(context);
    } catch (Throwable t) {
      throw Mj.broken(t);
    }
  }

  static void updateScene(
      MemorySegment model,
      MemorySegment data,
      MemorySegment option,
      MemorySegment camera,
      MemorySegment scene) {
    try {
      UPDATE_SCENE.invokeExact(
          model, data, option, MemorySegment.NULL, camera, CATEGORIES_ALL, scene);
    } catch (Throwable t) {
      throw Mj.broken(t);
    }
  }

  static void render(
      MemorySegment rect, MemorySegment scene, MemorySegment context, MemorySegment rgb) {
    try {
      RENDER.invokeExact(rect, scene, context);
      READ_PIXELS.invokeExact(rgb, MemorySegment.NULL, rect, context);
    } catch (Throwable t) {
      throw Mj.broken(t);
    }
  }
}
