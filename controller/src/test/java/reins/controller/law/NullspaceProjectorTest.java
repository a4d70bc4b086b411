package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import reins.controller.Rigs;

class NullspaceProjectorTest {
  private final Measured arm = new Measured(Rigs.simFranka().robot());
  private final NullspaceProjector projector = new NullspaceProjector(arm.n);

  private double[] project(double[] tau_Nm) {
    double[] projected = tau_Nm.clone();
    projector.project(arm.state, projected);
    return projected;
  }

  @Test
  void shouldNotAccelerateTheToolAndLeaveWhatIsInTheNullspace() {
    arm.atHome();
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      double[] tau = new double[arm.n];
      for (int i = 0; i < arm.n; i++) tau[i] = random.nextGaussian();
      double[] once = project(tau);
      for (double a : arm.acceleration(once)) assertEquals(0, a, 1e-9);
      double[] twice = project(once);
      for (int i = 0; i < arm.n; i++) assertEquals(once[i], twice[i], 1e-9, "a projector");
    }
  }

  /** The wrist through its singularity, the elbow to its full stretch: bounded, without a step. */
  @Test
  void shouldStayBoundedAndContinuousThroughSingularities() {
    double[] pull = {1, -1, 1, 1, -1, 1, 1};
    double[][] from = {
      {0, -0.785, 0, -2.356, 0, 0.3, 0.785},
      {0.3, 0.5, 0, -0.5, 0, 1.57, 0.3},
      {0, 0, 0, -0.3, 0, 0.3, 0}
    };
    double[][] to = {
      {0, -0.785, 0, -2.356, 0, -0.01, 0.785},
      {0.3, 0.5, 0, -0.07, 0, 1.57, 0.3},
      {0, 0, 0, -0.07, 0, 0, 0}
    };
    for (int path = 0; path < from.length; path++) {
      double[] q = new double[arm.n], last = null;
      int steps = 4000;
      for (int s = 0; s <= steps; s++) {
        for (int i = 0; i < arm.n; i++)
          q[i] = from[path][i] + (to[path][i] - from[path][i]) * s / steps;
        arm.at(q, new double[arm.n]);
        double[] tau = project(pull);
        for (int i = 0; i < arm.n; i++) {
          assertTrue(Math.abs(tau[i]) < 10, "path " + path + " joint " + i + ": " + tau[i]);
          if (last != null) assertEquals(last[i], tau[i], 0.05, "path " + path + " step " + s);
        }
        last = tau;
      }
    }
  }
}
