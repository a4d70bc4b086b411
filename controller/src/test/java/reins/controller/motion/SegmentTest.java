package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;

class SegmentTest {
  @Property(tries = 200)
  void shouldArriveWithinItsSpeedsAccelerationAndJerk(@ForAll long seed) {
    Random random = new Random(seed);
    RobotConfig.CartesianLimits limits = Rigs.simFranka().robot().cartesian();
    double v_max = 0.3, w_max = 1, share = 0.2, dt_s = 1e-3;
    double[] p = triple(random, 0.3), to = triple(random, 0.3);
    double[] q = {1, 0, 0, 0}, q_to = new double[4], last = p.clone(), lastQ = q.clone();
    double[] v = new double[3], a = new double[3];
    Quaternions.exp(triple(random, 0.8), q_to);
    Segment segment = new Segment(v_max, w_max, limits, share);
    segment.start(p.clone(), q.clone(), to, q_to);
    double w_last = 0;
    for (int t = 0; t < 20_000 && !segment.done(); t++) {
      segment.advance(dt_s, v_max, p, q);
      double[] dv = new double[3], da = new double[3];
      for (int k = 0; k < 3; k++) {
        double now = (p[k] - last[k]) / dt_s;
        dv[k] = (now - v[k]) / dt_s;
        da[k] = (dv[k] - a[k]) / dt_s;
        v[k] = now;
        a[k] = dv[k];
      }
      assertTrue(Poses.norm(v) <= v_max + 1e-9, "speed");
      assertTrue(Poses.norm(dv) <= share * limits.a_max_m_s2() + 1e-4, "acceleration");
      assertTrue(Poses.norm(da) <= share * limits.j_max_m_s3() + 1, "jerk");
      double w = Poses.norm(Poses.turn(lastQ, q)) / dt_s;
      assertTrue(w <= w_max + 1e-6, "turn");
      assertTrue(Math.abs(w - w_last) / dt_s <= limits.dw_max_rad_s2() + 1e-3, "turn's rate");
      w_last = w;
      System.arraycopy(p, 0, last, 0, 3);
      System.arraycopy(q, 0, lastQ, 0, 4);
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
}
