package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.controller.Bench;
import reins.controller.Rigs;

/** Whatever a policy process writes into the exchange, the arm stays inside its bounds. */
class AnyBitsTest {
  private final RigConfig.Resolved config = Rigs.simFranka();

  @Property(tries = 60)
  void shouldKeepSetpointTorqueAndRateInBounds(@ForAll long seed) {
    Random random = new Random(seed);
    try (Bench bench = new Bench(config)) {
      bench.engage();
      bench.home();
      double[] last = bench.arm.tau_Nm.clone();
      for (int t = 0; t < 1500; t++) {
        if (random.nextInt(30) == 0) sendAnything(bench, random);
        long dt_ns = random.nextInt(20) == 0 ? random.nextInt(5_000_000) : 1_000_000;
        bench.tickAfter(dt_ns);
        check(bench, last);
        System.arraycopy(bench.arm.tau_Nm, 0, last, 0, last.length);
      }
    }
  }

  private static void sendAnything(Bench bench, Random random) {
    double[] bits = new double[8];
    boolean wild = random.nextInt(3) == 0;
    for (int i = 0; i < 8; i++)
      bits[i] = wild ? Double.longBitsToDouble(random.nextLong()) : 2 * random.nextGaussian();
    long seq = wild ? random.nextLong() : bench.frame.action_seq + random.nextInt(4) - 1;
    long stamp_ns = wild && random.nextBoolean() ? random.nextLong() : bench.now_ns;
    bench.sendRaw(seq, stamp_ns, wild ? random.nextInt() : random.nextInt(3), bits);
  }

  private void check(Bench bench, double[] last) {
    for (int k = 0; k < 3; k++) {
      double p = bench.frame.p_setpoint_m[k];
      assertTrue(p >= bench.task.workspace().low_m()[k], "axis " + k + " at " + p);
      assertTrue(p <= bench.task.workspace().high_m()[k], "axis " + k + " at " + p);
    }
    for (int i = 0; i < last.length; i++) {
      RobotConfig.Joint joint = config.robot().joints().get(i);
      double tau = bench.arm.tau_Nm[i];
      assertTrue(Math.abs(tau) <= joint.tau_max_Nm(), "joint " + i + " torque " + tau);
      assertTrue(Math.abs(tau - last[i]) <= 0.9e-3 * joint.dtau_max_Nm_s() + 1e-12, "joint " + i);
    }
  }
}
