package reins.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import reins.contract.config.RobotConfig;

/** Serial chains that no maker builds: any lengths, twists and bodies that are rigid ones. */
final class RandomChains {
  private RandomChains() {}

  static RobotConfig of(int n, Random random) {
    List<RobotConfig.Joint> joints = new ArrayList<>();
    for (int i = 0; i < n; i++) joints.add(joint(i, random));
    return new RobotConfig(
        "chain",
        "drawn",
        joints,
        List.of(),
        new RobotConfig.Flange(span(random, 0.3)),
        new RobotConfig.Tool(
            span(random, Math.PI),
            span(random, 0.3),
            0.1 + 2 * random.nextDouble(),
            point(random, 0.1),
            inertia(random, 0.01)),
        new RobotConfig.Gripper(0.08, 0.1, 70, 0.015),
        new RobotConfig.CartesianLimits(1, 1, 1, 1, 1, 1),
        new double[n]);
  }

  private static RobotConfig.Joint joint(int i, Random random) {
    return new RobotConfig.Joint(
        "joint" + i,
        span(random, 0.5),
        span(random, 0.5),
        span(random, Math.PI),
        -Math.PI,
        Math.PI,
        2,
        10,
        1000,
        100,
        1000,
        0,
        0,
        0.1 + 10 * random.nextDouble(),
        point(random, 0.2),
        inertia(random, 0.2));
  }

  private static double span(Random random, double most) {
    return most * (2 * random.nextDouble() - 1);
  }

  private static double[] point(Random random, double most) {
    return new double[] {span(random, most), span(random, most), span(random, most)};
  }

  /** From the second moments of a few points of mass, so that it is some rigid body's. */
  private static double[] inertia(Random random, double scale) {
    double[] inertia = new double[6];
    for (int k = 0; k < 4; k++) {
      double x = random.nextGaussian(), y = random.nextGaussian(), z = random.nextGaussian();
      double[] moments = {y * y + z * z, x * x + z * z, x * x + y * y, -x * y, -x * z, -y * z};
      for (int c = 0; c < 6; c++) inertia[c] += scale / 8 * moments[c];
    }
    return inertia;
  }
}
