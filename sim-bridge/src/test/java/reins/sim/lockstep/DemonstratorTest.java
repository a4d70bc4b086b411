package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.exchange.Fault;
import reins.policy.episode.EpisodeResult;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.record.TransitionSink;
import reins.sim.mujoco.MujocoRequired;

/** Whoever shows a task has to be able to do it. */
@ExtendWith(MujocoRequired.class)
class DemonstratorTest {
  private static final int STARTS = Integer.getInteger("reins.demonstrator.starts", 40);

  @ParameterizedTest
  @CsvSource({
    "franka-reach, 1.5",
    "franka-pick-cube, 3",
    "franka-peg-insert, 4",
    "franka-peg-insert-1mm, 5"
  })
  void shouldSolveNineteenOfTwentyStarts(String task, double mostMean_s) {
    RigConfig.Resolved config =
        RigConfig.load(
            Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml"),
            task);
    List<EpisodeResult> episodes = new ArrayList<>();
    try (PolicyStore store =
            new PolicyStore(PolicySpec.of(config.task()), 50_000_000, Exploration.none());
        Lockstep lockstep =
            Lockstep.learning(
                config,
                new Lockstep.Setup(
                    11,
                    1,
                    Integer.MAX_VALUE,
                    new ScriptedOperator(config, 11),
                    store,
                    TransitionSink.NONE,
                    episodes::add))) {
      while (episodes.size() < STARTS) lockstep.step();
      assertEquals(0, lockstep.counters().get(bit(Fault.COMMAND_NOT_FINITE)));
      assertEquals(0, lockstep.counters().get(bit(Fault.OUTSIDE_WORKSPACE)));
      assertEquals(0, lockstep.world().state().warnings());
    }
    long solved = episodes.stream().filter(EpisodeResult::success).count();
    double mean_s =
        episodes.stream()
            .filter(EpisodeResult::success)
            .mapToDouble(EpisodeResult::duration_s)
            .average()
            .orElse(Double.NaN);
    System.out.printf("%s: %d of %d, %.2f s%n", task, solved, STARTS, mean_s);
    assertTrue(solved >= 0.95 * STARTS, task + ": solved " + solved + " of " + STARTS);
    assertTrue(mean_s < mostMean_s, task + ": takes " + mean_s + " s");
  }

  private static int bit(int fault) {
    return Integer.numberOfTrailingZeros(fault);
  }
}
