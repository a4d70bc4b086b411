package reins.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MujocoRequired.class)
class SimStateTest {
  /** A driven pendulum, 0.5 m long, and a ball that falls on a floor. */
  private static final String PENDULUM =
      """
      <mujoco>
        <compiler angle="radian"/>
        <option timestep="0.001"/>
        <worldbody>
          <geom type="plane" size="5 5 0.1" pos="0 0 -1"/>
          <body name="rod" pos="0 0 1">
            <joint name="hinge" axis="0 1 0"/>
            <geom type="sphere" size="0.05" mass="2" pos="0.5 0 0" contype="0" conaffinity="0"/>
            <site name="bob" pos="0.5 0 0"/>
          </body>
          <body name="ball" pos="1 1 0"><freejoint name="free"/><geom type="sphere" size="0.1" mass="1"/></body>
        </worldbody>
        <actuator><motor name="motor" joint="hinge"/></actuator>
      </mujoco>
      """;

  private Model model;
  private SimState state;

  @BeforeEach
  void open() {
    model = Model.fromXml(PENDULUM);
    state = new SimState(model);
  }

  @AfterEach
  void close() {
    state.close();
    model.close();
  }

  @Test
  void shouldFindNamesAndAddresses() {
    assertEquals(8, model.nq());
    assertEquals(7, model.nv());
    assertEquals(1, model.nu());
    assertEquals(1, model.body("rod"));
    assertEquals(0, model.actuator("motor"));
    assertEquals(1, model.qvelOf(model.joint("free")));
    assertEquals(2.0, model.subtreeMass_kg(1), 1e-12);
    assertEquals(model.body("ball"), model.bodyOf(model.joint("free")));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> model.joint("hing"));
    assertEquals("the model has no joint named hing", e.getMessage());
  }

  @Test
  void shouldSayInOneLineWhyModelIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Model.fromXml("<mujoco><worldbody><geom/></mujoco>"));
    assertTrue(e.getMessage().startsWith("MuJoCo refuses the model: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void shouldFallAsNewtonSays() {
    int z = model.qposOf(model.joint("free")) + 2;
    for (int i = 0; i < 100; i++) state.step();
    assertEquals(0.1, state.time_s(), 1e-12);
    // Semi-implicit Euler: z = -g h^2 k (k + 1) / 2.
    assertEquals(-9.81 * 1e-6 * 100 * 101 / 2, state.qpos().get(z), 1e-12);
    assertEquals(0, state.contacts());
    for (int i = 0; i < 2000; i++) state.step();
    assertEquals(-0.9, state.qpos().get(z), 1e-3);
    assertEquals(1, state.contacts());
  }

  @Test
  void shouldHoldStillUnderTheTorqueOfItsWeight() {
    state.ctrl().set(0, -2 * 9.81 * 0.5);
    for (int i = 0; i < 1000; i++) state.step();
    assertEquals(0, state.qpos().get(0), 1e-9);
    assertEquals(-9.81, state.actuatorForce().get(0), 1e-12);
  }

  @Test
  void shouldGiveSameBitsInHalvesAndInOneStep() {
    try (SimState other = new SimState(model)) {
      other.step1();
      for (int i = 0; i < 1500; i++) {
        state.ctrl().set(0, Math.sin(0.01 * i));
        other.ctrl().set(0, Math.sin(0.01 * i));
        state.step();
        other.step2();
        other.step1();
      }
      assertArrayEquals(coordinates(state), coordinates(other));
    }
  }

  @Test
  void shouldRepeatBitsAfterRestore() {
    for (int i = 0; i < 1200; i++) state.step();
    double[] saved = new double[state.savedLength()];
    state.save(saved, 0);
    for (int i = 0; i < 500; i++) state.step();
    double[] first = coordinates(state);
    state.restore(saved, 0);
    assertEquals(1.2, state.time_s(), 1e-9);
    for (int i = 0; i < 500; i++) state.step();
    assertArrayEquals(first, coordinates(state));
  }

  @Test
  void shouldReachOneCentimetreAwayFromWhereItWasPushed() {
    int x = model.qvelOf(model.joint("free"));
    state.qfrcApplied().set(x, 2.0);
    for (int i = 0; i < 100; i++) state.step();
    assertEquals(
        1 + 2.0 * 1e-6 * 100 * 101 / 2, state.qpos().get(model.qposOf(model.joint("free"))), 1e-9);
  }

  @Test
  void shouldReportDerivedQuantitiesOfForward() {
    state.qpos().set(0, Math.PI / 2);
    state.forward();
    double[] bob = new double[3];
    state.sitePos().read(3 * model.site("bob"), bob, 0, 3);
    assertArrayEquals(new double[] {0, 0, 0.5}, bob, 1e-12);
    assertEquals(Math.cos(Math.PI / 4), state.xquat().get(4), 1e-12);
    double[] inertia = new double[49];
    state.massMatrix(inertia);
    // Point mass on the rod plus the solid sphere's own: m l^2 + 2/5 m r^2.
    assertEquals(2 * 0.25 + 0.4 * 2 * 0.0025, inertia[0], 1e-12);
  }

  @Test
  void shouldRefuseIndexOutsideArray() {
    assertThrows(IndexOutOfBoundsException.class, () -> state.qpos().get(8));
    assertThrows(IndexOutOfBoundsException.class, () -> state.ctrl().set(1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> state.qvel().read(1, new double[7], 0, 7));
  }

  @Test
  void shouldRefuseUseAfterClose() {
    Model closedModel = Model.fromXml(PENDULUM);
    SimState closed = new SimState(closedModel);
    closed.close();
    assertThrows(IllegalStateException.class, closed::step);
    assertThrows(IllegalStateException.class, () -> closed.qpos().get(0));
    closedModel.close();
    assertThrows(IllegalStateException.class, () -> new SimState(closedModel));
  }

  @Test
  void shouldCountWarningsAndResetBadState() {
    long before = NativeComplaints.warnings();
    state.qvel().set(0, Double.NaN);
    state.step();
    assertEquals(1, state.warnings());
    assertEquals(before + 1, NativeComplaints.warnings());
    assertTrue(NativeComplaints.lastWarning().contains("QVEL"), NativeComplaints.lastWarning());
    // Starts anew, and then takes the step.
    assertEquals(0.0195, state.qvel().get(0), 1e-4);
  }

  @Test
  void shouldAllocateNothingPerStep() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The compiler may allocate a few bytes on this thread when it gets to a method: once, not in
    // every round.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) stepAndRead();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  private final double[] position = new double[8];

  private void stepAndRead() {
    state.ctrl().set(0, -0.1 * state.qvel().get(0));
    state.step();
    state.qpos().read(0, position, 0, 8);
    state.time_s();
  }

  private double[] coordinates(SimState of) {
    double[] out = new double[model.nq() + model.nv()];
    of.qpos().read(0, out, 0, model.nq());
    of.qvel().read(0, out, model.nq(), model.nv());
    return out;
  }
}
