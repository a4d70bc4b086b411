package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.Fault;

class ClearanceFilterTest {
  private static final long NOW_ns = 1_000_000_000L;
  private static final double DT_s = 0.01;

  private final FlightConfig.Resolved config = Flights.resolved("crazyflie");
  private final FlightConfig.Traffic traffic = config.flight().traffic();
  private final FlightConfig.Fence fence = config.flight().fence();
  private final double most_m_s2 = config.quadrotor().limits().accel_max_m_s2();
  private final ClearanceFilter filter = new ClearanceFilter(config);

  private static FlightState at(double x, double y, double z) {
    FlightState state = new FlightState();
    state.p_m[0] = x;
    state.p_m[1] = y;
    state.p_m[2] = z;
    for (int i = 0; i < 3; i++) state.v_m_s[i] = 0;
    return state;
  }

  private static void meet(FlightState state, FlightState other) {
    Neighbours n = state.neighbours;
    for (int i = 0; i < 3; i++) {
      n.p_m[3 * n.count + i] = other.p_m[i];
      n.v_m_s[3 * n.count + i] = other.v_m_s[i];
    }
    n.stamp_ns[n.count++] = NOW_ns;
  }

  private int filter(FlightState state, double[] a) {
    return filter.filter(NOW_ns, state, fence.low_m()[2], a);
  }

  private double apart(FlightState one, FlightState other) {
    double x = one.p_m[0] - other.p_m[0], y = one.p_m[1] - other.p_m[1];
    double z = (one.p_m[2] - other.p_m[2]) * traffic.apart_m() / traffic.above_m();
    return Math.sqrt(x * x + y * y + z * z);
  }

  private static void move(FlightState state, double[] a) {
    for (int i = 0; i < 3; i++) {
      state.p_m[i] += DT_s * state.v_m_s[i] + DT_s * DT_s / 2 * a[i];
      state.v_m_s[i] += DT_s * a[i];
    }
  }

  @Test
  void shouldLeaveAVehicleAloneThatIsFarFromEverything() {
    double[] a = {1, -2, 0.5};
    FlightState state = at(0, 0, 2);
    meet(state, at(3, 0, 2));
    assertEquals(0, filter(state, a));
    assertArrayEquals(new double[] {1, -2, 0.5}, a);
  }

  /** Silence is not extrapolated without end: it is somewhere near where it last was. */
  @Test
  void shouldKeepClearOfWhereASilentOneWasLast() {
    FlightState other = at(0, 0, 2);
    other.v_m_s[0] = 2;
    for (double silent_s : new double[] {0.5, 3, 60}) {
      // Just outside of twice the width, wanting in, from behind it.
      FlightState state = at(-2 * traffic.apart_m(), 0, 2);
      state.v_m_s[0] = 1;
      meet(state, other);
      double[] a = {2, 0, 0};
      long now_ns = NOW_ns + Math.round(1e9 * silent_s);
      int fault = filter.filter(now_ns, state, fence.low_m()[2], a);
      assertEquals(Fault.BARRIER_ACTED, fault & Fault.BARRIER_ACTED, silent_s + " s");
      assertTrue(a[0] < 0, silent_s + " s: " + a[0]);
    }
  }

  /** Two that want to meet head-on, point against point, stay as far apart as the file says. */
  @Property(tries = 60)
  void shouldKeepTwoApartWhateverTheyWant(@ForAll long seed) {
    Random random = new Random(seed);
    double angle = 2 * Math.PI * random.nextDouble(), lift = random.nextGaussian();
    FlightState one = at(1.5 * Math.cos(angle), 1.5 * Math.sin(angle), 2 + 0.3 * lift);
    FlightState other = at(-1.5 * Math.cos(angle), -1.5 * Math.sin(angle), 2 - 0.3 * lift);
    for (int t = 0; t < 600; t++) {
      double[] a = new double[3], b = new double[3];
      for (int i = 0; i < 3; i++) {
        a[i] = 8 * (other.p_m[i] - one.p_m[i]) - 4 * one.v_m_s[i] + random.nextGaussian();
        b[i] = 8 * (one.p_m[i] - other.p_m[i]) - 4 * other.v_m_s[i] + random.nextGaussian();
      }
      one.neighbours.count = other.neighbours.count = 0;
      meet(one, other);
      meet(other, one);
      filter(one, a);
      filter(other, b);
      move(one, a);
      move(other, b);
      assertTrue(
          apart(one, other) > traffic.apart_m() - 0.02, "at " + t + ": " + apart(one, other));
    }
    assertTrue(
        apart(one, other) < traffic.apart_m() + 0.15, "they may come near: " + apart(one, other));
  }

