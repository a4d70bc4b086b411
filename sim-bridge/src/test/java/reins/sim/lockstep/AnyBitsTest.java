package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;
import reins.controller.safety.EstopLatch;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.world.ArmWorld;
import reins.sim.world.CubeScene;

/** Any bits from the policy, any start, any fault at any time: no limit is violated. */
@ExtendWith(MujocoRequired.class)
class AnyBitsTest {
  private static final RigConfig.Resolved CONFIG = FaultMatrixTest.CONFIG;
  private static final int TICKS = 600;

  private final Kinematics kinematics = new Kinematics(CONFIG.robot());

  @Test
  void shouldHoldEveryLimitInAFewRuns() {
    run(100);
  }

  @Test
  @Tag("slow")
  void shouldHoldEveryLimitInTenThousandRuns() {
    run(Integer.getInteger("reins.runs", 10_000));
  }

  private void run(int runs) {
    List<String> violations = new ArrayList<>();
    long ticks = 0;
    try (ArmWorld world = new ArmWorld(CONFIG.robot(), CubeScene.pickCube())) {
      for (int seed = 0; seed < runs; seed++) {
        String violated = once(world, seed);
        if (violated != null) violations.add("run " + seed + ": " + violated);
        ticks += TICKS;
      }
    }
    System.out.printf("%d runs, %d ticks, %d violations%n", runs, ticks, violations.size());
    assertEquals(List.of(), violations);
  }

  private String once(ArmWorld world, long seed) {
    Random random = new Random(seed);
    world.reset();
    world.setArm(start(random));
    try (FaultBench bench = new FaultBench(CONFIG, world, seed)) {
      for (int t = 0; t < TICKS && bench.watch.violated() == null; t++) {
        if (random.nextInt(20) == 0) bench.sendAnything();
        if (random.nextInt(150) == 0) hit(bench, random);
        if (random.nextInt(100) == 0) bench.heal();
        if (random.nextInt(60) == 0) press(bench, random);
        bench.tickAfter(random.nextInt(50) == 0 ? 1 + random.nextInt(4) : 1);
      }
      return bench.watch.violated();
    }
  }

  /** A joint state whose tool is well above the table and within the cell. */
  private double[] start(Random random) {
    RobotConfig robot = CONFIG.robot();
    double[] q = new double[robot.n()];
    double[] low = {0.3, -0.3, 0.08}, high = {0.68, 0.3, 0.6};
    do {
      for (int i = 0; i < q.length; i++) {
        RobotConfig.Joint joint = robot.joints().get(i);
        double wanted = robot.q_home_rad()[i] + 0.6 * random.nextGaussian();
        q[i] = Math.clamp(wanted, joint.q_min_rad() + 0.1, joint.q_max_rad() - 0.1);
      }
      kinematics.update(q);
    } while (!inside(low, high) || kinematics.axes()[9 * (q.length - 1) + 8] > -0.3);
    return q;
  }

  private boolean inside(double[] low_m, double[] high_m) {
    boolean inside = true;
    for (int k = 0; k < 3; k++) {
      double p = kinematics.p_base_tool_m()[k];
      inside &= p >= low_m[k] && p <= high_m[k];
    }
    return inside;
  }

  private static void hit(FaultBench bench, Random random) {
    switch (random.nextInt(9)) {
      case 0 -> bench.dropped = true;
      case 1 -> bench.reflex = true;
      case 2 -> bench.flipped = true;
      case 3 -> bench.throwing = true;
      case 4 -> bench.freeze(random.nextInt(7));
      case 5 -> bench.jump_rad = random.nextGaussian();
      case 6 -> bench.noise = Double.NaN;
      case 7 -> bench.late_ns = random.nextInt(20_000_000) - 15_000_000;
      default -> bench.loop.panel().estop().trip(EstopLatch.Cause.DEVICE);
    }
  }

  private static void press(FaultBench bench, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> bench.loop.panel().recover();
      case 1 -> bench.loop.panel().estop().reset();
      case 2 -> bench.loop.arm(false);
      default -> bench.loop.arm(true);
    }
  }
}
