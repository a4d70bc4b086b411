package reins.policy.episode;

import java.util.SplittableRandom;
import reins.contract.config.FlightConfig;
import reins.contract.config.FlightTask;
import reins.contract.exchange.StateFrame;

/**
 * The starts of a quadrotor's episodes: a hover uniform in the task's box, a function of seed and
 * episode alone. The way there leads up, over everything and down.
 *
 * <p>Units and frames: SI, world frame; a HOME command's numbers are shares of the flight's fence,
 * then of half a turn.
 *
 * <p>Threads: the actor's loop.
 */
public final class HoverScene implements Scene {
  /** From here on the way leads straight to the start. */
  private static final double NEAR_m = 0.4;

  /** Next to a place. */
  private static final double THERE_m = 0.15;

  private final FlightTask.Start start;
  private final FlightConfig.Fence fence;
  private final long seed;
  private final double[] start_m = new double[3];

  /** The starts of a task for a seed. */
  public HoverScene(FlightTask.Resolved config, long seed) {
    start = config.task().start();
    fence = config.flight().flight().fence();
    this.seed = seed;
  }

  @Override
  public void placeObject(long episode) {}

  /** The hover at the start of an episode. {@code p_world_m} [3] written. */
  public void at(long episode, double[] p_world_m) {
    SplittableRandom random = StartPlaces.random(seed, episode);
    for (int i = 0; i < 3; i++) {
      double low_m = start.low_m()[i], high_m = start.high_m()[i];
      p_world_m[i] = low_m + random.nextDouble() * (high_m - low_m);
    }
  }

  @Override
  public void nameHome(long episode, StateFrame state, double[] action) {
    at(episode, start_m);
    double[] p_m = state.p_base_tool_m;
    boolean near = Math.hypot(start_m[0] - p_m[0], start_m[1] - p_m[1]) < NEAR_m;
    boolean high = p_m[2] > start.over_m() - THERE_m;
    for (int i = 0; i < 3; i++) {
      double to_m =
          i == 2 && !near ? start.over_m() : i < 2 && !near && !high ? p_m[i] : start_m[i];
      double low_m = fence.low_m()[i], high_m = fence.high_m()[i];
      action[i] = 2 * (to_m - low_m) / (high_m - low_m) - 1;
    }
    action[3] = start.heading_rad() / Math.PI;
  }

  @Override
  public boolean home(StateFrame state) {
    double far_m = 0;
    for (int i = 0; i < 3; i++) far_m = Math.hypot(far_m, start_m[i] - state.p_base_tool_m[i]);
    return state.homed == 1 && far_m < THERE_m;
  }
}
