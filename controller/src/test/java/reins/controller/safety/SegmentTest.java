package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reins.contract.geometry.Quaternions;

class SegmentTest {
  @Property(tries = 200)
  void shouldArriveWithinItsSpeedsAndAcceleration(@ForAll long seed) {
    Random random = new Random(seed);
    double v_max = 0.3, w_max = 1, a_max = 2.5, dt_s = 1e-3;
    double[] p = triple(random, 0.3), to = triple(random, 0.3);
    double[] q = {1, 0, 0, 0}, q_to = new double[4], last = p.clone(), turn = new double[4];
    double[] turn_rad = new double[3];
    Quaternions.exp(triple(random, 0.8), q_to);
    Segment segment = new Segment(v_max, w_max, a_max);
    segment.start(p.clone(), q.clone(), to, q_to);
    double v_last = 0;
    for (int t = 0; t < 20_000 && !segment.done(); t++) {
      Quaternions.conjugate(q, turn);
      segment.advance(dt_s, p, q);
      Quaternions.multiply(turn, q, turn);
      Quaternions.log(turn, turn_rad);
      double v = length(p[0] - last[0], p[1] - last[1], p[2] - last[2]) / dt_s;
      assertTrue(v <= v_max + 1e-9, "speed " + v);
      assertTrue(length(turn_rad[0], turn_rad[1], turn_rad[2]) / dt_s <= w_max + 1e-6, "turn");
      // The last step ends wherever the end is.
      assertTrue(segment.done() || Math.abs(v - v_last) <= 1.1 * a_max * dt_s + 1e-9, "dv");
      v_last = v;
      System.arraycopy(p, 0, last, 0, 3);
    }
    assertArrayEquals(to, p, 1e-9);
    // q and -q are the same turn.
    double dot = q[0] * q_to[0] + q[1] * q_to[1] + q[2] * q_to[2] + q[3] * q_to[3];
    assertEquals(1, Math.abs(dot), 1e-9);
  }

  private static double[] triple(Random random, double scale) {
    return new double[] {
      scale * random.nextGaussian(), scale * random.nextGaussian(), scale * random.nextGaussian()
    };
  }

  private static double length(double x, double y, double z) {
    return Math.sqrt(x * x + y * y + z * z);
  }
}
