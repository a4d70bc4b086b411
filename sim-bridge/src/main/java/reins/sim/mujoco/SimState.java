package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One simulated world of a {@link Model}: its coordinates, and what MuJoCo derives from them.
 *
 * <p>After {@link #step} derived quantities (poses, axes, inertia) belong to the coordinates before
 * the step; {@link #step2} followed by {@link #step1} is the same step and leaves them at the
 * coordinates after it.
 *
 * <p>Threads: one at a time. Allocates nothing after construction. Units and frames: SI, world
 * frame, quaternions w first. Errors: {@link IllegalStateException} once it or its model is closed.
 */
public final class SimState implements AutoCloseable {
  private static final int PARTS = 5;

  private final Arena arena = Arena.ofShared();
  private final Model model;
  private final MemorySegment memory;
  private final long timeAt;
  private final long nconAt;
  private final Doubles qpos;
  private final Doubles qvel;
  private final Doubles act;
  private final Doubles warmstart;
  private final Doubles ctrl;
  private final Doubles qfrcApplied;
  private final Doubles mocapPos;
  private final Doubles xpos;
  private final Doubles xquat;
  private final Doubles sitePos;
  private final Doubles jointAnchor;
  private final Doubles jointAxis;
  private final Doubles subtreeCom;
  private final Doubles actuatorForce;

  /** A world at the model's initial coordinates and time zero. */
  public SimState(Model model) {
    this.model = model;
    MemorySegment at = Mj.makeData(model.memory());
    if (at.equals(MemorySegment.NULL))
      throw new IllegalStateException("mj_makeData found no memory");
    memory = at.reinterpret(model.layout().bytes("mjData"), arena, Mj::deleteData);
    timeAt = model.layout().bytes("mjData.time");
    nconAt = model.layout().bytes("mjData.ncon");
    int nbody = model.integer("nbody");
    int nsite = model.integer("nsite");
    int njnt = model.integer("njnt");
    qpos = array("qpos", model.nq());
    qvel = array("qvel", model.nv());
    act = array("act", model.integer("na"));
    warmstart = array("qacc_warmstart", model.nv());
    ctrl = array("ctrl", model.nu());
    qfrcApplied = array("qfrc_applied", model.nv());
    mocapPos = array("mocap_pos", 3 * model.integer("nmocap"));
    xpos = array("xpos", 3 * nbody);
    xquat = array("xquat", 4 * nbody);
    sitePos = array("site_xpos", 3 * nsite);
    jointAnchor = array("xanchor", 3 * njnt);
    jointAxis = array("xaxis", 3 * njnt);
    subtreeCom = array("subtree_com", 3 * nbody);
    actuatorForce = array("actuator_force", model.nu());
  }

  private Doubles array(String field, int n) {
    MemorySegment at = memory.get(ADDRESS, model.layout().bytes("mjData." + field));
    return new Doubles(at.reinterpret((long) n * Double.BYTES, arena, null));
  }

  /** Advances by one time step. */
  public void step() {
    Mj.step(model.memory(), memory);
  }

  /** First half of a step: everything that depends on positions and velocities only. */
  public void step1() {
    Mj.step1(model.memory(), memory);
  }

  /** Second half of a step: forces, constraints, integration. */
  public void step2() {
    Mj.step2(model.memory(), memory);
  }

  /** Computes every derived quantity without advancing. */
  public void forward() {
    Mj.forward(model.memory(), memory);
  }

  /** Back to the model's initial coordinates and time zero. */
  public void reset() {
    Mj.resetData(model.memory(), memory);
  }

  /** Simulated time. */
  public double time_s() {
    return memory.get(JAVA_DOUBLE, timeAt);
  }

  /** Number of contacts in the latest collision pass. */
  public int contacts() {
    return memory.get(JAVA_INT, nconAt);
  }

  /** Warnings that this world raised since its last reset. */
  public int warnings() {
    Layout layout = model.layout();
    int total = 0;
    for (int i = 0; i < layout.bytes("mjNWARNING"); i++)
      total +=
          memory.get(
              JAVA_INT,
              layout.bytes("mjData.warning")
                  + i * layout.bytes("mjWarningStat")
                  + layout.bytes("mjWarningStat.number"));
    return total;
  }

  /** Position coordinates, [nq]. */
  public Doubles qpos() {
    return qpos;
  }

  /** Velocity coordinates, [nv]. */
  public Doubles qvel() {
    return qvel;
  }

  /** Actuator commands, [nu]. */
  public Doubles ctrl() {
    return ctrl;
  }

  /** Generalized forces added by us, [nv]. */
  public Doubles qfrcApplied() {
    return qfrcApplied;
  }

  /** Where the bodies stand that nothing but us moves, [nmocap, 3]. */
  public Doubles mocapPos() {
    return mocapPos;
  }

  /** Body positions, [nbody, 3]. */
  public Doubles xpos() {
    return xpos;
  }

  /** Body orientations, [nbody, 4]. */
  public Doubles xquat() {
    return xquat;
  }

  /** Site positions, [nsite, 3]. */
  public Doubles sitePos() {
    return sitePos;
  }

  /** A point on each joint's axis, [njnt, 3]. */
  public Doubles jointAnchor() {
    return jointAnchor;
  }

  /** Joint axes, [njnt, 3]. */
  public Doubles jointAxis() {
    return jointAxis;
  }

  /** Centre of mass of each body with all that hangs on it, [nbody, 3]. */
  public Doubles subtreeCom() {
    return subtreeCom;
  }

  /** Forces or torques of the actuators in the latest step, [nu]. */
  public Doubles actuatorForce() {
    return actuatorForce;
  }

  /**
   * Joint-space inertia at the coordinates of the latest first half of a step.
   *
   * @param out [nv * nv] written, by rows
   */
  public void massMatrix(double[] out) {
    int nv = model.nv();
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment dense = scratch.allocate(JAVA_DOUBLE, (long) nv * nv);
      Mj.fullM(model.memory(), dense, array("qM", model.integer("nM")).memory());
      MemorySegment.copy(dense, JAVA_DOUBLE, 0, out, 0, nv * nv);
    }
  }

  /**
   * How a body's frame moves with the coordinates, at those of the latest first half of a step.
   *
   * @param out [6, nv] written by rows, linear first
   */
  public void bodyJacobian(int body, double[] out) {
    int nv = model.nv();
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment rows = scratch.allocate(JAVA_DOUBLE, 6L * nv);
      MemorySegment angular = rows.asSlice(3L * nv * Double.BYTES);
      Mj.jacBody(model.memory(), memory, rows, angular, body);
      MemorySegment.copy(rows, JAVA_DOUBLE, 0, out, 0, 6 * nv);
    }
  }

  /**
   * M qacc + c + g by recursive Newton-Euler, without armature, damping and contacts, at the
   * coordinates of the latest first half of a step.
   *
   * @param qacc [nv]
   * @param out [nv] written
   */
  public void inverseDynamics(double[] qacc, double[] out) {
    int nv = model.nv();
    array("qacc", nv).write(0, qacc, 0, nv);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment tau = scratch.allocate(JAVA_DOUBLE, nv);
      Mj.rne(model.memory(), memory, 1, tau);
      MemorySegment.copy(tau, JAVA_DOUBLE, 0, out, 0, nv);
    }
  }

  /** c + g at the coordinates of the latest first half of a step, [nv]. */
  public Doubles bias() {
    return array("qfrc_bias", model.nv());
  }

  /** Length of a {@link #save saved} state. */
  public int savedLength() {
    return 1
        + qpos.length()
        + qvel.length()
        + act.length()
        + warmstart.length()
        + mocapPos.length();
  }

  /**
   * Copies out all that the next steps depend on, commands apart. Save after a whole step, not
   * between its halves: the first half normalizes quaternions, which is not exactly repeatable.
   *
   * @param out written from {@code at} on: time, qpos, qvel, act, the solver's warm start, mocap
   *     positions
   */
  public void save(double[] out, int at) {
    out[at++] = time_s();
    for (int part = 0; part < PARTS; part++) {
      Doubles values = part(part);
      values.read(0, out, at, values.length());
      at += values.length();
    }
  }

  /** Goes back to a saved state; the same commands then give the same bits. */
  public void restore(double[] in, int at) {
    memory.set(JAVA_DOUBLE, timeAt, in[at++]);
    for (int part = 0; part < PARTS; part++) {
      Doubles values = part(part);
      values.write(0, in, at, values.length());
      at += values.length();
    }
  }

  private Doubles part(int i) {
    return switch (i) {
      case 0 -> qpos;
      case 1 -> qvel;
      case 2 -> act;
      case 3 -> warmstart;
      default -> mocapPos;
    };
  }

  /** Forgets the solver's warm start, so that what follows depends on the coordinates alone. */
  public void clearWarmstart() {
    warmstart.clear();
  }

  MemorySegment memory() {
    return memory;
  }

  /** Frees the world. */
  @Override
  public void close() {
    arena.close();
  }
}
