package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.controller.Rigs;

class ReferenceTest {
  private static final double[] UPRIGHT = {1, 0, 0, 0};
  private final TaskConfig task = Rigs.simFranka().task();
  private final double[] low_m = task.workspace().low_m();
  private final double[] high_m = task.workspace().high_m();

  /** Steps that lean on the walls, by an arm that follows, trails, or is pushed about. */
  @Property(tries = 200)
  void shouldNeverLeaveTheWorkspace(@ForAll long seed) {
    Random random = new Random(seed);
    Reference reference = new Reference(task);
    reference.place(task.reset().p_base_tool_m(), UPRIGHT);
    double[] lean = new double[3];
    for (int k = 0; k < 3; k++)
      lean[k] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1.5);
    double[] tool_m = new double[3], action = new double[8];
    long now_ns = 0;
    int faults = 0;
    for (int step = 0; step < 100; step++) {
      for (int k = 0; k < 3; k++) {
        tool_m[k] = reference.p_m[k] + 0.02 * random.nextGaussian();
        action[k] = Math.clamp(lean[k] + random.nextGaussian(), -1.0, 1.0);
      }
      faults |= reference.step(now_ns, action, tool_m);
      for (int t = 0; t < 10; t++) {
        now_ns += random.nextLong(30_000_000L);
        reference.advance(now_ns);
        for (int k = 0; k < 3; k++)
          assertTrue(reference.p_m[k] >= low_m[k] && reference.p_m[k] <= high_m[k], "axis " + k);
      }
    }
    assertTrue((faults & Fault.WORKSPACE_CLIPPED) != 0, "it did lean on a wall");
  }

  @Test
  void shouldComeNearerFromOutsideButNotGoFurtherOut() {
    Reference reference = new Reference(task);
    double[] start_m = {0.3, 0, high_m[2] + 0.08};
    reference.place(start_m, UPRIGHT);
    long now_ns = 0;
    assertEquals(Fault.WORKSPACE_CLIPPED, reference.step(now_ns, new double[] {0, 0, 1}, start_m));
    reference.advance(now_ns += task.periodNs());
    assertEquals(start_m[2], reference.p_m[2]);
    reference.step(now_ns, new double[] {0, 0, -1}, start_m);
    reference.advance(now_ns += task.periodNs());
    assertEquals(start_m[2] - task.action().step_m(), reference.p_m[2], 1e-12);
  }

  @Test
  void shouldMoveStraightWithinOnePeriod() {
    Reference reference = new Reference(task);
    double[] start_m = task.reset().p_base_tool_m();
    reference.place(start_m, UPRIGHT);
    reference.step(0, new double[] {1, -0.5, 0}, start_m);
    for (int percent = 0; percent <= 150; percent += 10) {
      reference.advance(percent * task.periodNs() / 100);
      double share = Math.min(1, percent / 100.0);
      assertEquals(start_m[0] + share * task.action().step_m(), reference.p_m[0], 1e-12);
      assertEquals(start_m[1] - share * task.action().step_m() / 2, reference.p_m[1], 1e-12);
    }
  }
}
