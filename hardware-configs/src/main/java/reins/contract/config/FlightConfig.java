package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;

/**
 * How and where a quadrotor flies: its controller's rate and gains, its fence, and what happens
 * when states and actions grow old. No value has a default.
 *
 * @param quadrotor file of hardware-configs/quadrotors without .yaml
 * @param armed whether it may take off without a person arming it
 * @param control_hz ticks per second
 * @param output what the autopilot is sent: attitude or body_rates, each with thrust; or velocity,
 *     or position with velocity and acceleration, which its own loops follow
 * @param action what an action means: velocity (x, y, z, yaw rate) or body_rates (thrust, x, y, z)
 */
public record FlightConfig(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String quadrotor,
    @JsonProperty(required = true) boolean armed,
    @JsonProperty(required = true) double control_hz,
    @JsonProperty(required = true) String output,
    @JsonProperty(required = true) String action,
    @JsonProperty(required = true) Gains gains,
    @JsonProperty(required = true) Procedure procedure,
    @JsonProperty(required = true) Fence fence,
    @JsonProperty(required = true) Ladder ladder,
    @JsonProperty(required = true) Traffic traffic) {

  /** How much more thrust a vehicle may have than its file says: another battery, propeller. */
  private static final double THRUST_UNKNOWN = 0.1;

  /** What is left of that where its thrust is learnt in flight: where it is sent thrusts. */
  private static final double THRUST_LEARNT = 0.03;

  /** Checks names and rates, and that a descent without a state ends on the ground. */
  public FlightConfig {
    Expect.notBlank(name, "name");
    Expect.notBlank(quadrotor, "quadrotor");
    Expect.within(control_hz, 100, 1000, "control_hz");
    Expect.oneOf(output, List.of("attitude", "body_rates", "velocity", "position"), "output");
    Expect.oneOf(action, List.of("velocity", "body_rates"), "action");
    Expect.that(
        action.equals("velocity") || !ownLoops(output),
        "action",
        "expected velocity where the autopilot's own loops fly: they take no body rates");
    Expect.that(
        procedure.takeoff_m() > fence.low_m()[2] && procedure.takeoff_m() < fence.high_m()[2],
        "procedure.takeoff_m",
        "expected a height within the fence");
    double error = ownLoops(output) ? THRUST_UNKNOWN : THRUST_LEARNT;
    double down_m = ladder.descends_m(error);
    Expect.that(
        down_m >= fence.high_m()[2],
        "ladder.descent_s",
        "expected %s s at %s m/s2 to bring it down from the fence's top, %s m, also where its thrust is %s %% more than its file says; they bring it down %.1f m"
            .formatted(
                ladder.descent_s(),
                ladder.descent_m_s2(),
                fence.high_m()[2],
                Math.round(100 * error),
                down_m));
  }

  private static boolean ownLoops(String output) {
    return output.equals("velocity") || output.equals("position");
  }

  /** Whether the autopilot's own loops of position or velocity fly it, and see it themselves. */
  public boolean ownLoops() {
    return ownLoops(output);
  }

  /** A flight and the quadrotor that it names. */
  public record Resolved(FlightConfig flight, QuadrotorConfig quadrotor) {
    /** Time of one tick. */
    public double dt_s() {
      return 1 / flight.control_hz;
    }
  }

  /**
   * Reads a flight and the quadrotor that it names, beside it in {@code ../quadrotors}.
   *
   * <p>Errors: {@link ConfigException} naming file and path.
   */
  public static Resolved load(Path file) {
    FlightConfig flight = ConfigReader.read(file, FlightConfig.class);
    Path root = file.toAbsolutePath().getParent().getParent();
    Path quadrotor = root.resolve("quadrotors").resolve(flight.quadrotor + ".yaml");
    return new Resolved(flight, ConfigReader.read(quadrotor, QuadrotorConfig.class));
  }

  /**
   * Gains of the geometric controller, over mass and inertia.
   *
   * @param position_1_s2 [3] acceleration per metre
   * @param velocity_1_s [3] acceleration per metre per second
   * @param error_max_m [3] a larger error of position counts as so much
   * @param attitude_1_s [3] body rate per radian
   */
  public record Gains(
      @JsonProperty(required = true) double[] position_1_s2,
      @JsonProperty(required = true) double[] velocity_1_s,
      @JsonProperty(required = true) double[] error_max_m,
      @JsonProperty(required = true) double[] attitude_1_s) {
    /** Checks ranges. */
    public Gains {
      range(position_1_s2, 0.1, 100, "position_1_s2");
      range(velocity_1_s, 0.1, 50, "velocity_1_s");
      range(error_max_m, 0.01, 5, "error_max_m");
      range(attitude_1_s, 0.1, 50, "attitude_1_s");
    }

    private static void range(double[] values, double low, double high, String key) {
      Expect.length(values, 3, key);
      for (int i = 0; i < 3; i++) Expect.within(values[i], low, high, key + "[" + i + "]");
    }
  }

  /** Take-off and landing: height, and the speeds up and down. */
  public record Procedure(
      @JsonProperty(required = true) double takeoff_m,
      @JsonProperty(required = true) double climb_m_s,
      @JsonProperty(required = true) double sink_m_s) {
    /** Checks ranges. */
    public Procedure {
      Expect.within(takeoff_m, 0.1, 50, "takeoff_m");
      Expect.within(climb_m_s, 0.05, 5, "climb_m_s");
      Expect.within(sink_m_s, 0.05, 2, "sink_m_s");
    }
  }

  /**
   * The box in which it flies.
   *
   * @param low_m [3] corner; its z is the least height in the air, take-off and landing apart
   * @param high_m [3] corner
   * @param breach_m a vehicle that is further out than this lands where it is
   * @param k_1_s near a face, speed towards it is at most k times the distance
   */
  public record Fence(
      @JsonProperty(required = true) double[] low_m,
      @JsonProperty(required = true) double[] high_m,
      @JsonProperty(required = true) double breach_m,
      @JsonProperty(required = true) double k_1_s) {
    /** Checks ranges. */
    public Fence {
      Expect.box(low_m, high_m, "low_m", "high_m");
      Expect.within(breach_m, 0.05, 20, "breach_m");
      Expect.within(k_1_s, 0.2, 10, "k_1_s");
    }
  }

  /**
   * What happens as things grow old, each shorter than what the autopilot itself waits.
   *
   * @param action_hover_s an older action makes it hover
   * @param action_land_s no frame at all for so long makes it land
   * @param state_lost_s an older state makes it descend without one
   * @param jump_m a position that moved further than its speed explains, by so much, is refused
   * @param descent_m_s2 thrust over mass of that descent: a little under gravity, and less where
   *     the autopilot's own loops fly, so that nobody learns how much thrust there is
   * @param descent_s after so long the motors stop: enough from the fence's top
   * @param tilt_lost_rad a tilt beyond this, for 0.3 s, ends the flight in the same way
   */
  public record Ladder(
      @JsonProperty(required = true) double action_hover_s,
      @JsonProperty(required = true) double action_land_s,
      @JsonProperty(required = true) double state_lost_s,
      @JsonProperty(required = true) double jump_m,
      @JsonProperty(required = true) double descent_m_s2,
      @JsonProperty(required = true) double descent_s,
      @JsonProperty(required = true) double tilt_lost_rad) {
    /** Checks ranges and order. */
    public Ladder {
      Expect.within(action_hover_s, 0.02, 0.5, "action_hover_s");
      Expect.within(action_land_s, action_hover_s, 30, "action_land_s");
      Expect.within(state_lost_s, 0.02, 0.5, "state_lost_s");
      Expect.within(jump_m, 0.05, 5, "jump_m");
      Expect.within(descent_m_s2, 7, QuadrotorConfig.G_m_s2, "descent_m_s2");
      Expect.within(descent_s, 0.5, 30, "descent_s");
      Expect.within(tilt_lost_rad, 0.5, Math.PI, "tilt_lost_rad");
    }

    /**
     * How far the descent without a state comes down from a standstill, without drag.
     *
     * <pre>
     *   (g - (1 + e) f) T^2 / 2
     * </pre>
     *
     * @param error share by which the vehicle has more thrust than it is taken to have
     */
    double descends_m(double error) {
      double sinks_m_s2 = QuadrotorConfig.G_m_s2 - (1 + error) * descent_m_s2;
      return sinks_m_s2 * descent_s * descent_s / 2;
    }
  }

  /**
   * How vehicles keep clear of one another: their centres stay outside of an ellipsoid, tall
   * because of the wash below each.
   *
   * @param apart_m least distance of two centres at equal height
   * @param above_m least distance of two centres one above the other
   * @param k_1_s near it, two vehicles approach with at most k times the distance left
   * @param accel_share share of the quadrotor's acceleration that braking for others may count on
   * @param stale_s a neighbour not heard of for so long is taken to fly on as it was seen
   */
  public record Traffic(
      @JsonProperty(required = true) double apart_m,
      @JsonProperty(required = true) double above_m,
      @JsonProperty(required = true) double k_1_s,
      @JsonProperty(required = true) double accel_share,
      @JsonProperty(required = true) double stale_s) {
    /** The most neighbours that a controller minds. */
    public static final int MAX_NEIGHBOURS = 31;

    /** Checks ranges. */
    public Traffic {
      Expect.within(apart_m, 0.05, 10, "apart_m");
      Expect.within(above_m, apart_m, 30, "above_m");
      Expect.within(k_1_s, 0.2, 10, "k_1_s");
      Expect.within(accel_share, 0.05, 1, "accel_share");
      Expect.within(stale_s, 0.02, 10, "stale_s");
    }
  }
}
