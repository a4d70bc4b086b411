package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reins.contract.config.ConfigReader;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Source;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class LockstepTest {
  private static final RigConfig.Resolved CONFIG =
      RigConfig.load(
          Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml"));

  @Test
  void shouldCollectSuccessfulDemonstrations() {
    List<Transition> transitions = new ArrayList<>();
    try (PolicyStore store = store();
        Lockstep lockstep = demonstrating(CONFIG, 1, 20, store, transitions)) {
      while (lockstep.stats().demonstrationSuccesses() < 20) {
        lockstep.step();
        assertTrue(lockstep.now_ns() < 400_000_000_000L, "20 demonstrations take too long");
      }
      assertTrue(lockstep.stats().demonstrations() <= 21, "demonstrations failed");
      assertEquals(0, lockstep.counters().get(bit(Fault.OUTSIDE_WORKSPACE)));
      assertEquals(0, lockstep.counters().get(bit(Fault.COMMAND_NOT_FINITE)));
      assertEquals(0, lockstep.counters().get(bit(Fault.ACTION_STALE)));
      // A task done as meant never meets a barrier.
      assertEquals(0, lockstep.counters().get(bit(Fault.BARRIER_ACTED)));
    }
    // The last transition is complete only with the next step's state.
    assertTrue(transitions.stream().filter(Transition::success).count() >= 19);
    for (Transition t : transitions) {
      assertEquals(Source.SCRIPT, t.source());
      assertTrue(t.demonstration());
      assertEquals(t.success() ? 1f : 0f, t.reward());
      assertEquals(t.success() ? 0f : 1f, t.mask());
      for (float o : t.nextObs()) assertTrue(Float.isFinite(o));
      for (float a : t.action()) assertTrue(Math.abs(a) <= 1);
    }
  }

  /** Another arm is another YAML: a UR5e's six joints lift the same cube with the same code. */
  @Test
  void shouldCollectDemonstrationsOnSixJoints() {
    Path robot = Path.of(System.getProperty("reins.root"), "hardware-configs/robots/ur5e.yaml");
    RigConfig.Resolved config =
        new RigConfig.Resolved(
            CONFIG.rig(), ConfigReader.read(robot, RobotConfig.class), CONFIG.task());
    try (PolicyStore store = store();
        Lockstep lockstep = demonstrating(config, 3, 4, store, new ArrayList<>())) {
      while (lockstep.stats().demonstrationSuccesses() < 4) {
        lockstep.step();
        assertTrue(lockstep.now_ns() < 80_000_000_000L, "4 demonstrations take too long");
      }
      assertTrue(lockstep.stats().demonstrations() <= 5, "demonstrations failed");
      assertEquals(0, lockstep.counters().get(bit(Fault.COMMAND_NOT_FINITE)));
    }
  }

  @Test
  void shouldRepeatFromTheSeed() {
    List<Transition> first = new ArrayList<>();
    List<Transition> second = new ArrayList<>();
    for (List<Transition> into : List.of(first, second)) {
      try (PolicyStore store = store();
          Lockstep lockstep = demonstrating(CONFIG, 5, 3, store, into)) {
        for (int i = 0; i < 200; i++) lockstep.step();
      }
    }
    assertTrue(first.size() > 40, "recorded " + first.size());
    assertEquals(first.size(), second.size());
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(first.get(i).obs(), second.get(i).obs());
      assertArrayEquals(first.get(i).action(), second.get(i).action());
    }
  }

  private static Lockstep demonstrating(
      RigConfig.Resolved config, long seed, int count, PolicyStore store, List<Transition> into) {
    return Lockstep.learning(
        config,
        new Lockstep.Setup(
            seed, 1, count, new ScriptedOperator(config, seed), store, into::add, result -> {}));
  }

  private static PolicyStore store() {
    return new PolicyStore(PolicySpec.of(CONFIG.task()), 50_000_000, Exploration.none());
  }

  private static int bit(int fault) {
    return Integer.numberOfTrailingZeros(fault);
  }
}
