package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a quadrotor is: a rigid body with four rotors in an X, what the air does to it, and what it
 * may be asked for.
 *
 * <p>Units and frames: SI; the body frame has x forwards, y left, z up and its origin in the centre
 * of mass.
 *
 * @param name short name, as flights refer to it
 * @param source where the numbers come from
 * @param inertia_kgm2 [6] xx, yy, zz, xy, xz, yz
 * @param drag_1_s [3] rotor drag over mass along the body's axes: {@code a = -R D R^T v}
 * @param ground_effect c of {@code 1 + c (r / 4z)^2}, the gain of thrust at height z; Cheeseman and
 *     Bennett have 1
 * @param thrust_at_full_N of all rotors when the autopilot is sent full thrust: how newtons become
 *     its 0 to 1
 * @param battery_low_V of the whole pack under load: below this it lands, and does not take off
 */
public record QuadrotorConfig(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) double mass_kg,
    @JsonProperty(required = true) double[] inertia_kgm2,
    @JsonProperty(required = true) Rotor rotor,
    @JsonProperty(required = true) double[] drag_1_s,
    @JsonProperty(required = true) double ground_effect,
    @JsonProperty(required = true) Downwash downwash,
    @JsonProperty(required = true) Limits limits,
    @JsonProperty(required = true) double thrust_at_full_N,
    @JsonProperty(required = true) double battery_low_V) {
  /** Standard gravity. */
  public static final double G_m_s2 = 9.80665;

  private static final double LEAST_THRUST_RATIO = 1.2;

  /** Checks signs, lengths, and that it can fly. */
  public QuadrotorConfig {
    Expect.notBlank(name, "name");
    Expect.notBlank(source, "source");
    Expect.positive(mass_kg, "mass_kg");
    Expect.rigidInertia(inertia_kgm2, "inertia_kgm2");
    for (int i = 0; i < 3; i++) Expect.positive(inertia_kgm2[i], "inertia_kgm2[" + i + "]");
    Expect.length(drag_1_s, 3, "drag_1_s");
    for (int i = 0; i < 3; i++) Expect.within(drag_1_s[i], 0, 5, "drag_1_s[" + i + "]");
    Expect.within(ground_effect, 0, 50, "ground_effect");
    Expect.positive(battery_low_V, "battery_low_V");
    Expect.that(
        thrust_at_full_N > mass_kg * G_m_s2,
        "thrust_at_full_N",
        "expected more than the weight of " + mass_kg + " kg in newtons");
    Expect.that(
        4 * rotor.thrust_max_N() >= LEAST_THRUST_RATIO * mass_kg * G_m_s2,
        "rotor.thrust_max_N",
        "expected four rotors to lift 1.2 times the weight of " + mass_kg + " kg");
    Expect.that(
        Math.cos(limits.tilt_max_rad()) * 4 * rotor.thrust_max_N() >= mass_kg * G_m_s2,
        "limits.tilt_max_rad",
        "expected a tilt at which four rotors carry the weight");
  }

  /** Share of the whole thrust at which it hovers. */
  public double hoverThrust() {
    return mass_kg * G_m_s2 / (4 * rotor.thrust_max_N());
  }

  /**
   * One of the four rotors.
   *
   * @param arm_m from the centre of mass
   * @param radius_m of the propeller
   * @param thrust_max_N of one rotor
   * @param torque_per_thrust_m reaction torque about z over thrust
   * @param lag_s time constant of its thrust
   */
  public record Rotor(
      @JsonProperty(required = true) double arm_m,
      @JsonProperty(required = true) double radius_m,
      @JsonProperty(required = true) double thrust_max_N,
      @JsonProperty(required = true) double torque_per_thrust_m,
      @JsonProperty(required = true) double lag_s) {
    /** Checks signs. */
    public Rotor {
      Expect.positive(arm_m, "arm_m");
      Expect.positive(radius_m, "radius_m");
      Expect.positive(thrust_max_N, "thrust_max_N");
      Expect.positive(torque_per_thrust_m, "torque_per_thrust_m");
      Expect.within(lag_s, 0.001, 0.5, "lag_s");
    }
  }

  /**
   * The push downwards on whoever is d below and r aside: {@code m g strength (radius / 4d)^2
   * exp(-(r / (spread d + offset))^2 / 2)}.
   *
   * @param strength in weights of the one below
   * @param spread growth of the wake's width with the distance below
   * @param offset_m its width at no distance
   */
  public record Downwash(
      @JsonProperty(required = true) double strength,
      @JsonProperty(required = true) double spread,
      @JsonProperty(required = true) double offset_m) {
    /** Checks signs. */
    public Downwash {
      Expect.nonNegative(strength, "strength");
      Expect.positive(spread, "spread");
      Expect.within(offset_m, -1, 1, "offset_m");
    }
  }

  /**
   * What may be asked of it.
   *
   * @param tilt_max_rad of the thrust against the vertical
   * @param accel_max_m_s2 of the trajectory, sideways
   * @param jerk_max_m_s3 how fast it can turn its thrust, for what has to brake in time
   * @param rates_max_rad_s [3] body rates
   */
  public record Limits(
      @JsonProperty(required = true) double tilt_max_rad,
      @JsonProperty(required = true) double speed_max_m_s,
      @JsonProperty(required = true) double accel_max_m_s2,
      @JsonProperty(required = true) double jerk_max_m_s3,
      @JsonProperty(required = true) double[] rates_max_rad_s) {
    /** Checks ranges. */
    public Limits {
      Expect.within(tilt_max_rad, 0.05, 1.2, "tilt_max_rad");
      Expect.positive(speed_max_m_s, "speed_max_m_s");
      Expect.positive(accel_max_m_s2, "accel_max_m_s2");
      Expect.positive(jerk_max_m_s3, "jerk_max_m_s3");
      Expect.length(rates_max_rad_s, 3, "rates_max_rad_s");
      for (int i = 0; i < 3; i++)
        Expect.within(rates_max_rad_s[i], 0.1, 40, "rates_max_rad_s[" + i + "]");
    }
  }
}
