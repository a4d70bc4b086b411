package reins.sim.bench;

import picocli.CommandLine.Command;
import reins.sim.bench.cockpit.CockpitBench;
import reins.sim.bench.rt.RtBench;
import reins.sim.quad.QuadCrossingBench;
import reins.sim.quad.QuadFleetBench;
import reins.sim.quad.QuadTrackBench;

/** {@code ./reins bench NAME}: measurements, each with its peer or floor beside it. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measurements, each with its peer or floor beside it.",
      "Also: ./reins bench learner, the training engine beside libtorch."
    },
    subcommands = {
      LearnBench.class,
      RtBench.class,
      SimBench.class,
      CockpitBench.class,
      QuadTrackBench.class,
      QuadCrossingBench.class,
      QuadFleetBench.class
    })
public final class BenchCommand {}
