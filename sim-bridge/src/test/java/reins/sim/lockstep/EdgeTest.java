package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/**
 * A policy that dashes from edge to edge is not carried over any by more than the spring's clip.
 */
@ExtendWith(MujocoRequired.class)
class EdgeTest {
  private static final int STEPS = Integer.getInteger("reins.edge.steps", 1500);
  private static final int STEPS_A_DASH = 8;

  private final double[] p_m = new double[3];
  private final double[] a = new double[4];
  private double beyond_m;
  private boolean entered;
  private int faults;

  @ParameterizedTest
  @CsvSource({"franka-reach, 3", "franka-reach, 5", "franka-pick-cube, 3", "franka-peg-insert, 3"})
  void shouldStayInTheWorkspaceWhoeverDashes(String name, long seed) {
    Path rig = Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml");
    RigConfig.Resolved config = RigConfig.load(rig, name);
    TaskConfig.Workspace box = config.task().workspace();
    Random random = new Random(seed);
    try (ArmWorld world = new ArmWorld(config.robot(), TableScene.of(config.task()));
        FaultBench bench = new FaultBench(config, world, seed)) {
      // Out of the way.
      world.placeObject(0.45, 0.6, 0.03, 0);
      for (int step = 0; step < STEPS; step++) {
        if (step % STEPS_A_DASH == 0)
          for (int k = 0; k < 3; k++) a[k] = Math.clamp(2 * random.nextGaussian(), -1.0, 1.0);
        bench.act(a);
        for (int t = 0; t < 100; t++) {
          faults |= bench.tick();
          world.p_base_tool_m(p_m);
          look(box);
        }
      }
    }
    assertTrue((faults & Fault.WORKSPACE_CLIPPED) != 0, "it was at an edge");
    assertEquals(0, faults & Fault.OUTSIDE_WORKSPACE, "beyond by " + 1e3 * beyond_m + " mm");
    assertTrue(beyond_m <= config.task().impedance().clip_trans_m(), "beyond by " + beyond_m);
    System.out.printf("%s, seed %d: %.1f mm beyond an edge%n", name, seed, 1e3 * beyond_m);
  }

  /** The arm is built above its workspace. */
  private void look(TaskConfig.Workspace box) {
    double out_m = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 3; k++)
      out_m = Math.max(out_m, Math.max(box.low_m()[k] - p_m[k], p_m[k] - box.high_m()[k]));
    entered |= out_m <= 0;
    if (entered) beyond_m = Math.max(beyond_m, out_m);
  }
}
