package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The autopilot of a quadrotor as ROS shows it, chosen by the key {@code interface}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "interface")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PilotConfig.Mavros.class, name = "mavros"),
  @JsonSubTypes.Type(value = PilotConfig.Crazyswarm.class, name = "crazyswarm")
})
public sealed interface PilotConfig permits PilotConfig.Mavros, PilotConfig.Crazyswarm {
  /** What its topics and services begin with. */
  String prefix();

  /** Refuses a flight that it cannot fly. Errors: {@link ConfigException}. */
  void check(Path file, FlightConfig.Resolved flight);

  /**
   * PX4 behind MAVROS.
   *
   * @param prefix MAVROS's namespace, such as /mavros
   * @param state_hz at which the autopilot is asked to send its state
   * @param heartbeat_s without a word about its mode for so long the vehicle lands
   * @param thrust_scaling what MAVROS multiplies thrust by: its own ROS parameter, compared
   * @param parameters the autopilot's, by name: each least and most that may be found before arming
   */
  record Mavros(
      @JsonProperty(required = true) String prefix,
      @JsonProperty(required = true) double state_hz,
      @JsonProperty(required = true) double heartbeat_s,
      @JsonProperty(required = true) double thrust_scaling,
      @JsonProperty(required = true) Map<String, double[]> parameters)
      implements PilotConfig {
    /** Time without set-points after which PX4 leaves Offboard. */
    public static final String LOSS_TIME = "COM_OF_LOSS_T";

    /** What it does then. */
    private static final String LOSS_ACTION = "COM_OBL_RC_ACT";

    private static final int LAND = 4;
    private static final int HOLD = 5;

    /** Tilt to which PX4's own position loop keeps, in degrees. */
    public static final String TILT = "MPC_TILTMAX_AIR";

    /**
     * What has to be read back: loss of set-points and what follows, fence, tilt, thrust.
     *
     * <p>Source: PX4's parameter reference; control.md 1.4.
     */
    private static final List<String> LEAST =
        List.of(
            LOSS_TIME,
            LOSS_ACTION,
            "GF_ACTION",
            "GF_MAX_HOR_DIST",
            "GF_MAX_VER_DIST",
            TILT,
            "MPC_THR_HOVER");

    /** Checks names and ranges. */
    public Mavros {
      Expect.topic(prefix, "prefix");
      Expect.within(state_hz, 10, 500, "state_hz");
      Expect.within(heartbeat_s, 1.1, 10, "heartbeat_s");
      Expect.positive(thrust_scaling, "thrust_scaling");
      for (String name : LEAST)
        Expect.that(parameters.containsKey(name), "parameters", "missing " + name);
      parameters.forEach(
          (name, range) -> {
            Expect.length(range, 2, "parameters." + name);
            Expect.that(
                range[0] <= range[1], "parameters." + name, "expected [least, most], in order");
          });
      parameters = new TreeMap<>(parameters);
    }

    @Override
    public void check(Path file, FlightConfig.Resolved flight) {
      double land_s = flight.flight().ladder().action_land_s();
      if (parameters.get(LOSS_TIME)[0] <= land_s)
        throw new ConfigException(
            file
                + ": ros.autopilot.parameters."
                + LOSS_TIME
                + ": expected more than the flight's ladder.action_land_s "
                + land_s
                + ": our own dead-man comes first");
      failsafe(file);
      // Its fence is for where ours has failed.
      double[] low_m = flight.flight().fence().low_m(), high_m = flight.flight().fence().high_m();
      double wide_m = 0;
      for (int i = 0; i < 2; i++) wide_m = Math.max(wide_m, Math.max(-low_m[i], high_m[i]));
      outside(file, "GF_MAX_HOR_DIST", wide_m);
      outside(file, "GF_MAX_VER_DIST", high_m[2]);
    }

    /** What PX4 does where set-points stay away has to end on the ground or in the air. */
    private void failsafe(Path file) {
      double[] action = parameters.get(LOSS_ACTION);
      if (action[0] < LAND || action[1] > HOLD)
        throw new ConfigException(
            "%s: ros.autopilot.parameters.%s: expected %d (land) or %d (hold), got [%s, %s]"
                .formatted(file, LOSS_ACTION, LAND, HOLD, action[0], action[1]));
    }

    private void outside(Path file, String name, double least_m) {
      if (parameters.get(name)[0] < least_m)
        throw new ConfigException(
            "%s: ros.autopilot.parameters.%s: expected at least %s, as far as the flight's own fence"
                .formatted(file, name, least_m));
    }

    /** What the autopilot does where set-points stay away, in words. */
    public String onLoss() {
      double[] action = parameters.get(LOSS_ACTION);
      return action[1] <= LAND ? "lands it" : action[0] >= HOLD ? "holds it" : "lands or holds it";
    }
  }

  /**
   * A Crazyflie behind crazyswarm's server.
   *
   * @param prefix of its topics, such as /cf1
   * @param command_hz set-points a second: what the radio carries
   * @param pose_topic geometry_msgs/PoseStamped of the hall's motion capture
   * @param battery_topic crazyswarm/GenericLogData, its first value the voltage (pm.vbat)
   * @param ground_m a pose below this height stands on the ground
   */
  record Crazyswarm(
      @JsonProperty(required = true) String prefix,
      @JsonProperty(required = true) double command_hz,
      @JsonProperty(required = true) String pose_topic,
      @JsonProperty(required = true) String battery_topic,
      @JsonProperty(required = true) double ground_m)
      implements PilotConfig {
    /** Checks names and the rate. */
    public Crazyswarm {
      Expect.topic(prefix, "prefix");
      Expect.within(command_hz, 10, 200, "command_hz");
      Expect.topic(pose_topic, "pose_topic");
      Expect.topic(battery_topic, "battery_topic");
      Expect.within(ground_m, 0.005, 0.5, "ground_m");
    }

    @Override
    public void check(Path file, FlightConfig.Resolved flight) {
      if (flight.flight().output().equals("body_rates")
          || flight.flight().action().equals("body_rates"))
        throw new ConfigException(
            file + ": flight: crazyswarm has no body rates: expected another output and action");
    }
  }
}
