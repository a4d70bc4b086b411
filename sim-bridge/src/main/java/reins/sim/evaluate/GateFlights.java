package reins.sim.evaluate;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightTask;
import reins.contract.data.PolicySpec;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Phase;
import reins.policy.human.NoPerson;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Verdict;
import reins.policy.record.TransitionSink;
import reins.sim.lockstep.Lockstep;

/** Where a policy flew in the first episodes of an evaluation. */
final class GateFlights {
  private GateFlights() {}

  /** Flies the first unseen starts of a seed. Returns each one's path, [samples][3]. */
  static List<double[][]> fly(FlightTask.Resolved config, byte[] onnx, long seed, int episodes) {
    List<double[][]> flown = new ArrayList<>();
    List<EpisodeResult> ended = new ArrayList<>();
    PolicySpec spec = PolicySpec.of(config.task());
    try (PolicyStore store = new PolicyStore(spec, config.task().periodNs(), Exploration.none())) {
      Verdict verdict = store.offer(PolicyStore.AS_THE_FILE_SAYS, onnx);
      if (!verdict.accepted()) throw new ConfigException("policy: " + verdict.reason());
      Lockstep.Setup setup =
          new Lockstep.Setup(
              Evaluation.UNSEEN + seed,
              1,
              0,
              new NoPerson(),
              store,
              TransitionSink.NONE,
              ended::add);
      try (Lockstep lockstep = Lockstep.evaluating(config, setup)) {
        List<double[]> path = new ArrayList<>();
        while (ended.size() < episodes) {
          int before = ended.size();
          lockstep.step();
          if (lockstep.actor().episode().phase() == Phase.RUNNING || ended.size() > before)
            path.add(lockstep.actor().state().p_base_tool_m.clone());
          if (ended.size() == before) continue;
          flown.add(path.toArray(double[][]::new));
          path.clear();
        }
      }
    }
    return flown;
  }
}
