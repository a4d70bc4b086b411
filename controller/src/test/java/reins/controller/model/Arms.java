package reins.controller.model;

import java.util.Random;
import reins.contract.config.RobotConfig;
import reins.controller.Rigs;

/** Random states of the simulated arm. */
final class Arms {
  static final RobotConfig ROBOT = Rigs.simFranka().robot();

  private Arms() {}

  static double[] angles(Random random) {
    double[] q_rad = new double[ROBOT.n()];
    for (int i = 0; i < q_rad.length; i++) {
      RobotConfig.Joint joint = ROBOT.joints().get(i);
      q_rad[i] = joint.q_min_rad() + random.nextDouble() * (joint.q_max_rad() - joint.q_min_rad());
    }
    return q_rad;
  }

  static double[] numbers(Random random, double scale) {
    double[] values = new double[ROBOT.n()];
    for (int i = 0; i < values.length; i++) values[i] = scale * random.nextGaussian();
    return values;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