  @Property(tries = 60)
  void shouldKeepAVehicleWithinItsFence(@ForAll long seed) {
    Random random = new Random(seed);
    FlightState state = at(0, 0, 2);
    double[] wanted = new double[3];
    for (int t = 0; t < 1500; t++) {
      if (t % 150 == 0) for (int i = 0; i < 3; i++) wanted[i] = 12 * random.nextGaussian();
      double[] a = wanted.clone();
      filter(state, a);
      move(state, a);
      for (int i = 0; i < 3; i++) {
        assertTrue(state.p_m[i] < fence.high_m()[i] + 0.01, "axis " + i + " " + state.p_m[i]);
        assertTrue(state.p_m[i] > fence.low_m()[i] - 0.01, "axis " + i + " " + state.p_m[i]);
      }
      double[] v = state.v_m_s;
      assertTrue(
          Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
              < 1.02 * config.quadrotor().limits().speed_max_m_s());
    }
  }

  /** Between neighbours on all sides and too close: the answer is finite, bounded, and says so. */
  @Property(tries = 200)
  void shouldAnswerWhereNothingCanBeKept(@ForAll long seed) {
    Random random = new Random(seed);
    FlightState state = at(0, 0, 0.4);
    for (int i = 0; i < 3; i++) state.v_m_s[i] = 0.3 * random.nextGaussian();
    // Two fly along with it, one on either side: whatever clears the one closes in on the other.
    double x = random.nextDouble(-0.1, 0.1), y = random.nextDouble(-0.1, 0.1);
    for (int side = -1; side <= 1; side += 2) {
      FlightState other = at(side * x, side * y, 0.4 + side * 0.05);
      System.arraycopy(state.v_m_s, 0, other.v_m_s, 0, 3);
      meet(state, other);
    }
    while (state.neighbours.count < Neighbours.most()) {
      FlightState other =
          at(
              0.3 * random.nextGaussian(),
              0.3 * random.nextGaussian(),
              0.4 + 0.3 * random.nextGaussian());
      for (int i = 0; i < 3; i++) other.v_m_s[i] = 0.3 * random.nextGaussian();
      meet(state, other);
    }
    double[] a = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    int fault = filter(state, a);
    assertTrue((fault & Fault.BARRIER_ACTED) != 0, "fault " + fault);
    for (int i = 0; i < 3; i++) {
      assertTrue(Double.isFinite(a[i]));
      assertTrue(Math.abs(a[i]) <= most_m_s2 + 1e-6, fault + " a " + a[i]);
    }
  }

  /** Of a neighbour that is not heard of this one keeps all of the bound, else half of it. */
  @Test
  void shouldMindASilentNeighbourTwiceAsMuch() {
    double[] heard = {4, 0, 0}, silent = {4, 0, 0};
    FlightState state = at(0, 0, 2);
    state.v_m_s[0] = 1;
    meet(state, at(0.9, 0, 2));
    filter(state, heard);
    state.neighbours.stamp_ns[0] = NOW_ns - Math.round(1e9 * 2 * traffic.stale_s());
    filter(state, silent);
    assertTrue(heard[0] < 4);
    assertEquals(2 * heard[0], silent[0], 1e-6);
  }

  @Test
  void shouldIgnoreANeighbourThatIsNowhere() {
    FlightState state = at(0, 0, 2);
    meet(state, at(Double.NaN, 0, 2));
    double[] a = {1, 0, 0};
    assertEquals(0, filter(state, a));
    assertEquals(1, a[0]);
  }
}
