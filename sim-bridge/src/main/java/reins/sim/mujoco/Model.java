package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A compiled MuJoCo model: bodies, joints, shapes and options; {@link SimState} moves it.
 *
 * <p>Threads: any, as long as nobody writes into it. Errors: {@link IllegalStateException} once
 * closed.
 */
public final class Model implements AutoCloseable {
  private static final int ERROR_BYTES = 1000;
  private static final int MOST_COORDINATES = 100_000;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final Layout layout;

  private Model(MemorySegment at, Layout layout) {
    this.layout = layout;
    memory = at.reinterpret(layout.bytes("mjModel"), arena, Mj::deleteModel);
  }

  /**
   * Compiles a model.
   *
   * <p>Errors: {@link MujocoMissing} without MuJoCo; {@link IllegalArgumentException} with MuJoCo's
   * own line for a model that it refuses; {@link IllegalStateException} where the memory is not
   * laid out as expected.
   *
   * @param mjcf the model as MJCF text, which may include no other file
   */
  public static Model fromXml(String mjcf) {
    Layout layout = MujocoLibrary.load().layout();
    Model model = new Model(compile(mjcf, layout), layout);
    try {
      model.checkLayout();
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  // MuJoCo keeps the XML that it loaded last in a global, so one at a time.
  private static synchronized MemorySegment compile(String mjcf, Layout layout) {
    try (Arena scratch = Arena.ofConfined()) {
      byte[] bytes = mjcf.getBytes(StandardCharsets.UTF_8);
      MemorySegment vfs = scratch.allocate(layout.bytes("mjVFS"), 8);
      MemorySegment name = scratch.allocateFrom("model.xml");
      MemorySegment error = scratch.allocate(ERROR_BYTES);
      Mj.defaultVfs(vfs);
      if (Mj.makeEmptyFileVfs(vfs, name, bytes.length) != 0)
        throw new IllegalStateException("mj_makeEmptyFileVFS");
      try {
        long slot =
            layout.bytes("mjVFS.filedata") + (long) Mj.findFileVfs(vfs, name) * ADDRESS.byteSize();
        MemorySegment file = vfs.get(ADDRESS, slot).reinterpret(bytes.length);
        MemorySegment.copy(bytes, 0, file, JAVA_BYTE, 0, bytes.length);
        MemorySegment at = Mj.loadXml(name, vfs, error);
        if (at.equals(MemorySegment.NULL))
          throw new IllegalArgumentException(
              "MuJoCo refuses the model: " + error.getString(0).strip().replace('\n', ' '));
        return at;
      } finally {
        Mj.deleteVfs(vfs);
      }
    }
  }

  /**
   * A wrong offset would read plausible nonsense, so three things that must hold are tried on a
   * scratch state.
   */
  private void checkLayout() {
    check(nq() >= nv() && nv() > 0 && nq() < MOST_COORDINATES, "nq " + nq() + ", nv " + nv());
    check(nu() >= 0 && nu() <= MOST_COORDINATES, "nu " + nu());
    check(timestep_s() > 0 && timestep_s() < 1, "timestep " + timestep_s());
    Doubles qpos0 = doubles("qpos0", nq());
    try (SimState scratch = new SimState(this)) {
      for (int i = 0; i < nq(); i++)
        check(scratch.qpos().get(i) == qpos0.get(i), "qpos is not qpos0 after a reset");
      scratch.step();
      check(scratch.time_s() == timestep_s(), "time after a step: " + scratch.time_s());
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds)
      throw new IllegalStateException(
          "MuJoCo's memory is not laid out as its version promises: " + what);
  }

  /** Number of position coordinates. */
  public int nq() {
    return integer("nq");
  }

  /** Number of velocity coordinates. */
  public int nv() {
    return integer("nv");
  }

  /** Number of actuators. */
  public int nu() {
    return integer("nu");
  }

  /** Simulated time of one step. */
  public double timestep_s() {
    return memory.get(JAVA_DOUBLE, layout.bytes("mjModel.opt.timestep"));
  }

  /**
   * Gravitational acceleration in the world frame.
   *
   * @param out [3] written
   */
  public void gravity_m_s2(double[] out) {
    MemorySegment.copy(memory, JAVA_DOUBLE, layout.bytes("mjModel.opt.gravity"), out, 0, 3);
  }

  /**
   * Number of a body. Errors: {@link IllegalArgumentException} if there is none of that name, here
   * and below.
   */
  public int body(String name) {
    return id(Mj.OBJ_BODY, "body", name);
  }

  /** Number of a joint. */
  public int joint(String name) {
    return id(Mj.OBJ_JOINT, "joint", name);
  }

  /** Number of a site. */
  public int site(String name) {
    return id(Mj.OBJ_SITE, "site", name);
  }

  /** Number of a camera. */
  public int camera(String name) {
    return id(Mj.OBJ_CAMERA, "camera", name);
  }

  /** Number of an actuator. */
  public int actuator(String name) {
    return id(Mj.OBJ_ACTUATOR, "actuator", name);
  }

  /** Index in qpos of a joint's first coordinate. */
  public int qposOf(int joint) {
    return element("jnt_qposadr", joint, integer("njnt"));
  }

  /** Index in qvel of a joint's first coordinate. */
  public int qvelOf(int joint) {
    return element("jnt_dofadr", joint, integer("njnt"));
  }

  /** Number of the body that a joint moves. */
  public int bodyOf(int joint) {
    return element("jnt_bodyid", joint, integer("njnt"));
  }

  /** Mass of a body and of all that hangs on it. */
  public double subtreeMass_kg(int body) {
    return doubles("body_subtreemass", integer("nbody")).get(body);
  }

  /** Sets the off-screen buffer that the next renderer makes. */
  void offscreen(int width, int height, int samples) {
    memory.set(JAVA_INT, layout.bytes("mjModel.vis.global.offwidth"), width);
    memory.set(JAVA_INT, layout.bytes("mjModel.vis.global.offheight"), height);
    memory.set(JAVA_INT, layout.bytes("mjModel.vis.quality.offsamples"), samples);
  }

  MemorySegment memory() {
    return memory;
  }

  Layout layout() {
    return layout;
  }

  int integer(String field) {
    return memory.get(JAVA_INT, layout.bytes("mjModel." + field));
  }

  private Doubles doubles(String field, int n) {
    return new Doubles(array(field).reinterpret((long) n * Double.BYTES, arena, null));
  }

  private int element(String field, int i, int n) {
    return array(field).reinterpret((long) n * Integer.BYTES, arena, null).getAtIndex(JAVA_INT, i);
  }

  private MemorySegment array(String field) {
    return memory.get(ADDRESS, layout.bytes("mjModel." + field));
  }

  private int id(int kind, String what, String name) {
    try (Arena scratch = Arena.ofConfined()) {
      int id = Mj.name2id(memory, kind, scratch.allocateFrom(name));
      if (id < 0) throw new IllegalArgumentException("the model has no " + what + " named " + name);
      return id;
    }
  }

  /** Frees the model; its states can then no longer step. */
  @Override
  public void close() {
    arena.close();
  }
}
