package reins.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.Goal;
import reins.contract.config.RigConfig;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class PegSceneTest {
  private static final Path RIG =
      Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml");

  /** Pushed down beside the middle of the hole, the peg goes in by as much play as there is. */
  @ParameterizedTest
  @CsvSource({
    "franka-peg-insert, 0.0015, true",
    "franka-peg-insert, 0.005, false",
    "franka-peg-insert-1mm, 0.0, true",
    "franka-peg-insert-1mm, 0.0025, false"
  })
  void shouldLetThePegInWhereItFits(String task, double beside_m, boolean fits) {
    RigConfig.Resolved config = RigConfig.load(RIG, task);
    Goal.Insert peg = (Goal.Insert) config.task().reward();
    double[] p_m = new double[3];
    try (ArmWorld world = new ArmWorld(config.robot(), TableScene.of(config.task()))) {
      world.placeObject(0.45, 0.01, 0.03, 0);
      world.p_base_object_m(p_m);
      assertEquals(0.45, p_m[0], 1e-12);
      assertEquals(peg.edge_m(), world.width_m(), 1e-6);
      ScriptedArm arm = new ScriptedArm(world, config.robot());
      arm.move(0.45 + beside_m, 0.01, 0.03 + peg.reach_m() + 0.02, 1.5, 1.0);
      arm.move(0.45 + beside_m, 0.01, 0.03 + peg.reach_m() - peg.depth_m() - 0.005, 1.0, 1.0);
      world.p_base_tool_m(p_m);
      double depth_m = 0.03 - (p_m[2] - peg.reach_m());
      if (fits) assertTrue(depth_m > peg.depth_m(), "only " + depth_m);
      else assertEquals(0, depth_m, 0.002);
      assertEquals(0, world.state().warnings());
    }
  }

  @Test
  void shouldComeBackToWhereTheBlockStood() {
    RigConfig.Resolved config = RigConfig.load(RIG, "franka-peg-insert");
    double[] p_m = new double[3];
    try (ArmWorld world = new ArmWorld(config.robot(), TableScene.of(config.task()))) {
      world.placeObject(0.43, -0.02, 0.03, 0);
      double[] saved = new double[world.savedLength()];
      world.save(saved);
      world.placeObject(0.5, 0.02, 0.03, 0);
      world.restore(saved);
      world.p_base_object_m(p_m);
      assertEquals(0.43, p_m[0], 1e-12);
    }
  }
}
